import { randomUUID, X509Certificate } from 'node:crypto'
import { createAuthority, issueForRequest } from '../certificates/authority'
import type { Cloud } from '../cloud'
import { GRAPH_SCOPES } from '../data/roles'
import { GRAPH_APP_ID } from '../data/well-known'
import { knownClient } from '../entra/clients'
import { install } from '../entra/consent'
import type { ApplicationRecord, KeyRecord } from '../state/records'
import type { Tenant } from '../state/tenant'
import type { NewApplication } from './control'
import { ControlMistake } from './mistake'
import { plantGrant } from './plant-grant'

/** As the portal's “New registration”: the application, and its service principal at home. */
export function registerApplication(
  cloud: Cloud,
  tenant: Tenant,
  wanted: NewApplication,
): { appId: string; objectId: string } {
  const at = cloud.state.clock.now()
  const record: ApplicationRecord = {
    objectId: randomUUID(),
    appId: randomUUID(),
    uniqueName: wanted.uniqueName ?? null,
    createdAt: at,
    settings: settingsOf(wanted),
    keys: wanted.certificatePem === undefined ? [] : [keyOf(wanted.certificatePem)],
    passwords: [],
    federated: [],
    owners: [],
    deletedAt: null,
  }
  tenant.applications.put(record.objectId, record, at)
  const client = knownClient(cloud, record.appId)
  if (client !== undefined) install(tenant, client, at)
  for (const role of wanted.grantedRoles ?? []) plantGrant({ tenant, at }, { application: record.appId, role })
  return { appId: record.appId, objectId: record.objectId }
}

function settingsOf(wanted: NewApplication): Record<string, unknown> {
  const { isFallbackPublicClient } = wanted
  return {
    displayName: wanted.displayName,
    signInAudience: wanted.signInAudience ?? 'AzureADMultipleOrgs',
    ...platformsOf(wanted.redirectUris ?? {}),
    requiredResourceAccess: accessOf(wanted.requiredScopes ?? []),
    ...(isFallbackPublicClient === undefined ? {} : { isFallbackPublicClient }),
  }
}

function platformsOf({ web = [], spa = [], publicClient = [] }: NonNullable<NewApplication['redirectUris']>) {
  const wrong =
    [...web, ...spa].find((address) => !isWebAddress(address)) ??
    publicClient.find((address) => !isWebAddress(address) && !isOwnScheme(address))
  if (wrong !== undefined)
    throw new ControlMistake(
      `'${wrong}' cannot be a redirect address: it must begin with https:// or http://localhost, without * and #.`,
    )
  return { web: { redirectUris: web }, spa: { redirectUris: spa }, publicClient: { redirectUris: publicClient } }
}

/** https, or http on this very machine. */
function isWebAddress(address: string): boolean {
  if (!URL.canParse(address) || /[*#]/.test(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
}

/** Native programs may have a scheme of their own. */
function isOwnScheme(address: string): boolean {
  return URL.canParse(address) && !/^https?:|[*#]/.test(address)
}

function accessOf(scopes: readonly string[]): object[] {
  if (scopes.length === 0) return []
  const resourceAccess = scopes.map((scope) => ({ id: scopeId(scope), type: 'Scope' }))
  return [{ resourceAppId: GRAPH_APP_ID, resourceAccess }]
}

function scopeId(name: string): string {
  const scope = GRAPH_SCOPES.find((known) => known.value === name)
  if (scope === undefined) throw new ControlMistake(`No delegated scope '${name}'.`)
  return scope.id
}

function keyOf(pem: string): KeyRecord {
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(pem)
  } catch {
    throw new ControlMistake('The certificate cannot be read: upload its public half as PEM.')
  }
  return {
    keyId: randomUUID(),
    displayName: certificate.subject.split('\n').reverse().join(', '),
    startsAt: Date.parse(certificate.validFrom),
    endsAt: Date.parse(certificate.validTo),
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
    key: certificate.raw.toString('base64'),
    sha1: certificate.fingerprint.replaceAll(':', ''),
    sha256: certificate.fingerprint256.replaceAll(':', ''),
  }
}

/** What the customer's own authority makes of a signing request (RFC 2986). It is made when it is first asked. */
export function issueCertificate(
  cloud: Cloud,
  { csrPem, days = 365 }: { csrPem: string; days?: number | undefined },
): { certificatePem: string; authorityPem: string } {
  const now = cloud.state.clock.now()
  const authority = (cloud.state.authorities.customer ??= createAuthority('Practice Customer Authority', now))
  const certificatePem = issueForRequest(authority, csrPem, days, now)
  if (certificatePem === undefined)
    throw new ControlMistake('The signing request cannot be read, or it was not signed with its own key.')
  return { certificatePem, authorityPem: authority.certificatePem }
}
