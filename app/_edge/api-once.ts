import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { createHash } from 'node:crypto'
import { beginOnce, endOnce, type OnceAnswer } from '@/lib/api-clients/once-store'
import { AppError } from '@/lib/errors'
import { apiProblem, type ApiEnv } from './api-app'

/** For routes that begin something. */
export const OnceHeaders = z.object({
  'idempotency-key': z
    .string()
    .max(128)
    .regex(/^[\w.:-]{8,128}$/)
    .optional()
    .openapi({
      description: 'Yours, new for each order. The same order sent again within a day is answered the same.',
    }),
})

/**
 * The same order with the same key is done once, and answered the same for a day
 * (draft-ietf-httpapi-idempotency-key-header). Failures of ours are forgotten, so that it can be sent again.
 */
export async function doOnce(c: Context<ApiEnv>, next: () => Promise<void>): Promise<Response | undefined> {
  const key = c.req.header('idempotency-key')
  if (key === undefined || !/^[\w.:-]{8,128}$/.test(key)) {
    await next() // a key in another shape is refused by the route's own reading
    return undefined
  }
  const requestHash = createHash('sha256')
    .update(`${c.req.method} ${c.req.path}\n${await c.req.text()}`)
    .digest('hex')
  const request = { clientId: c.get('caller').id, key, requestHash }
  const begin = await beginOnce(request)
  switch (begin.kind) {
    case 'answered':
      return replay(begin.answer)
    case 'other-request':
      return apiProblem(c, new AppError('key_reused', 'idempotency key of another request'))
    case 'under-way':
      return apiProblem(c, new AppError('conflict', 'twin under way', { say: 'The same order is under way.' }))
    case 'first':
      await next()
      await endOnce(request, await answerOf(c.res))
      return undefined
  }
}

function replay({ status, location, body }: OnceAnswer): Response {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  const headers = { 'Content-Type': type, ...(location === null ? {} : { Location: location }) }
  return new Response(body, { status, headers })
}

async function answerOf(response: Response): Promise<OnceAnswer | null> {
  if (response.status >= 500) return null
  const { status, headers } = response
  return { status, location: headers.get('Location'), body: await response.clone().text() }
}
