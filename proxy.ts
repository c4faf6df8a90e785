import { randomBytes } from 'node:crypto'
import { NextResponse, type NextRequest } from 'next/server'
import { callbackPath, fixedHeaders, nonceHeader, pathHeader } from './app/_edge/headers'

/** All but `machinePath`; Next reads this without running it, so it stands here in letters. */
export const config = { matcher: ['/((?!api/v1/).*)'] }

const development = process.env.NODE_ENV === 'development'

/**
 * Headers on every answer, and a fresh nonce for each: no script or style runs that this answer did not name. It is no
 * gate: pages, actions and handlers each ask for the operator themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(18).toString('base64')
  const policy = contentSecurityPolicy(nonce)
  const forwarded = new Headers(request.headers)
  forwarded.set(nonceHeader, nonce)
  const { pathname, search } = request.nextUrl
  const carriesCode = pathname === callbackPath
  forwarded.set(pathHeader, carriesCode ? pathname : `${pathname}${search}`)
  forwarded.set('Content-Security-Policy', policy)
  const response = NextResponse.next({ request: { headers: forwarded } })
  response.headers.set('Content-Security-Policy', policy)
  for (const [name, value] of Object.entries(fixedHeaders)) response.headers.set(name, value)
  if (carriesCode) response.headers.set('Referrer-Policy', 'no-referrer')
  if (!pathname.startsWith('/_next/static/')) response.headers.set('Cache-Control', 'no-store')
  return response
}

/** Content Security Policy Level 3. Development needs eval and a socket for its own tools. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    development ? "connect-src 'self' ws:" : "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
