import { decode, encode } from 'next-auth/jwt'
import { runtime } from '@/lib/runtime'

/** `__Host-` ties a cookie to this very host and to https (RFC 6265bis §4.1.3.2); on plain http browsers refuse it. */
export function sessionCookie() {
  const { PUBLIC_URL, SESSION_HOURS } = runtime().settings
  const secure = PUBLIC_URL?.startsWith('https:') ?? false
  return {
    name: secure ? '__Host-latchkey.session' : 'latchkey.session',
    secure,
    /** Seconds. */
    maxAge: Math.ceil(SESSION_HOURS * 3600),
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure } as const,
  }
}

/**
 * State, nonce and PKCE verifier of one sign-in at the OpenID provider, sealed, for a quarter of an hour. `lax`, because
 * the provider sends people back from its own site.
 */
export function checkCookies() {
  const { secure, options } = sessionCookie()
  const cookie = (what: string) => ({
    name: `${secure ? '__Host-' : ''}latchkey.sso-${what}`,
    options: { ...options, maxAge: 15 * 60 },
  })
  return { state: cookie('state'), nonce: cookie('nonce'), pkceCodeVerifier: cookie('pkce') }
}

/** The start script makes the secret once and passes it on under next-auth's own name. */
export function cookieSecret(): string {
  const secret = runtime().settings.AUTH_SECRET ?? process.env['NEXTAUTH_SECRET']
  if (secret === undefined) throw new Error('AUTH_SECRET is missing: start Latchkey with npm start')
  return secret
}

/** next-auth's encrypted token (JWE) that carries the session id and nothing else. */
export function sealSessionId(sid: string): Promise<string> {
  return encode({ token: { sid }, secret: cookieSecret(), maxAge: sessionCookie().maxAge })
}

/** Null for anything that we did not seal, or that is past its time. */
export async function openSessionId(sealed: string | undefined): Promise<string | null> {
  if (sealed === undefined) return null
  const token = await decode({ token: sealed, secret: cookieSecret() }).catch(() => null)
  return typeof token?.['sid'] === 'string' ? token['sid'] : null
}
