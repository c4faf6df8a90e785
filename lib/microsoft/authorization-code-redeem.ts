import {
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  clockSkew,
  clockTolerance,
  customFetch,
  getValidatedIdTokenClaims,
  processAuthorizationCodeResponse,
  validateApplicationLevelSignature,
  validateAuthResponse,
  type AuthorizationServer,
  type Client,
  type ClientAuth,
} from 'oauth4webapi'
import type { Clock } from '@/lib/clock'
import { readIdentity, type Identity } from './claims'
import { failureFromTokenError, failureOf } from './failures'
import type { Http, HttpAnswer, HttpSilence } from './http'
import { parseJson } from './json'
import type { Evidence, MicrosoftFailure } from './observed'
import type { Hidden } from './secrets'
import { DelegatedToken, expiryOf } from './tokens'

/** As a device sign-in ends, and who signed in by the validated ID token. */
export type AuthorizationResult =
  | { status: 'granted'; token: DelegatedToken; evidence: Evidence; identity: Identity }
  | { status: 'ended'; failure: MicrosoftFailure }

interface Redemption {
  http: Http
  server: AuthorizationServer
  clientId: string
  tenantId: string
  redirectUri: string
  clock: Clock
  signal?: AbortSignal | undefined
  state: string
  nonce: string
  verifier: Hidden
  answer: URLSearchParams
  assertion: (tokenEndpoint: string) => Promise<string>
}

/** Clocks may differ by this many seconds before an ID token counts as too early or too late. */
const toleratedSeconds = 300
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The answer of the authorization endpoint becomes a token, or the reason why not. Never throws what Microsoft said. */
export async function redeemCode(redemption: Redemption): Promise<AuthorizationResult> {
  const { server, answer, state, clock } = redemption
  const client: Client = { client_id: redemption.clientId, [clockTolerance]: toleratedSeconds }
  const refusal = refusalIn(answer, clock)
  if (refusal !== null) return { status: 'ended', failure: refusal }
  if (answer.getAll('code').length !== 1) return ended(clock, 'The answer carries no code, or more than one.')
  let validated: URLSearchParams
  try {
    validated = validateAuthResponse(server, client, answer, state)
  } catch {
    return ended(clock, 'The answer does not belong to this sign-in.')
  }
  return exchange(redemption, client, validated)
}

/** What the authorization endpoint refused (RFC 6749 §4.1.2.1). Entra’s number stands in the description only. */
function refusalIn(answer: URLSearchParams, clock: Clock): MicrosoftFailure | null {
  const error = answer.get('error')
  if (error === null) return null
  const at = clock.now().toISOString()
  const failure = failureFromTokenError(
    {
      error,
      error_description: answer.get('error_description') ?? undefined,
      trace_id: idIn(answer, 'Trace ID'),
      correlation_id: idIn(answer, 'Correlation ID'),
    },
    null,
    { at },
  )
  return answer.get('error_subcode') === 'cancel' ? { ...failure, kind: 'declined' } : failure
}

/** Only shown to people, who hand it to Microsoft's support. */
function idIn(answer: URLSearchParams, name: string): string | undefined {
  return new RegExp(`${name}:\\s*([0-9a-f-]{36})`, 'i').exec(answer.get('error_description') ?? '')?.[1]
}

async function exchange(
  redemption: Redemption,
  client: Client,
  validated: URLSearchParams,
): Promise<AuthorizationResult> {
  const { server, http, clock, signal, verifier, redirectUri } = redemption
  const kept: { answer: HttpAnswer | HttpSilence | null } = { answer: null }
  const options = {
    [allowInsecureRequests]: server.issuer.startsWith('http:'),
    [customFetch]: async (url: string, init: { headers: Record<string, string>; body: URLSearchParams }) => {
      const body = init.body.toString()
      kept.answer = await http.send({ method: 'POST', url, headers: init.headers, body, signal })
      return responseOf(kept.answer)
    },
  }
  const response = await authorizationCodeGrantRequest(
    server,
    client,
    byAssertion(redemption),
    validated,
    redirectUri,
    verifier.reveal(),
    options,
  )
  const { answer } = kept
  if (answer === null) return ended(clock, 'The code could not be redeemed.')
  if (!answer.arrived) return { status: 'ended', failure: answer.failure }
  if (answer.status !== 200) {
    const frame = { headers: answer.headers, at: answer.evidence.at }
    return { status: 'ended', failure: failureFromTokenError(parseJson(answer.text), answer.status, frame) }
  }
  return accept(redemption, client, response, answer)
}

/** private_key_jwt (OpenID Connect Core §9), signed where the key is kept: the library would want the key itself. */
function byAssertion({ assertion }: Redemption): ClientAuth {
  return async (server, client, body) => {
    body.set('client_id', client.client_id)
    body.set('client_assertion_type', assertionType)
    body.set('client_assertion', await assertion(server.token_endpoint ?? ''))
  }
}

async function accept(
  { server, http, clock, signal, nonce, tenantId }: Redemption,
  client: Client,
  response: Response,
  answer: HttpAnswer,
): Promise<AuthorizationResult> {
  client[clockSkew] = secondsAhead(answer.headers)
  try {
    const body = await processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    })
    await validateApplicationLevelSignature(server, response, {
      [allowInsecureRequests]: server.issuer.startsWith('http:'),
      [customFetch]: async (url: string) => {
        const keys = await http.send({ method: 'GET', url, signal })
        return keys.arrived
          ? new Response(keys.text, { status: keys.status, headers: keys.headers })
          : Response.json({}, { status: 503 })
      },
    })
    const claims = getValidatedIdTokenClaims(body)
    const identity = readIdentity(claims ?? {}, tenantId)
    if (identity === null) return ended(clock, 'The ID token speaks of another tenant.')
    const token = new DelegatedToken(body.access_token, expiryOf(body.expires_in, clock))
    return { status: 'granted', token, evidence: { ...answer.evidence, answer: '200 OK' }, identity }
  } catch {
    // The library's errors carry the whole answer, tokens included, as their cause: they must not travel on.
    return ended(clock, 'The answer holds no usable token, or its ID token is not Microsoft’s for this sign-in.')
  }
}

/**
 * How far Microsoft's clock is from ours by the `Date` of this very answer, so that a wrong clock here does not refuse
 * a good ID token.
 */
function secondsAhead(headers: Headers): number {
  const theirs = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(theirs) ? 0 : Math.round((theirs - Date.now()) / 1000)
}

/** A refresh token is cut out before anything else sees the answer: none is asked for, and none may exist. */
function responseOf(answer: HttpAnswer | HttpSilence): Response {
  if (!answer.arrived) return new Response(null, { status: 503 })
  const body = parseJson(answer.text)
  const isObject = typeof body === 'object' && body !== null
  const { refresh_token: _refresh, ...rest } = (isObject ? body : {}) as Record<string, unknown>
  return Response.json(rest, { status: answer.status })
}

function ended(clock: Clock, why: string): AuthorizationResult {
  return { status: 'ended', failure: failureOf('invalid', 'UnreadableAnswer', why, clock.now().toISOString()) }
}
