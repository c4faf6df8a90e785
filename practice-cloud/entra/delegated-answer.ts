import { randomBytes } from 'node:crypto'
import type { Cloud } from '../cloud'
import type { Person } from '../data/people'
import { SIGN_IN_SCOPES } from '../data/well-known'
import { knownClient } from './clients'
import { grantedScopes } from './consent'
import { graphScopes, grantedScopeText } from './scopes'
import { mintDelegatedToken, mintIdToken } from './tokens'

/** What a person's sign-in gave to a client. */
export interface Delegation {
  clientId: string
  /** As asked for: Graph scopes by bare name, and those of OpenID Connect. */
  scopes: readonly string[]
  nonce?: string
  /** Whether the client proved itself: then only proof refreshes it. */
  isConfidential: boolean
}

/** The token answer for a person; `refresh_token` and `id_token` only when they were asked for. */
export function delegatedAnswer(cloud: Cloud, person: Person, delegation: Delegation): object {
  const { clientId, scopes, nonce } = delegation
  const graph = scopesOf(cloud, person, delegation)
  const { token, expiresIn } = mintDelegatedToken(cloud, person, delegation, [...graph, ...SIGN_IN_SCOPES])
  const tenant = cloud.state.tenants.get(person.tenantId)
  if (tenant !== undefined) tenant.tokensIssued.delegated += 1
  return {
    token_type: 'Bearer',
    scope: grantedScopeText(graph),
    expires_in: expiresIn,
    ext_expires_in: expiresIn,
    access_token: token,
    ...(scopes.includes('offline_access') ? { refresh_token: newRefreshToken(cloud, person, delegation) } : {}),
    ...(knownClient(cloud, clientId)?.isFirstParty === true ? { foci: '1' } : {}),
    ...(scopes.includes('openid') ? { id_token: mintIdToken(cloud, person, clientId, nonce) } : {}),
    client_info: Buffer.from(JSON.stringify({ uid: person.objectId, utid: person.tenantId })).toString('base64url'),
  }
}

/** Everything consented to, not only what was asked for; Microsoft's own programs get what is theirs. */
function scopesOf(cloud: Cloud, person: Person, { clientId, scopes }: Delegation): string[] {
  const tenant = cloud.state.tenants.get(person.tenantId)
  if (tenant === undefined || knownClient(cloud, clientId)?.isFirstParty === true) return graphScopes(scopes)
  return [...new Set(graphScopes(grantedScopes(tenant, clientId, person)))].sort()
}

function newRefreshToken(cloud: Cloud, person: Person, { clientId, scopes, isConfidential }: Delegation): string {
  const token = `1.${randomBytes(96).toString('base64url')}`
  cloud.refreshTokens.set(token, { clientId, tenantId: person.tenantId, upn: person.upn, scopes, isConfidential })
  return token
}
