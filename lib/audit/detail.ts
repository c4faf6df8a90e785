import { AppError } from '@/lib/errors'

/**
 * The only facts that an audit entry may carry. A secret gets in by being handed over with its neighbours, so there is
 * no way to hand over a whole object: whoever needs a new fact adds its name here, where it is read by a second person.
 */
const fields = [
  ...['tenantId', 'entraTenantId', 'tenant', 'customerId', 'customer', 'domain', 'cloud', 'purpose', 'practice'],
  ...[
    'baseline',
    'baselineVersion',
    'workloads',
    'runId',
    'kind',
    'step',
    'outcome',
    'reason',
    'message',
    'code',
    'status',
  ],
  ...['objectId', 'appId', 'servicePrincipalObjectId', 'uniqueName', 'resource', 'resourceAppId', 'role', 'roles'],
  ...['roleId', 'certificateId', 'keyId', 'keyVersion', 'keyRef', 'kekId', 'sha1', 'sha256', 'serial'],
  ...['notBefore', 'notAfter', 'state', 'condition', 'account', 'administrator', 'partner', 'operatorId', 'operator'],
  ...['email', 'name', 'address', 'setting', 'before', 'after', 'from', 'to', 'at', 'until', 'count', 'tries', 'note'],
  ...['added', 'removed', 'missing', 'clientId', 'traceId', 'correlationId', 'call', 'answer', 'planDigest'],
] as const

export type AuditField = (typeof fields)[number]
export type AuditValue = string | number | boolean | null | readonly AuditValue[]
export type AuditDetail = Readonly<Partial<Record<AuditField, AuditValue>>>

type Json = string | number | boolean | null | Json[]

const longestText = 300
const mostItems = 200
const deepestList = 3
const withheld = '[withheld: it looks like a secret]'

/** What a token, a key or a device code looks like; ids (36) and thumbprints (64 hexadecimal digits) pass. */
const secretShapes = [
  /-----BEGIN/i,
  /\beyJ[\w-]{5,}/,
  /\bBearer\s+\S{8,}/i,
  /[\w+=~-]{65,}/,
  /(?=[\w+/=~-]*[a-z])(?=[\w+/=~-]*[A-Z])(?=[\w+/=~-]*\d)[\w+/=~-]{40,}/,
]

const uuids = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi

const allowed: ReadonlySet<string> = new Set(fields)

/** Plain JSON with nothing in it that was not asked for. Undefined fields are left out; the given object is not kept. */
export function writeDetail(detail: AuditDetail): Record<string, Json> {
  const written: Record<string, Json> = {}
  for (const [name, value] of Object.entries<unknown>(detail)) {
    if (!allowed.has(name)) throw new AppError('internal', `audit detail has no field named ${cleanText(name, 40)}`)
    if (value !== undefined) written[name] = writeValue(name, value, 0)
  }
  return written
}

/** One line of at most `longest` characters, shortened visibly: texts come from tenants. */
export function cleanText(text: string, longest: number): string {
  const line = Buffer.from(text.slice(0, 4 * longest), 'utf8')
    .toString('utf8')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim()
  const characters = Array.from(line)
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`
}

function writeValue(name: string, value: unknown, depth: number): Json {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value === 'string') return looksSecret(value) ? withheld : cleanText(value, longestText)
  if (Array.isArray(value) && depth < deepestList) {
    return value.slice(0, mostItems).map((item: unknown) => writeValue(name, item, depth + 1))
  }
  throw new AppError('internal', `audit detail ${name} is not plain text, number, truth value or list`)
}

/** Ids are taken out first: two of them joined are as long as a key. */
export function looksSecret(text: string): boolean {
  const start = text.slice(0, 4 * longestText).replace(uuids, '')
  return secretShapes.some((shape) => shape.test(start))
}
