import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { randomUUID } from 'node:crypto'
import type { Caller } from '@/lib/api-clients/caller'
import { AppError, isAppError } from '@/lib/errors'
import type { Actor } from '@/lib/staff/actor'
import { answerIfChanged } from './api-etag'
import { machineHeaders, machinePath } from './headers'
import { portalAddress } from './portal-address'
import { problemResponse, type ProblemExtras } from './problem'

/** What a handler finds in its context: `caller` and `actor` behind `needs(scope)` of api-guard.ts, and nowhere else. */
export interface ApiEnv {
  Variables: { requestId: string; caller: Caller; actor: Actor; headers: Record<string, string> }
}

export type Api = OpenAPIHono<ApiEnv>

/** The most that a body may have: the longest is a handful of names. */
const mostBytes = 64 * 1024

/** The REST API without its routes: request ids, sizes, ETags, and every failure as problem details. */
export function makeApi(): Api {
  const api: Api = new OpenAPIHono<ApiEnv>({
    defaultHook: (result, c) => {
      if (result.success) return undefined
      const errors = result.error.issues.map(({ path, message }) => ({
        in: places[result.target] ?? result.target,
        field: path.map(String).join('.'),
        detail: message,
      }))
      const [first] = errors
      const say = first === undefined ? undefined : `${first.field || first.in}: ${first.detail}`
      return apiProblem(c, new AppError('invalid_input', 'request refused', say === undefined ? {} : { say }), {
        errors,
      })
    },
  })
  api.use(introduce, readable, small, answerIfChanged)
  api.onError((error, c) => apiProblem(c, isAppError(error) ? error : fromHono(error)))
  api.notFound((c) => {
    const methods = methodsAt(api, c.req.path)
    return methods.length === 0
      ? apiProblem(c, new AppError('not_found', 'no such route', { say: 'There is nothing at this address.' }))
      : apiProblem(c, new AppError('method_not_allowed', c.req.method), { headers: { Allow: methods.join(', ') } })
  })
  return api
}

const places: Readonly<Record<string, string>> = { json: 'body', param: 'path', header: 'header', query: 'query' }

/** Problem details with the id of the request, and with the headers that were already decided. */
export function apiProblem(c: Context<ApiEnv>, error: unknown, extras: ProblemExtras = {}): Response {
  return problemResponse(error, { requestId: c.get('requestId'), ...extras })
}

/** A client may name its request, so that its log and ours tell of the same one; other sites get nothing to read. */
const introduce: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const given = c.req.header('x-request-id') ?? ''
  c.set('requestId', /^[\w.:-]{8,64}$/.test(given) ? given : randomUUID())
  c.set('headers', {})
  await next()
  const { headers } = c.res // hono's own `header` would wrap the answer in a new one for each name
  headers.set('X-Request-Id', c.get('requestId'))
  headers.set('Access-Control-Allow-Origin', new URL(portalAddress()).origin)
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
  const own: Record<string, string> = c.req.path.startsWith(machinePath) ? machineHeaders : {}
  for (const [name, value] of Object.entries({ ...own, ...c.get('headers') })) headers.set(name, value)
}

/** Refuses a body in another shape before anybody reads it. */
const readable: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const hasBody = c.req.raw.body !== null && c.req.header('content-length') !== '0'
  const type = c.req.header('content-type') ?? ''
  if (hasBody && !/^application\/json\s*(;|$)/i.test(type)) {
    return apiProblem(c, new AppError('media_type', 'body is no JSON'))
  }
  await next()
  return undefined
}

const small = bodyLimit({
  maxSize: mostBytes,
  onError: (c) => apiProblem(c as Context<ApiEnv>, new AppError('too_large', 'body above the limit')),
})

/** hono refuses a body that is no JSON with 400 and a text of its own. */
function fromHono(error: Error): unknown {
  const isMalformed = error instanceof HTTPException && error.status === 400
  return isMalformed ? new AppError('malformed', error.message, { say: 'The body of this request is no JSON.' }) : error
}

/** What the address answers to, from the definitions. */
function methodsAt(api: Api, path: string): readonly string[] {
  const found = api.routes.filter(({ method, path: pattern }) => method !== 'ALL' && matcher(pattern).test(path))
  return [...new Set(found.map(({ method }) => method))].sort()
}

function matcher(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.]/g, '\\.').replace(/:[^/]+/g, '[^/]+')}$`)
}
