import { isAppError, publicError } from '@/lib/errors'
import { report } from '@/lib/log'
import { portalAddress } from './portal-address'

export interface ProblemExtras {
  /** Of the request that failed; stands in our log too. */
  requestId?: string
  /** Each place of the request that does not fit. */
  errors?: readonly { in: string; field: string; detail: string }[]
  headers?: Readonly<Record<string, string>>
}

/**
 * A thrown thing as problem details (RFC 9457): the code as a type whose address is a page that explains it, what may be
 * said, never the cause.
 */
export function problemResponse(error: unknown, { requestId, errors, headers }: ProblemExtras = {}): Response {
  if (!isAppError(error) || error.code === 'internal') report(error)
  const { code, status, say, field, retryAfterSeconds } = publicError(error)
  const body = {
    type: `${portalAddress()}/help/problems/${code}`,
    title: say,
    status,
    code,
    ...(field === undefined ? {} : { field }),
    ...(errors === undefined ? {} : { errors }),
    ...(requestId === undefined ? {} : { requestId }),
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
      ...headers,
    },
  })
}
