import {
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  type AuthorizationServer,
} from 'oauth4webapi'
import type { Clock } from '@/lib/clock'
import { redeemCode } from './authorization-code-redeem'
import type { AuthorizationResult } from './authorization-code-redeem'
import { openidConfiguration } from './answers'
import { tokenEndpoint } from './clouds'
import type { Cloud } from './clouds'
import { failureFromTokenError, failureOf, GraphError } from './failures'
import { createHttp } from './http'
import type { Http } from './http'
import { parseJson } from './json'
import { withRetries } from './retry'
import { Hidden } from './secrets'

export interface AuthorizationOptions {
  cloud: Cloud
  /** Whose ID token is accepted, and no other’s. */
  tenantId: string
  /** Where the sign-in goes: the tenant itself, unless `organizations` shall prove that other tenants may sign in too. */
  authority?: 'organizations'
  /** A confidential client: platform Web, with a certificate. */
  clientId: string
  /** As it is registered, to the letter. */
  redirectUri: string
  /** `openid` and what the token is for; never `offline_access`. */
  scope: string
  clock: Clock
  timeoutMs: number
  signal?: AbortSignal | undefined
  /** Told when our clock and Microsoft’s differ by more than a minute; positive when ours is ahead. */
  onClockSkew?: (seconds: number) => void
}

/** One sign-in on its way: the address to go to, and what makes a token of the answer that comes back. */
export interface Authorization {
  /** Where the browser goes. It carries state, nonce and the challenge, never the verifier. */
  readonly url: string
  readonly state: string
  /** When Microsoft's own clock said it began (whole seconds), ISO 8601 UTC: what it dates later came after. */
  readonly startedAt: string
  /** Call once, with the query that came back. Drops the verifier however it ends. */
  redeem(answer: URLSearchParams, signal?: AbortSignal): Promise<AuthorizationResult>
  drop(): void
}

/** A client assertion (RFC 7523 §2.2) for this token endpoint; made when it is needed, because it lives for minutes. */
export type AssertionFor = (tokenEndpoint: string) => Promise<string>

const forbiddenScopes = new Set(['offline_access', 'profile', 'email'])

/**
 * Begins an authorization code grant with PKCE (RFC 6749 §4.1, RFC 7636, OpenID Connect Core §3.1) against one tenant.
 * Verifier and code never leave this closure. Throws GraphError when Microsoft does not tell its endpoints, and a plain
 * Error for a scope that would bring more than one access token.
 */
export async function startAuthorization(
  options: AuthorizationOptions,
  assertion: AssertionFor,
): Promise<Authorization> {
  refuseForbiddenScopes(options.scope)
  const http = createHttp(options)
  const { server, startedAt } = await readServer(http, options)
  const verifier = new Hidden(generateRandomCodeVerifier())
  const state = generateRandomState()
  const nonce = generateRandomNonce()
  const authority = options.authority ?? encodeURIComponent(options.tenantId)
  const url = new URL(`${options.cloud.loginOrigin}/${authority}/oauth2/v2.0/authorize`)
  url.search = new URLSearchParams({
    client_id: options.clientId,
    response_type: 'code',
    redirect_uri: options.redirectUri,
    response_mode: 'query',
    scope: options.scope,
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier.reveal()),
    code_challenge_method: 'S256',
    prompt: 'select_account',
  }).toString()
  return {
    url: url.href,
    state,
    startedAt,
    redeem: async (answer, signal) => {
      try {
        return await redeemCode({ ...options, http, server, state, nonce, verifier, answer, assertion, signal })
      } finally {
        verifier.drop()
      }
    },
    drop: () => {
      verifier.drop()
    },
  }
}

/** Issuer and keys by the tenant's own discovery document; the endpoints by its id, as for device code. */
async function readServer(
  http: Http,
  { cloud, tenantId, authority, clock, timeoutMs, signal }: AuthorizationOptions,
): Promise<{ server: AuthorizationServer; startedAt: string }> {
  const url = `${cloud.loginOrigin}/${encodeURIComponent(tenantId)}/v2.0/.well-known/openid-configuration`
  const answer = await withRetries(
    { clock, signal, retryForMs: timeoutMs / 4 },
    async () => http.send({ method: 'GET', url, signal }),
    (got) => ({ again: !got.arrived || got.status === 429 || got.status >= 500, retryAfterSeconds: null }),
  )
  if (!answer.arrived) throw new GraphError(answer.failure)
  const body = parseJson(answer.text)
  const frame = { headers: answer.headers, at: answer.evidence.at }
  if (answer.status !== 200) throw new GraphError(failureFromTokenError(body, answer.status, frame))
  const parsed = openidConfiguration.safeParse(body)
  const issuer = parsed.success ? parsed.data.issuer : ''
  const keys = parsed.success ? parsed.data.jwks_uri : undefined
  if (keys === undefined || !issuer.includes(`/${tenantId}/`)) {
    throw new GraphError(failureOf('invalid', 'UnreadableAnswer', 'The tenant’s endpoints are not named.', frame.at))
  }
  const theirs = Date.parse(answer.headers.get('date') ?? '')
  return {
    server: { issuer, jwks_uri: keys, token_endpoint: tokenEndpoint(cloud, authority ?? tenantId) },
    startedAt: Number.isNaN(theirs) ? frame.at : new Date(theirs).toISOString(),
  }
}

function refuseForbiddenScopes(scope: string): void {
  const parts = scope.split(/\s+/)
  const forbidden = parts.find((part) => forbiddenScopes.has(part.toLowerCase()))
  if (forbidden !== undefined) throw new Error(`The scope “${forbidden}” is never asked for`)
  if (!parts.includes('openid')) throw new Error('The scope “openid” is needed: the nonce comes back in the ID token')
}
