import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { log } from '@/lib/log'
import { endHere, signInByProviderHere, signInHere } from '@/lib/staff/desk'
import { addressOf } from './address'
import { checkCookies, cookieSecret, sessionCookie } from './cookie'
import { safeNextPath } from './next-path'
import { openIdProvider, providerId, readProviderAnswer } from './provider'
import { browserName, endPresentSession } from './session'

/**
 * next-auth carries the cookie and speaks OpenID Connect; who signs in and which session lives is decided in lib/staff.
 * The token holds the id of the session row and the answer of /api/auth/session holds nothing, so that no script can read
 * either. Tokens of the provider are read once and kept nowhere.
 */
export function authOptions(): NextAuthOptions {
  const { name, options, secure, maxAge } = sessionCookie()
  const provider = openIdProvider()
  return {
    secret: cookieSecret(),
    useSecureCookies: secure,
    pages: { signIn: '/sign-in', error: '/sign-in' },
    session: { strategy: 'jwt', maxAge },
    cookies: { sessionToken: { name, options }, ...checkCookies() },
    logger: {
      error: logFailure,
      warn: (code) => log.debug('next-auth warned', { code }),
      debug: () => undefined,
    },
    providers: [passwordProvider(), ...(provider === null ? [] : [provider])],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.provider !== providerId) return true
        const outcome = await signInByProviderHere(readProviderAnswer(profile), await browserName())
        if (outcome.status !== 'signed-in') return `/sign-in/refused?why=${outcome.status}`
        await endPresentSession()
        user.id = outcome.sessionId
        return true
      },
      redirect: ({ url, baseUrl }) =>
        `${baseUrl}${safeNextPath(url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url)}`,
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

/** What went wrong at the provider has its reason in the cause; a wrong password has none. */
function logFailure(code: string, metadata: Error | { error?: unknown }): void {
  if (code.includes('OAUTH')) log.report(metadata instanceof Error ? metadata : metadata.error, { code })
  else log.warn('next-auth refused', { code })
}

/** A session that still needs its second factor is one too: its cookie opens the next step and nothing else. */
function passwordProvider() {
  return CredentialsProvider({
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
  })
}
