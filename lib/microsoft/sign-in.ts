import { allowInsecureRequests, customFetch, deviceAuthorizationRequest, None } from 'oauth4webapi'
import type { AuthorizationServer } from 'oauth4webapi'
import type { Clock } from '@/lib/clock'
import { deviceAuthorization } from './answers'
import { tokenEndpoint } from './clouds'
import type { Cloud } from './clouds'
import { askForToken, takeAccessToken } from './device-poll'
import type { PollAnswer, Take } from './device-poll'
import { failureFromTokenError, failureOf, GraphError } from './failures'
import { createHttp } from './http'
import type { Http } from './http'
import { parseJson } from './json'
import type { Evidence, MicrosoftFailure } from './observed'
import { Hidden } from './secrets'
import type { DelegatedToken } from './tokens'

export type SignInResult<T = DelegatedToken> =
  { status: 'granted'; token: T; evidence: Evidence } | { status: 'ended'; failure: MicrosoftFailure }

/** `failure` is null for an ordinary “not yet”, and names what disturbed the poll otherwise; the loop goes on either way. */
export type OnPoll = (at: Date, next: Date, failure: MicrosoftFailure | null) => void | Promise<void>

export interface DeviceSignIn<T = DelegatedToken> {
  readonly userCode: string
  /** As Microsoft answered it, never hard-coded. */
  readonly verificationUri: string
  readonly expiresAt: string
  readonly intervalSeconds: number
  readonly lifetimeSeconds: number
  readonly evidence: Evidence
  /** Call once. Ends with a token, with Microsoft's refusal, with the code's expiry, or when the signal fires. */
  poll(onPoll?: OnPoll): Promise<SignInResult<T>>
}

export interface DeviceSignInOptions {
  cloud: Cloud
  /** Or a verified domain of the tenant. */
  tenantId: string
  clientId: string
  scope: string
  clock: Clock
  signal?: AbortSignal | undefined
  timeoutMs: number
  /** Told when our clock and Microsoft's differ by more than a minute; positive when ours is ahead. */
  onClockSkew?: ((seconds: number) => void) | undefined
}

const defaultIntervalSeconds = 5
const slowDownSeconds = 5
const forbiddenScopes = new Set(['openid', 'offline_access', 'profile', 'email'])

/**
 * Starts a device authorization grant (RFC 8628) against one tenant. The device code never leaves this closure. Throws
 * GraphError when Microsoft does not issue a code, and a plain Error for a scope that would bring more than an access
 * token: no refresh token may ever exist.
 */
export async function startDeviceSignIn(options: DeviceSignInOptions): Promise<DeviceSignIn> {
  refuseForbiddenScopes(options.scope)
  return startDeviceGrant(options, takeAccessToken)
}

/** As above with any scope; `take` says what is kept of the answer. */
export async function startDeviceGrant<T>(options: DeviceSignInOptions, take: Take<T>): Promise<DeviceSignIn<T>> {
  const http = createHttp(options)
  const started = options.clock.now().getTime()
  const { body, evidence } = await requestCode(http, options)
  const interval = body.interval ?? defaultIntervalSeconds
  const expires = started + body.expires_in * 1000
  const deviceCode = new Hidden(body.device_code)
  const ask = () => askForToken(http, options, authorizationServer(options), deviceCode, take)
  return {
    userCode: body.user_code,
    verificationUri: body.verification_uri,
    expiresAt: new Date(expires).toISOString(),
    intervalSeconds: interval,
    lifetimeSeconds: body.expires_in,
    evidence,
    poll: async (onPoll) => {
      try {
        return await pollUntilEnd(ask, { ...options, interval, expires, onPoll })
      } finally {
        deviceCode.drop()
      }
    },
  }
}

interface PollPlan {
  clock: Clock
  signal?: AbortSignal | undefined
  interval: number
  expires: number
  onPoll: OnPoll | undefined
}

async function pollUntilEnd<T>(ask: () => Promise<PollAnswer<T>>, plan: PollPlan): Promise<SignInResult<T>> {
  const { clock, signal } = plan
  let interval = plan.interval
  let pauseMs = interval * 1000
  for (;;) {
    const left = plan.expires - clock.now().getTime()
    await clock.sleep(Math.min(pauseMs, left), signal)
    const at = clock.now()
    if (signal?.aborted)
      return ended(failureOf('other', 'Cancelled', 'The sign-in was cancelled here.', at.toISOString()))
    if (pauseMs > left) return ended(failureOf('expired', 'expired_token', 'The code ran out.', at.toISOString()))
    const answer = await ask()
    if (answer.status !== 'waiting') return answer
    if (answer.slowDown) interval += slowDownSeconds
    pauseMs = Math.max(interval, answer.failure?.retryAfterSeconds ?? 0) * 1000
    await plan.onPoll?.(at, new Date(clock.now().getTime() + pauseMs), answer.failure)
  }
}

function ended(failure: MicrosoftFailure): { status: 'ended'; failure: MicrosoftFailure } {
  return { status: 'ended', failure }
}

async function requestCode(http: Http, options: DeviceSignInOptions) {
  let evidence: Evidence | null = null
  let failure: MicrosoftFailure | null = null
  let text = ''
  await deviceAuthorizationRequest(
    authorizationServer(options),
    { client_id: options.clientId },
    None(),
    { scope: options.scope },
    {
      [allowInsecureRequests]: options.cloud.loginOrigin.startsWith('http:'),
      [customFetch]: async (url: string, init: { headers: Record<string, string>; body: URLSearchParams }) => {
        const body = init.body.toString()
        const answer = await http.send({ method: 'POST', url, headers: init.headers, body, signal: options.signal })
        evidence = answer.evidence
        if (!answer.arrived) failure = answer.failure
        else if (answer.status !== 200) {
          const frame = { headers: answer.headers, at: answer.evidence.at }
          failure = failureFromTokenError(parseJson(answer.text), answer.status, frame)
        } else text = answer.text
        return new Response(null, { status: 200 })
      },
    },
  )
  return understandCode(text, failure, evidence, options.clock)
}

function understandCode(text: string, failure: MicrosoftFailure | null, evidence: Evidence | null, clock: Clock) {
  if (failure !== null) throw new GraphError(failure)
  const raw = parseJson(text)
  const body =
    typeof raw === 'object' && raw !== null && 'verification_url' in raw
      ? { verification_uri: raw.verification_url, ...raw }
      : raw
  const parsed = deviceAuthorization.safeParse(body)
  if (!parsed.success || evidence === null) {
    throw new GraphError(
      failureOf('invalid', 'UnreadableAnswer', 'The answer holds no usable code.', clock.now().toISOString()),
    )
  }
  return { body: parsed.data, evidence }
}

/** Built by hand from the tenant id: discovery by domain would answer with another issuer than was asked for. */
function authorizationServer({ cloud, tenantId }: DeviceSignInOptions): AuthorizationServer {
  return {
    issuer: `${cloud.loginOrigin}/${tenantId}/v2.0`,
    device_authorization_endpoint: `${cloud.loginOrigin}/${encodeURIComponent(tenantId)}/oauth2/v2.0/devicecode`,
    token_endpoint: tokenEndpoint(cloud, tenantId),
  }
}

function refuseForbiddenScopes(scope: string): void {
  const forbidden = scope.split(/\s+/).find((part) => forbiddenScopes.has(part.toLowerCase()))
  if (forbidden !== undefined) throw new Error(`The scope “${forbidden}” is never asked for`)
}
