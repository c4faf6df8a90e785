import { isAppError, publicError } from '@/lib/errors'
import { report } from '@/lib/log'

/** A thrown thing as problem details (RFC 9457): the code as type, what may be said, never the cause. */
export function problemResponse(error: unknown): Response {
  if (!isAppError(error) || error.code === 'internal') report(error)
  const { code, status, say, field, retryAfterSeconds } = publicError(error)
  const body = {
    type: `urn:latchkey:error:${code}`,
    title: say,
    status,
    code,
    ...(field === undefined ? {} : { field }),
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
    },
  })
}
