import { randomUUID, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { isIssuedBy } from '../certificates/authority'
import { wholeSeconds } from '../clock'
import type { KeyRecord, PasswordRecord } from '../state/records'
import type { GraphCall } from './call'
import { now } from './call'
import { badRequest, detailed, GraphRefusal } from './refusals'

const text = z.string().nullable().optional()

/** A keyCredential as callers write it. */
export const keyCredentialInput = z.strictObject({
  '@odata.type': z.literal('#microsoft.graph.keyCredential').optional(),
  customKeyIdentifier: text,
  displayName: text,
  endDateTime: text,
  hasExtendedValue: z.boolean().nullable().optional(),
  key: text,
  keyId: text,
  startDateTime: text,
  type: text,
  usage: text,
})
export type KeyCredentialInput = z.infer<typeof keyCredentialInput>

/** What the policies of a tenant ask of certificates. */
export interface CertificatePolicy {
  maxLifetimeMs: number | undefined
  /** They must come from an authority. */
  selfSignedForbidden: boolean
  /** They must come from the customer's own. */
  customerAuthorityOnly: boolean
}

export function policyOf(call: GraphCall): CertificatePolicy {
  const caps = call.cloud.faults.active('key-lifetime-policy', call.tenant.facts.tenantId)
  const days = caps.map((active) => Number(active.fault.maxLifetime.slice(1, -1)))
  const authorities = call.cloud.faults.active('self-signed-forbidden', call.tenant.facts.tenantId)
  return {
    maxLifetimeMs: days.length === 0 ? undefined : Math.min(...days) * 86_400_000,
    selfSignedForbidden: authorities.length > 0,
    customerAuthorityOnly: authorities.some((active) => active.fault.trusts === 'customer-authority'),
  }
}

/** PATCH semantics: the collection is replaced; what is sent back by its keyId stays as it is. */
export function replaceKeys(
  call: GraphCall,
  before: readonly KeyRecord[],
  inputs: readonly KeyCredentialInput[],
): KeyRecord[] {
  const keys = inputs.map((input) => {
    const existing = before.find((key) => key.keyId === input.keyId?.toLowerCase())
    return existing === undefined ? openKey(call, input) : keepKey(existing, input)
  })
  if (new Set(keys.map((key) => key.keyId)).size < keys.length)
    throw badRequest('Duplicate values for keyId were found in keyCredentials.')
  return keys
}

function keepKey(existing: KeyRecord, input: KeyCredentialInput): KeyRecord {
  const changed =
    differs(input.key, (key) => openCertificate(key).raw.toString('base64') === existing.key) ||
    differs(input.endDateTime, (end) => Date.parse(end) === existing.endsAt) ||
    differs(input.startDateTime, (start) => Date.parse(start) === existing.startsAt) ||
    differs(input.type, (type) => type === existing.type) ||
    differs(input.usage, (usage) => usage === existing.usage)
  if (changed)
    throw detailed(
      400,
      'Request_BadRequest',
      `Update to existing credential with KeyId '${existing.keyId}' is not allowed.`,
      {
        code: 'KeyNotUpdatable',
        target: 'keyCredentials',
      },
    )
  return typeof input.displayName === 'string' ? { ...existing, displayName: input.displayName } : existing
}

function differs(value: string | null | undefined, fits: (value: string) => boolean): boolean {
  return typeof value === 'string' && !fits(value)
}

/** A new key: a certificate inside its dates and inside the tenant's policies. */
export function openKey(call: GraphCall, input: KeyCredentialInput): KeyRecord {
  if (input.type !== 'AsymmetricX509Cert')
    throw badRequest(
      'The value for the property "type" in one of your credentials is invalid. Acceptable values are AsymmetricX509Cert, X509CertAndPassword.',
    )
  if (input.usage !== 'Verify' && input.usage !== 'Sign')
    throw badRequest(
      'The value for the property "usage" in one of your credentials is invalid. Acceptable values are Sign, Verify.',
    )
  if (typeof input.key !== 'string')
    throw badRequest('The value for the property "key" in one of your credentials is missing.')
  const certificate = openCertificate(input.key)
  const startsAt = readDate(input.startDateTime, 'Start') ?? Date.parse(certificate.validFrom)
  const endsAt = readDate(input.endDateTime, 'End') ?? Date.parse(certificate.validTo)
  refuseDates(call, certificate, startsAt, endsAt)
  refuseByPolicy(call, certificate, startsAt, endsAt)
  return {
    keyId: readKeyId(input.keyId),
    displayName: input.displayName ?? certificate.subject.split('\n').reverse().join(', '),
    startsAt,
    endsAt,
    type: input.type,
    usage: input.usage,
    key: certificate.raw.toString('base64'),
    sha1: certificate.fingerprint.replaceAll(':', ''),
    sha256: certificate.fingerprint256.replaceAll(':', ''),
  }
}

function readKeyId(keyId: string | null | undefined): string {
  if (keyId === null || keyId === undefined) return randomUUID()
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(keyId))
    throw new GraphRefusal(400, 'BadRequest', `Cannot convert the literal '${keyId}' to the expected type 'Edm.Guid'.`)
  return keyId.toLowerCase()
}

function openCertificate(base64: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(base64.replace(/\s/g, ''), 'base64'))
  } catch {
    throw badRequest('Key credential value is invalid: it is not a certificate.')
  }
}

function readDate(value: string | null | undefined, edge: 'Start' | 'End'): number | undefined {
  if (value === null || value === undefined) return undefined
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|\+00:00)$/.test(value)) return Date.parse(value)
  throw invalidDate(edge)
}

function invalidDate(edge: 'Start' | 'End'): GraphRefusal {
  return new GraphRefusal(
    400,
    `KeyCredentialsInvalid${edge}Date`,
    `Key credential ${edge.toLowerCase()} date is invalid.`,
  )
}

function refuseDates(call: GraphCall, certificate: X509Certificate, startsAt: number, endsAt: number): void {
  if (startsAt < Date.parse(certificate.validFrom)) throw invalidDate('Start')
  const end = Date.parse(certificate.validTo)
  if (endsAt > end || endsAt <= startsAt || endsAt <= now(call)) throw invalidDate('End')
}

function isOfTrustedAuthority(call: GraphCall, certificate: X509Certificate, policy: CertificatePolicy): boolean {
  if (policy.selfSignedForbidden && certificate.issuer === certificate.subject) return false
  if (!policy.customerAuthorityOnly) return true
  const { customer } = call.cloud.state.authorities
  return customer !== undefined && isIssuedBy(customer, certificate)
}

function refuseByPolicy(call: GraphCall, certificate: X509Certificate, startsAt: number, endsAt: number): void {
  const policy = policyOf(call)
  const { maxLifetimeMs } = policy
  if (!isOfTrustedAuthority(call, certificate, policy))
    throw new GraphRefusal(
      400,
      'CredentialTypeNotAllowedAsPerAppPolicy',
      "Credential type not allowed as per assigned policy 'default'.",
    )
  if (maxLifetimeMs === undefined || endsAt - startsAt <= maxLifetimeMs) return
  throw detailed(
    400,
    'CredentialInvalidLifetimeAsPerAppPolicy',
    "Credential lifetime exceeds the max value allowed as per assigned policy 'default'.",
    { code: 'InvalidKeyEndDate', target: 'EndDate' },
  )
}

/** A keyCredential as Graph answers it: the certificate itself only to a `$select` on the single object. */
export function showKey(key: KeyRecord, withKey: boolean): Record<string, unknown> {
  return {
    customKeyIdentifier: key.sha1,
    displayName: key.displayName,
    endDateTime: wholeSeconds(key.endsAt),
    key: withKey ? key.key : null,
    keyId: key.keyId,
    startDateTime: wholeSeconds(key.startsAt),
    type: key.type,
    usage: key.usage,
  }
}

/** A client secret as reads show it: never the secret. */
export function showPassword(password: PasswordRecord): Record<string, unknown> {
  return {
    customKeyIdentifier: null,
    displayName: password.displayName,
    endDateTime: wholeSeconds(password.endsAt),
    hint: password.hint ?? 'PRC',
    keyId: password.keyId,
    secretText: null,
    startDateTime: wholeSeconds(password.startsAt),
  }
}
