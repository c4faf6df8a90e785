import NextAuth from 'next-auth'
import { z } from 'zod'
import { authOptions } from './auth-options'
import { providerId } from './provider'

/**
 * Starts a sign-in through next-auth's own two steps (its token, then its POST), made here so that a plain link is enough.
 * The cookies with state, nonce and PKCE verifier are sealed and go to the browser with the redirect.
 */
export async function beginAtProvider(next: string): Promise<Response> {
  const first = await askNextAuth({ method: 'GET', action: ['csrf'], cookies: {} })
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(first.body)
  const cookies = Object.fromEntries(first.cookies.map(readCookie))
  const body = { csrfToken, callbackUrl: next }
  const { location, cookies: set } = await askNextAuth({
    method: 'POST',
    action: ['signin', providerId],
    cookies,
    body,
  })
  const headers = new Headers({ Location: location ?? '/sign-in?error=OAuthSignin', 'Cache-Control': 'no-store' })
  for (const cookie of set) headers.append('Set-Cookie', cookie)
  return new Response(null, { status: 303, headers })
}

interface Ask {
  method: 'GET' | 'POST'
  action: readonly string[]
  cookies: Record<string, string>
  body?: Record<string, string>
}

interface Answer {
  cookies: string[]
  location: string | null
  body: unknown
}

/** next-auth in the form that it has for Next's older handlers: a request and a response as plain objects. */
async function askNextAuth({ method, action, cookies, body }: Ask): Promise<Answer> {
  const headers = new Map<string, unknown>()
  let answered: unknown = null
  const response = {
    status: () => response,
    getHeader: (name: string) => headers.get(name),
    setHeader: (name: string, value: unknown) => {
      headers.set(name, value)
      return response
    },
    json: (value: unknown) => (answered = value),
    send: (value: unknown) => (answered = value),
    end: () => undefined,
  }
  const request = { method, query: { nextauth: action }, cookies, headers: {}, body }
  await NextAuth(request as never, response as never, authOptions())
  return {
    cookies: z.array(z.string()).catch([]).parse(headers.get('Set-Cookie')),
    location: z.string().nullable().catch(null).parse(headers.get('Location')),
    body: answered,
  }
}

function readCookie(line: string): readonly [string, string] {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  return [name, decodeURIComponent(value)]
}
