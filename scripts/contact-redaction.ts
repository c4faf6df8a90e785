import { createHmac, randomBytes } from 'node:crypto'
import type { Exchange } from './exchanges'

const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi
const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

/** Gone without a trace: not even a hash of it may leave. */
const secretNames = new Set(
  [
    ...['access_token', 'refresh_token', 'id_token', 'device_code', 'user_code', 'client_assertion', 'client_info'],
    ...['code', 'code_verifier', 'proof', 'key', 'secretText', 'message', 'password', 'hint'],
  ].map((name) => name.toLowerCase()),
)

/** Words of the protocol, the same in every tenant. Anything else that is text becomes a hash. */
const openNames = new Set(
  [
    ...['error', 'token_type', 'grant_type', 'client_assertion_type', 'scope', 'method', 'status', '@odata.type'],
    ...['type', 'usage', 'signInAudience', 'servicePrincipalType', 'principalType', 'tenantType', 'service'],
    ...['capabilityStatus', 'provisioningStatus', 'allowedMemberTypes', 'consentType', 'directoryScopeId', 'tags'],
    ...['userPurpose', 'capabilities', 'content-type', 'retry-after', 'odata-version', 'x-ms-resource-unit', 'prefer'],
    ...['accept', 'consistencylevel', 'cache-control', 'tenant_region_scope', 'tenant_region_sub_scope'],
    ...['cloud_instance_name', 'msgraph_host', 'interval', 'expires_in', 'ext_expires_in', 'nextexpectedranges'],
  ].map((name) => name.toLowerCase()),
)

/** Makes exchanges fit to be kept and sent on: no secret, no name, no identifier, but the same hash for the same value. */
export class Redaction {
  /** Of one contact only: hashes of two contacts cannot be compared, and names cannot be guessed from them. */
  readonly #salt = randomBytes(32)

  exchange(each: Exchange): Record<string, unknown> {
    return {
      method: each.method,
      url: this.#url(each.url),
      requestHeaders: this.#value(each.requestHeaders, ''),
      requestBody: this.#value(each.requestBody, ''),
      status: each.status,
      responseHeaders: this.#value(each.responseHeaders, ''),
      responseBody: this.#value(each.responseBody, ''),
    }
  }

  /** Text of ours, in which only identifiers may stand. */
  words(text: string): string {
    return text.replace(guid, (id) => this.#hash('id', id))
  }

  #value(value: unknown, name: string): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#value(each, name))
    if (typeof value === 'object' && value !== null) return this.#members(value)
    if (typeof value !== 'string') return value
    return this.#text(value, name.toLowerCase())
  }

  /** Graph's own refusal has a `code` too, a word of the protocol; the code of a sign-in stands beside no message. */
  #members(value: object): Record<string, unknown> {
    const isRefusal = 'code' in value && 'message' in value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        isRefusal && name === 'code' ? inner : isUrl(name) ? this.#anyUrl(inner) : this.#value(inner, name),
      ]),
    )
  }

  #text(text: string, name: string): string {
    if (secretNames.has(name)) return '<removed>'
    if (date.test(text)) return '<date>'
    if (openNames.has(name) || /^\d{1,4}$/.test(text)) return this.words(text)
    return this.#hash(new RegExp(`^${guid.source}$`, 'i').test(text) ? 'id' : 'text', text)
  }

  /** Calls inside a batch are told without their host. */
  #anyUrl(value: unknown): unknown {
    if (typeof value !== 'string') return this.#value(value, '')
    if (value.startsWith('/')) return this.#url(`https://batch${value}`).slice('https://batch'.length)
    return URL.canParse(value) ? this.#url(value) : this.#value(value, '')
  }

  /** Host and words of the path stay; identifiers, quoted values and mail addresses become hashes. */
  #url(address: string): string {
    const { origin, pathname, search, hash } = new URL(address)
    const open = (text: string) =>
      decoded(text)
        .replace(/'([^']*)'/g, (_, inner: string) => `'${this.#hash('text', inner)}'`)
        .replace(guid, (id) => this.#hash('id', id))
        .replace(/[^/?&=,]*[@.][^/?&=,]*(?=\/|$)/g, (part) => (isOpenPart(part) ? part : this.#hash('text', part)))
        .replace(/[\w:%-]{33,}/g, (part) => this.#hash('text', part))
    return `${origin}${open(pathname)}${open(search)}${open(hash)}`
  }

  #hash(kind: 'id' | 'text', value: string): string {
    const digest = createHmac('sha256', this.#salt).update(value.toLowerCase()).digest('hex').slice(0, 8)
    return `<${kind} ${digest}>`
  }
}

const openParts = /^(?:v\d\.\d|\.well-known|microsoft\.graph\.\w+|[\w.-]+\.default)$/

function isOpenPart(part: string): boolean {
  return openParts.test(part) || part.startsWith('<') || part.startsWith('#')
}

function isUrl(name: string): boolean {
  return name === '@odata.context' || name === '@odata.nextLink' || name === 'url'
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
