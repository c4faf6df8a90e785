import type { Clock } from '@/lib/clock'
import type { Cloud } from './clouds'
import { describeStatus, evidenceOfCall, withRefusal } from './evidence'
import { failureFromGraphError, failureOf, GraphError } from './failures'
import type { HttpAnswer, HttpSilence } from './http'
import { parseJson } from './json'
import type { Evidence, MicrosoftFailure } from './observed'

/** One call to Graph; `path` is relative to the version and begins with a slash. */
export interface GraphRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  headers?: Readonly<Record<string, string>>
  body?: unknown
}

/** What came back, alone or inside a batch. `status` is null when nothing did. */
export interface GraphAnswer {
  status: number | null
  body: unknown
  failure: MicrosoftFailure | null
  evidence: Evidence
  /** False only when the request surely never reached Microsoft. */
  sent: boolean
}

export function graphUrl(cloud: Cloud, path: string): string {
  return `${cloud.graphOrigin}/v1.0${path}`
}

/** A string inside a key or filter expression of OData: quotes are doubled, then encoded for a URL. */
export function quoted(value: string): string {
  return `'${encodeURIComponent(value.replaceAll("'", "''"))}'`
}

export function answerOfHttp(outcome: HttpAnswer | HttpSilence): GraphAnswer {
  if (!outcome.arrived) {
    const evidence = withRefusal(outcome.evidence, outcome.failure)
    return { status: null, body: undefined, failure: outcome.failure, evidence, sent: outcome.sent }
  }
  const body = parseJson(outcome.text)
  return complete(outcome.status, body, outcome.headers, outcome.evidence)
}

export interface BatchItem {
  status: number
  headers: Readonly<Record<string, string>> | null | undefined
  body: unknown
}

/** An answer inside a batch: the evidence names the inner call, with the time that the whole batch took. */
export function answerOfItem(item: BatchItem, request: GraphRequest, cloud: Cloud, batch: Evidence): GraphAnswer {
  return complete(item.status, item.body, headersOf(item.headers), {
    ...batch,
    ...evidenceOfCall(request.method, new URL(graphUrl(cloud, request.path))),
    answer: describeStatus(item.status),
  })
}

/** What is known of each call of a batch that failed as a whole. */
export function answerOfBrokenBatch(outer: GraphAnswer, request: GraphRequest, cloud: Cloud): GraphAnswer {
  const about = evidenceOfCall(request.method, new URL(graphUrl(cloud, request.path)))
  return { ...outer, body: undefined, evidence: { ...outer.evidence, ...about } }
}

function complete(status: number, body: unknown, headers: Headers, evidence: Evidence): GraphAnswer {
  if (status >= 200 && status < 300) return { status, body, failure: null, evidence, sent: true }
  const failure = failureFromGraphError(body, status, headers, evidence.at)
  return { status, body, failure, evidence: withRefusal(evidence, failure), sent: true }
}

function headersOf(record: BatchItem['headers']): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(record ?? {})) {
    if (/^[\w-]+$/.test(name) && /^[\x20-\x7e]*$/.test(value)) headers.set(name, value)
  }
  return headers
}

/** Reads repeat after anything that may pass by itself. */
export function isWorthReading(answer: GraphAnswer): boolean {
  const kind = answer.failure?.kind
  return kind === 'throttled' || kind === 'unavailable' || kind === 'lost' || kind === 'concurrency'
}

/** Writes repeat only when the first try surely had no effect: refused by throttling, by a service that says so, or never sent. */
export function isSurelyWithoutEffect(answer: GraphAnswer): boolean {
  if (answer.failure === null) return false
  if (!answer.sent || answer.status === 429) return true
  return answer.failure.kind === 'concurrency' || isPlain503(answer)
}

/** The effect of a write is open after silence and after every 5xx but a plain 503. */
export function isDoubtful(answer: GraphAnswer): boolean {
  if (answer.failure === null || !answer.sent) return false
  return answer.status === null || (answer.status >= 500 && !isPlain503(answer))
}

/** Graph's own refusal in its own shape; a gateway's HTML page, or `UnknownError`, leaves the effect open. */
function isPlain503(answer: GraphAnswer): boolean {
  const code = answer.failure?.code ?? ''
  return answer.status === 503 && !code.startsWith('HTTP ') && code !== 'UnknownError'
}

/** The answer of a read that must have worked. Throws GraphError otherwise. */
export function expectOk(answer: GraphAnswer): GraphAnswer {
  if (answer.failure !== null) throw new GraphError(answer.failure)
  return answer
}

/** Throws GraphError for an answer whose shape is not the documented one. */
export function parseAnswer<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  body: unknown,
  call: string,
  clock: Clock,
): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const at = clock.now().toISOString()
  throw new GraphError(failureOf('other', 'UnreadableAnswer', `The answer to ${call} has an unknown shape.`, at))
}
