import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { log } from '@/lib/log'
import { endHere, signInHere } from '@/lib/staff/desk'
import { addressOf } from './address'
import { cookieSecret, sessionCookie } from './cookie'
import { endPresentSession } from './session'

/**
 * next-auth carries the cookie; who signs in and which session lives is decided in lib/staff. The token holds the id of
 * the session row and the answer of /api/auth/session holds nothing, so that no script can read either.
 */
export function authOptions(): NextAuthOptions {
  const { name, options, secure, maxAge } = sessionCookie()
  return {
    secret: cookieSecret(),
    useSecureCookies: secure,
    pages: { signIn: '/sign-in', error: '/sign-in' },
    session: { strategy: 'jwt', maxAge },
    cookies: { sessionToken: { name, options } },
    logger: {
      error: (code) => log.warn('next-auth refused', { code }),
      warn: (code) => log.debug('next-auth warned', { code }),
      debug: () => undefined,
    },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: async (given, { headers }) => {
          const outcome = await signInHere({
            email: given?.email ?? '',
            password: given?.password ?? '',
            address: addressOf(headers?.['x-forwarded-for']),
          })
          if (outcome.status === 'wait') throw new Error('wait')
          if (outcome.status === 'refused') return null
          await endPresentSession()
          return { id: outcome.sessionId }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => ({ sid: (user as { id?: string } | undefined)?.id ?? token['sid'] }),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token['sid'] === 'string') await endHere(token['sid'])
      },
    },
  }
}
