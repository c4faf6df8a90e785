import { runtime } from '../runtime'
import { notProved } from './client-proof'
import type { ClientRow } from './client-store'
import { openFamily, refresh, type IssuedTokens } from './families'
import { requireParameter, type Form } from './form'
import { OAuthError } from './oauth-error'
import { isScope } from './scopes'
import { markOfProof } from './token-store'

/** Nobody waits long for a forgotten token to end, and nobody asks more than once an hour. */
const accessSeconds = 3600

export interface GrantRequest {
  form: Form
  /** Proved; null when the request brought no proof. */
  client: ClientRow | null
}

export type Grant = (request: GrantRequest) => Promise<IssuedTokens>

/** By `grant_type`, for clients. There is no password grant (RFC 9700 section 2.4). */
export const clientGrants: Readonly<Record<string, Grant>> = {
  client_credentials: grantClientCredentials,
  refresh_token: grantRefreshToken,
}

/** RFC 7523 section 2.1: the assertion of a restore sign-in, which belongs to no client. */
export const assertionGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** RFC 6749 section 4.4, without a refresh token: who can ask again needs none. */
function grantClientCredentials({ form, client }: GrantRequest): Promise<IssuedTokens> {
  if (client === null) throw notProved(false)
  const wanted = scopesOf(form) ?? client.scopes
  if (!wanted.every((scope) => client.scopes.includes(scope))) throw widerScope()
  const left = Math.floor((client.expiresAt.getTime() - runtime().clock.now().getTime()) / 1000)
  return openFamily({
    kind: 'client',
    clientId: client.id,
    name: client.name,
    scopes: wanted.filter(isScope),
    accessSeconds: Math.max(1, Math.min(accessSeconds, left)),
    withRefresh: false,
    provedAs: markOfProof(client),
  })
}

/** RFC 6749 section 6, for a family that is bound to the client. Others have to prove their sign-in again. */
async function grantRefreshToken({ form, client }: GrantRequest): Promise<IssuedTokens> {
  if (client === null) throw notProved(false)
  const scopes = scopesOf(form)
  const refreshed = await refresh(requireParameter(form, 'refresh_token'), {
    clientId: client.id,
    ...(scopes === null ? {} : { scopes }),
  })
  if (refreshed.ok) return refreshed.tokens
  if (refreshed.error === 'invalid_scope') throw widerScope()
  throw new OAuthError('invalid_grant', 'The refresh token is not known, was used, has ended or is of another client.')
}

function scopesOf(form: Form): string[] | null {
  const scope = form.get('scope')
  return scope === undefined ? null : [...new Set(scope.split(' ').filter((one) => one !== ''))]
}

function widerScope(): OAuthError {
  return new OAuthError('invalid_scope', 'A scope is not known, or is more than was granted.')
}
