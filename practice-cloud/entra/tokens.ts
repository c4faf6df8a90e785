import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Cloud } from '../cloud'
import type { Person } from '../data/people'
import { APP_ONLY_WID, GRAPH_AUDIENCE, ORDINARY_USER_WID } from '../data/well-known'
import { clientName } from './clients'

/** App-only tokens live a little over an hour; the answer says 3599. */
const APP_TOKEN_SECONDS = 3900

/** What Graph reads from a token. Names are those of a v1.0 token. */
export interface TokenClaims {
  aud: string
  iss: string
  iat: number
  nbf: number
  exp: number
  tid: string
  oid: string
  appid: string
  idtyp: 'app' | 'user'
  roles?: string[]
  scp?: string
  wids: string[]
  upn?: string
  name?: string
  acct?: number
  idp: string
}

function seal(cloud: Cloud, payload: object): string {
  const { kid } = cloud.state.signingKey
  const header = Buffer.from(JSON.stringify({ typ: 'JWT', alg: 'RS256', x5t: kid, kid })).toString('base64url')
  const body = Buffer.from(JSON.stringify(payload)).toString('base64url')
  return `${header}.${body}.${cloud.state.signingKey.sign(`${header}.${body}`)}`
}

function chance(bytes: number): string {
  return randomBytes(bytes).toString('base64url')
}

function issuerOf(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`
}

/** What every token has: times by the cloud's clock, and fields without meaning for clients. */
function frame(cloud: Cloud, tenantId: string, seconds: number) {
  const iat = Math.floor(cloud.state.clock.now() / 1000) - 300
  return {
    iss: issuerOf(tenantId),
    iat,
    nbf: iat,
    exp: iat + 300 + seconds,
    aio: chance(36),
    rh: `1.${chance(24)}.`,
    tenant_region_scope: 'EU',
    tid: tenantId,
    uti: chance(16),
    ver: '1.0',
    xms_tcdt: 1626345600,
    xms_tdbr: 'EU',
  }
}

export interface AppTokenFacts {
  tenantId: string
  appId: string
  displayName: string
  principalId: string
  audience: string
  roles: readonly string[]
}

/** A token of the application itself; without any role there is no `roles` claim, yet the token is issued. */
export function mintAppToken(cloud: Cloud, facts: AppTokenFacts): string {
  return seal(cloud, {
    aud: facts.audience,
    ...frame(cloud, facts.tenantId, APP_TOKEN_SECONDS - 300),
    app_displayname: facts.displayName,
    appid: facts.appId,
    appidacr: '2',
    idp: issuerOf(facts.tenantId),
    idtyp: 'app',
    oid: facts.principalId,
    sub: facts.principalId,
    ...(facts.roles.length === 0 ? {} : { roles: [...facts.roles].sort() }),
    wids: [APP_ONLY_WID],
  })
}

/** A token of a person on Graph, with the canary of tests as a claim and in clear at its end. */
export function mintDelegatedToken(
  cloud: Cloud,
  person: Person,
  { clientId, isConfidential }: { clientId: string; isConfidential: boolean },
  scopes: readonly string[],
): { token: string; expiresIn: number } {
  const expiresIn = randomInt(3600, 5400)
  const marker = cloud.markers.accessToken
  const token = seal(cloud, {
    aud: GRAPH_AUDIENCE,
    ...frame(cloud, person.tenantId, expiresIn),
    acct: person.member ? 0 : 1,
    acr: '1',
    amr: person.roles.length > 0 || demandsSecondFactor(cloud, person) ? ['pwd', 'mfa'] : ['pwd'],
    app_displayname: clientName(cloud, clientId),
    appid: clientId,
    appidacr: isConfidential ? '2' : '0',
    idp: issuerOf(person.homeTenantId),
    idtyp: 'user',
    ipaddr: '192.0.2.10',
    name: person.displayName,
    oid: person.objectId,
    puid: `1003200${person.objectId.slice(0, 9).toUpperCase().replace('-', '0')}`,
    scp: scopes.join(' '),
    sub: chance(32),
    unique_name: person.upn,
    upn: person.directoryUpn,
    wids: [...person.roles, ORDINARY_USER_WID],
    ...(marker === '' ? {} : { practice_marker: marker }),
  })
  return { token: `${token}${marker}`, expiresIn }
}

function demandsSecondFactor(cloud: Cloud, { tenantId }: Person): boolean {
  return cloud.state.tenants.get(tenantId)?.facts.securityDefaults === true
}

/** OpenID Connect Core §2; `nonce` as the authorization request had it. */
export function mintIdToken(cloud: Cloud, person: Person, clientId: string, nonce?: string): string {
  const now = Math.floor(cloud.state.clock.now() / 1000)
  return seal(cloud, {
    aud: clientId,
    iss: `${cloud.origin}/${person.tenantId}/v2.0`,
    iat: now,
    nbf: now,
    exp: now + 3600,
    name: person.displayName,
    ...(nonce === undefined ? {} : { nonce }),
    oid: person.objectId,
    preferred_username: person.upn,
    sub: chance(32),
    tid: person.tenantId,
    uti: randomUUID(),
    ver: '2.0',
  })
}

/** The claims of a token that this cloud signed; its times are the reader's business. */
export function readToken(cloud: Cloud, token: string): TokenClaims | undefined {
  const [header, body, tail, ...rest] = token.split('.')
  if (header === undefined || body === undefined || tail === undefined || rest.length > 0) return undefined
  const candidates = [tail, ...[...cloud.markers.usedAccessTokens].map((marker) => withoutSuffix(tail, marker))]
  const signed = candidates.some((signature) => cloud.state.signingKey.verifies(`${header}.${body}`, signature))
  if (!signed) return undefined
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as TokenClaims
}

function withoutSuffix(text: string, suffix: string): string {
  return text.endsWith(suffix) ? text.slice(0, -suffix.length) : text
}
