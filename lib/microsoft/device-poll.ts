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

export type PollAnswer =
  | { status: 'granted'; token: DelegatedToken; evidence: Evidence }
  | { status: 'ended'; failure: MicrosoftFailure }
  | { status: 'waiting'; slowDown: boolean; failure: MicrosoftFailure | null }

interface PollFrame {
  clientId: string
  clock: Clock
  signal?: AbortSignal | undefined
}

/**
 * One poll (RFC 8628 §3.4). Pending, slow_down, 429, 5xx and a broken wire mean “go on”; every other error ends the
 * sign-in. Refresh and ID tokens are cut out of the answer before anything else sees it.
 */
export async function askForToken(
  http: Http,
  frame: PollFrame,
  server: AuthorizationServer,
  deviceCode: Hidden,
): Promise<PollAnswer> {
  const client = { client_id: frame.clientId }
  const kept: { answer: HttpAnswer | HttpSilence | null } = { answer: null }
  const response = await deviceCodeGrantRequest(server, client, None(), deviceCode.reveal(), {
    [allowInsecureRequests]: server.issuer.startsWith('http:'),
    [customFetch]: async (url: string, init: { headers: Record<string, string>; body: URLSearchParams }) => {
      const body = init.body.toString()
      kept.answer = await http.send({ method: 'POST', url, headers: init.headers, body, signal: frame.signal })
      return responseOf(kept.answer)
    },
  })
  const { answer } = kept
  if (answer === null || !answer.arrived)
    return { status: 'waiting', slowDown: false, failure: answer?.failure ?? null }
  if (answer.status !== 200) return judgeRefusal(answer)
  return acceptToken(response, server, client, answer, frame.clock)
}

function judgeRefusal(answer: HttpAnswer): PollAnswer {
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

async function acceptToken(
  response: Response,
  server: AuthorizationServer,
  client: { client_id: string },
  answer: HttpAnswer,
  clock: Clock,
): Promise<PollAnswer> {
  try {
    const token = await processDeviceCodeResponse(server, client, response)
    return {
      status: 'granted',
      token: new DelegatedToken(token.access_token, expiryOf(token.expires_in, clock)),
      evidence: { ...answer.evidence, answer: '200 OK' },
    }
  } catch {
    // The library's error carries the whole answer, token included, as its cause: it must not travel on.
    const failure = failureOf(
      'invalid',
      'UnreadableAnswer',
      'The answer holds no usable token.',
      clock.now().toISOString(),
    )
    return { status: 'ended', failure }
  }
}

function responseOf(answer: HttpAnswer | HttpSilence): Response {
  if (!answer.arrived) return new Response(null, { status: 503 })
  const body = parseJson(answer.text)
  const isObject = typeof body === 'object' && body !== null
  const { refresh_token: _refresh, id_token: _identity, ...rest } = (isObject ? body : {}) as Record<string, unknown>
  return Response.json(rest, { status: answer.status })
}
