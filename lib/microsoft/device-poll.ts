import {
  allowInsecureRequests,
  customFetch,
  deviceCodeGrantRequest,
  None,
  processDeviceCodeResponse,
} from 'oauth4webapi'
import type { AuthorizationServer } from 'oauth4webapi'
import type { Clock } from '@/lib/clock'
import { tokenErrorBody } from './answers'
import { failureFromTokenError, failureOf } from './failures'
import type { Http, HttpAnswer, HttpSilence } from './http'
import { parseJson } from './json'
import type { Evidence, MicrosoftFailure } from './observed'
import type { Hidden } from './secrets'
import { DelegatedToken, expiryOf } from './tokens'

export type PollAnswer<T> =
  | { status: 'granted'; token: T; evidence: Evidence }
  | { status: 'ended'; failure: MicrosoftFailure }
  | { status: 'waiting'; slowDown: boolean; failure: MicrosoftFailure | null }

/** What a sign-in keeps of the answer that brought the token; null when the answer holds nothing usable. */
export type Take<T> = (
  answer: HttpAnswer,
  frame: { server: AuthorizationServer; clientId: string; clock: Clock },
) => Promise<T | null>

interface PollFrame {
  clientId: string
  clock: Clock
  signal?: AbortSignal | undefined
}

/**
 * One poll (RFC 8628 §3.4). Pending, slow_down, 429, 5xx and a broken wire mean “go on”; every other error ends the
 * sign-in.
 */
export async function askForToken<T>(
  http: Http,
  frame: PollFrame,
  server: AuthorizationServer,
  deviceCode: Hidden,
  take: Take<T>,
): Promise<PollAnswer<T>> {
  const client = { client_id: frame.clientId }
  const kept: { answer: HttpAnswer | HttpSilence | null } = { answer: null }
  await deviceCodeGrantRequest(server, client, None(), deviceCode.reveal(), {
    [allowInsecureRequests]: server.issuer.startsWith('http:'),
    [customFetch]: async (url: string, init: { headers: Record<string, string>; body: URLSearchParams }) => {
      const body = init.body.toString()
      kept.answer = await http.send({ method: 'POST', url, headers: init.headers, body, signal: frame.signal })
      return new Response(null, { status: kept.answer.arrived ? kept.answer.status : 503 })
    },
  })
  const { answer } = kept
  if (answer === null || !answer.arrived)
    return { status: 'waiting', slowDown: false, failure: answer?.failure ?? null }
  if (answer.status !== 200) return judgeRefusal(answer)
  const token = await take(answer, { server, clientId: frame.clientId, clock: frame.clock })
  return token === null ? unusable(frame.clock) : { status: 'granted', token, evidence: evidenceOf(answer) }
}

function evidenceOf(answer: HttpAnswer): Evidence {
  return { ...answer.evidence, answer: '200 OK' }
}

function unusable(clock: Clock): { status: 'ended'; failure: MicrosoftFailure } {
  const at = clock.now().toISOString()
  return { status: 'ended', failure: failureOf('invalid', 'UnreadableAnswer', 'The answer holds no usable token.', at) }
}

function judgeRefusal(answer: HttpAnswer): Exclude<PollAnswer<never>, { status: 'granted' }> {
  const body = parseJson(answer.text)
  const parsed = tokenErrorBody.safeParse(body)
  const error = parsed.success ? parsed.data : {}
  const failure = failureFromTokenError(body, answer.status, { headers: answer.headers, at: answer.evidence.at })
  if (answer.status === 429 || answer.status >= 500) return { status: 'waiting', slowDown: false, failure }
  if (error.error === 'authorization_pending' || failure.code === 'AADSTS70016') {
    return { status: 'waiting', slowDown: false, failure: null }
  }
  if (error.error === 'slow_down') return { status: 'waiting', slowDown: true, failure: null }
  return { status: 'ended', failure }
}

/** The access token alone: refresh and ID tokens are cut out of the answer before anything else sees it. */
export const takeAccessToken: Take<DelegatedToken> = async (answer, { server, clientId, clock }) => {
  try {
    const token = await processDeviceCodeResponse(server, { client_id: clientId }, withoutOthers(answer))
    return new DelegatedToken(token.access_token, expiryOf(token.expires_in, clock))
  } catch {
    // The library's error carries the whole answer, token included, as its cause: it must not travel on.
    return null
  }
}

function withoutOthers(answer: HttpAnswer): Response {
  const body = parseJson(answer.text)
  const isObject = typeof body === 'object' && body !== null
  const { refresh_token: _refresh, id_token: _identity, ...rest } = (isObject ? body : {}) as Record<string, unknown>
  return Response.json(rest, { status: answer.status })
}
