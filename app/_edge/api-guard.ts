import type { Context, MiddlewareHandler } from 'hono'
import { actorOf, authenticate } from '@/lib/api-clients/authenticate'
import type { Caller } from '@/lib/api-clients/caller'
import type { Scope } from '@/lib/api-clients/scopes'
import { AppError } from '@/lib/errors'
import { apiProblem, type ApiEnv } from './api-app'
import { takeRequest } from './api-limits'
import { doOnce } from './api-once'

/**
 * The door of every route: who holds the token, have they requests left, and were they given this scope. Behind it,
 * `caller` and `actor` stand in the context, and the actor's reach narrows what the domain shows. With `once` the client
 * may name its order, which is then done once.
 */
export function needs(scope: Scope, { once = false } = {}): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const token = bearerOf(c.req.header('authorization'))
    const caller = token === null ? null : await authenticate(token)
    if (caller === null) return refuseToken(c, token === null)
    const { headers, retryAfterSeconds } = await takeRequest(caller.id)
    c.set('headers', headers)
    if (retryAfterSeconds !== null) {
      const extras = { headers: { 'Retry-After': String(retryAfterSeconds) } }
      return apiProblem(c, new AppError('too_many_requests', `client ${caller.id}`), extras)
    }
    if (!caller.scopes.includes(scope)) return refuseScope(c, caller, scope)
    c.set('caller', caller)
    c.set('actor', actorOf(caller))
    if (once) return doOnce(c, next)
    await next()
    return undefined
  }
}

/** Whether the token that came with a request still opens it: streams ask again while they last. */
export async function stillMay(header: string | undefined, scope: Scope): Promise<boolean> {
  const caller = await authenticate(bearerOf(header) ?? '')
  return caller?.scopes.includes(scope) ?? false
}

/** In the header and nowhere else: an address or a form would be kept by others (RFC 6750 §2.3). */
export function bearerOf(header: string | undefined): string | null {
  return /^bearer +([\w~+/.-]+=*)$/i.exec(header ?? '')?.[1] ?? null
}

/** Who showed no token gets no error code with the challenge (RFC 6750 §3.1). */
function refuseToken(c: Context<ApiEnv>, isMissing: boolean): Response {
  const challenge = isMissing
    ? realm
    : `${realm}, error="invalid_token", error_description="expired, withdrawn or unknown"`
  const error = new AppError(isMissing ? 'token_missing' : 'token_invalid', 'bearer refused')
  return apiProblem(c, error, { headers: { 'WWW-Authenticate': challenge } })
}

const realm = 'Bearer realm="latchkey"'

function refuseScope(c: Context<ApiEnv>, caller: Caller, scope: Scope): Response {
  const say = `This takes the scope ${scope}, which ${caller.name} was not given.`
  const headers = { 'WWW-Authenticate': `${realm}, error="insufficient_scope", scope="${scope}"` }
  return apiProblem(c, new AppError('scope_missing', `${caller.id} lacks ${scope}`, { say }), { headers })
}
