import type { MiddlewareHandler } from 'hono'
import { createHash } from 'node:crypto'

/**
 * An ETag of what a read answers, and 304 for who has it already (RFC 9110 §13.1.2). It saves the way, not the work: the
 * answer is judged anew each time.
 */
export const answerIfChanged: MiddlewareHandler = async (c, next) => {
  await next()
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (!isRead || c.res.status !== 200 || !isWhole(c.res.headers.get('Content-Type'))) return
  const body = Buffer.from(await c.res.arrayBuffer())
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  const headers = new Headers(c.res.headers)
  headers.set('ETag', tag)
  const isKnown = holds(c.req.header('if-none-match'), tag)
  if (isKnown) for (const name of ['Content-Type', 'Content-Length']) headers.delete(name)
  c.res = undefined
  c.res = new Response(isKnown ? null : body, { status: isKnown ? 304 : 200, headers })
}

/** Streams have no whole to take a hash of. */
function isWhole(type: string | null): boolean {
  return type !== null && !/^(text\/event-stream|application\/x-ndjson)/.test(type)
}

/** Weak comparison (RFC 9110 §8.8.3.2): proxies that compress mark a tag as weak. */
function holds(given: string | undefined, tag: string): boolean {
  const tags = (given ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  return tags.includes('*') || tags.includes(tag)
}
