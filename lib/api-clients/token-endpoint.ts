import { storageTrouble } from '../errors'
import { log } from '../log'
import { notProved, proveClient } from './client-proof'
import { revoke, type IssuedTokens } from './families'
import { readForm, requireParameter, type EndpointRequest, type Form } from './form'
import { assertionGrant, clientGrants } from './grants'
import { isOAuthError, OAuthError } from './oauth-error'
import { admitAddress, admitClient } from './request-limits'

export interface EndpointAnswer {
  status: number
  headers: Readonly<Record<string, string>>
  /** JSON; null: nothing. */
  body: Readonly<Record<string, unknown>> | null
}

/** RFC 6749 section 5.1: nothing on the way keeps it. */
export const unkept = { 'Cache-Control': 'no-store', Pragma: 'no-cache' }

/**
 * Answers what belongs to no client: the assertion of a restore sign-in, and the refresh token that came of one, whose
 * sign-in has to be proved again. The room of restores knows how, and imports this one.
 */
export type RestoreGrant = (form: Form, address: string | null) => Promise<EndpointAnswer>

/** RFC 6749 section 3.2. Every answer is one of its own; nothing is thrown. */
export function answerTokenRequest(request: EndpointRequest, restore: RestoreGrant): Promise<EndpointAnswer> {
  return answer(async () => {
    await admitAddress(request.address)
    const form = readForm(request)
    const type = requireParameter(form, 'grant_type')
    const grant = Object.hasOwn(clientGrants, type) ? clientGrants[type] : undefined
    if (grant === undefined && type !== assertionGrant) {
      throw new OAuthError('unsupported_grant_type', 'This kind of grant is not offered here.')
    }
    const client = await proveClient(request, form)
    if (client !== null) await admitClient(client.id)
    const isRestore = type === assertionGrant || (type === 'refresh_token' && client === null)
    if (grant === undefined || isRestore) return restore(form, request.address)
    return { status: 200, headers: unkept, body: tokenBody(await grant({ form, client })) }
  })
}

/**
 * RFC 7009. A token that is not known is as good as revoked, so it is no error; somebody who proves nothing can revoke
 * only what belongs to no client.
 */
export function answerRevocation(request: EndpointRequest): Promise<EndpointAnswer> {
  return answer(async () => {
    await admitAddress(request.address)
    const form = readForm(request)
    const token = requireParameter(form, 'token')
    const client = await proveClient(request, form)
    if (client !== null) await admitClient(client.id)
    const theirs = await revoke(token, client?.id ?? null)
    if (!theirs && client === null) throw notProved(false)
    return { status: 200, headers: unkept, body: null }
  })
}

function tokenBody({ accessToken, refreshToken, scopes, issuedAt, expiresAt }: IssuedTokens) {
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: Math.floor((expiresAt.getTime() - issuedAt.getTime()) / 1000),
    scope: scopes.join(' '),
    ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
  }
}

async function answer(make: () => Promise<EndpointAnswer>): Promise<EndpointAnswer> {
  try {
    return await make()
  } catch (error) {
    return refusalOf(isOAuthError(error) ? error : troubleOf(error))
  }
}

function refusalOf({ code, message, extra }: OAuthError): EndpointAnswer {
  log.info('a token request was refused', { code, status: extra.status ?? 400 })
  return {
    status: extra.status ?? 400,
    headers: {
      ...unkept,
      ...(extra.byHeader === true ? { 'WWW-Authenticate': 'Basic realm="Latchkey", charset="UTF-8"' } : {}),
      ...(extra.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(extra.retryAfterSeconds) }),
    },
    body: { error: code, error_description: message },
  }
}

function troubleOf(error: unknown): OAuthError {
  log.report(error)
  if (storageTrouble(error) === null)
    return new OAuthError('server_error', 'Something went wrong here.', { status: 500 })
  const text = 'The database of this installation does not answer. Ask again in a minute.'
  return new OAuthError('temporarily_unavailable', text, { status: 503, retryAfterSeconds: 60 })
}
