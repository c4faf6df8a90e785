import { randomUUID } from 'node:crypto'
import type { Cloud } from '../cloud'
import { exchange, RESET } from '../http/exchange'
import { jsonAnswer } from '../http/message'
import type { Answer, Message } from '../http/message'
import { authorizePage } from '../pages/sign-in'
import { answerEntra, readEntraCall } from './entrance'
import { entraHeaders } from './refusals'

interface Told {
  status: number
  effect: boolean
  codes: readonly string[]
  answer: Answer
}

/** The token service: discovery, device authorization, tokens. Absent for paths that it does not have. */
export async function serveEntra(cloud: Cloud, message: Message): Promise<Answer | typeof RESET | undefined> {
  const call = readEntraCall(cloud, message)
  if (call === undefined) return undefined
  const facts = {
    tenantId: call.tenant?.facts.tenantId ?? null,
    method: message.method,
    path: message.path,
    shown: message.path,
    operation: call.operation,
    seq: cloud.log.nextSeq(),
  }
  const told = await exchange<Told>(
    cloud,
    facts,
    (status, headers) => unable(cloud, status, headers),
    () => {
      if (call.operation === 'authorize') {
        const answer = authorizePage(cloud, call.authority, call.tenant, message.query)
        return { status: answer.status, effect: false, codes: [], answer }
      }
      const { answer, effect, codes } = answerEntra(cloud, call, message)
      return { status: answer.status, effect, codes, answer }
    },
  )
  return told === RESET ? RESET : told.answer
}

function unable(cloud: Cloud, status: number, headers: Record<string, string>): Told {
  const number = status === 429 ? 90055 : 90033
  const traceId = randomUUID()
  const timestamp = `${new Date(cloud.state.clock.now()).toISOString().slice(0, 19).replace('T', ' ')}Z`
  const text = status === 429 ? 'Too many requests were received.' : 'A transient error has occurred. Please try again.'
  const body = {
    error: 'temporarily_unavailable',
    error_description: `AADSTS${String(number)}: ${text} Trace ID: ${traceId} Correlation ID: ${traceId} Timestamp: ${timestamp}`,
    error_codes: [number],
    timestamp,
    trace_id: traceId,
    correlation_id: traceId,
  }
  return {
    status,
    effect: false,
    codes: [String(number)],
    answer: jsonAnswer(status, body, { ...entraHeaders(traceId), ...headers }),
  }
}
