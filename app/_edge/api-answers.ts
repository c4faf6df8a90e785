import type { z } from '@hono/zod-openapi'
import type { Scope } from '@/lib/api-clients/scopes'
import { needs } from './api-guard'
import { Problem } from './api-schema'

const text = (description: string) => ({ description, schema: { type: 'string', maxLength: 200 } }) as const

/** On every answer. */
const usual = {
  'X-Request-Id': text('Names this request in our log; yours, if you sent one.'),
  'Access-Control-Allow-Origin': text('This portal and no other site.'),
} as const

/** On every answer to a token that is known. */
const metered = {
  ...usual,
  RateLimit: text('What is left of this minute: `r` requests, for `t` seconds.'),
  'RateLimit-Policy': text('How many requests a minute has.'),
} as const

const tagged = { ...metered, ETag: text('Send it as If-None-Match to hear whether anything changed.') } as const
const placed = { ...metered, Location: text('Where to follow what was begun.') } as const

/** What a read answers. */
export function read<T extends z.ZodType>(schema: T, description: string) {
  return { description, headers: tagged, content: { 'application/json': { schema } } }
}

/** What an order answers. */
export function done<T extends z.ZodType>(schema: T, description: string) {
  return { description, headers: metered, content: { 'application/json': { schema } } }
}

/** What an order answers that goes on after the answer. */
export function begun<T extends z.ZodType>(schema: T, description: string) {
  return { description, headers: placed, content: { 'application/json': { schema } } }
}

/** An answer in another shape than JSON. */
export function file<T extends z.ZodType, M extends string>(type: M, schema: T, description: string) {
  return { description, headers: metered, content: { [type]: { schema } } as Record<M, { schema: T }> }
}

function problem(description: string, more: Readonly<Record<string, ReturnType<typeof text>>> = {}) {
  const headers = { ...metered, ...more }
  return { description, headers, content: { 'application/problem+json': { schema: Problem } } }
}

const refusals = {
  304: { description: 'It is as you know it.', headers: tagged },
  400: problem('The request could not be read.'),
  404: problem('There is nothing here, or it is not this client’s to see.'),
  409: problem('Something else is under way, or was meanwhile.'),
  413: problem('The body is too large.'),
  415: problem('The body is no JSON.'),
  502: problem('Microsoft did not answer.'),
} as const

const always = {
  401: problem('No token, or none that is valid.', { 'WWW-Authenticate': text('RFC 6750.') }),
  403: problem('The token lacks the scope, or its client may not do this.', {
    'WWW-Authenticate': text('RFC 6750, where a scope is missing.'),
  }),
  422: problem('A value does not fit; `errors` says which.'),
  429: problem('Too many requests.', { 'Retry-After': text('Seconds to wait.') }),
  500: problem('Something went wrong on our side. It was recorded.'),
  503: problem('The database of this installation does not answer.'),
} as const

type Refusal = keyof typeof refusals

/** The problems that a route can answer: those of every route, and its own. */
export function problems<R extends Refusal>(...own: readonly R[]): typeof always & Pick<typeof refusals, R> {
  const picked = Object.fromEntries(own.map((status) => [status, refusals[status]])) as Pick<typeof refusals, R>
  return { ...always, ...picked }
}

/** The scope in the document and at the door. `once`: see api-once.ts, with `OnceHeaders` among the headers. */
export function withScope(scope: Scope, options: { once?: boolean } = {}) {
  return { security: [{ token: [scope] }], middleware: needs(scope, options) }
}
