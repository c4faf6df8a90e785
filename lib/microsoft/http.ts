import { randomUUID } from 'node:crypto'
import type { Clock } from '@/lib/clock'
import { allowedOrigins } from './clouds'
import type { Cloud } from './clouds'
import { evidenceOfCall } from './evidence'
import { failureOf } from './failures'
import type { Evidence, MicrosoftFailure } from './observed'

const largestAnswer = 8 * 1024 * 1024
const tolerableSkewSeconds = 60

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  url: string
  headers?: Readonly<Record<string, string>>
  body?: string
  signal?: AbortSignal | undefined
}

export interface HttpAnswer {
  arrived: true
  status: number
  headers: Headers
  text: string
  evidence: Evidence
}

/** No whole answer came. `sent` is false only when the request surely never reached Microsoft. */
export interface HttpSilence {
  arrived: false
  sent: boolean
  failure: MicrosoftFailure
  evidence: Evidence
}

export interface Http {
  send(request: HttpRequest): Promise<HttpAnswer | HttpSilence>
}

export interface HttpOptions {
  cloud: Cloud
  clock: Clock
  /** Deadline of one call, connection and body included, in milliseconds. */
  timeoutMs: number
  /** Told when our clock and Microsoft's differ by more than a minute; positive when ours is ahead. */
  onClockSkew?: ((seconds: number) => void) | undefined
}

/**
 * The one place that calls fetch. It goes to this cloud's hosts and nowhere else, follows no redirect, ends at its
 * deadline, and turns every break of the wire into a value. It throws only for a host that is not allowed.
 */
export function createHttp(options: HttpOptions): Http {
  const origins = allowedOrigins(options.cloud)
  return {
    send: async (request) => {
      const url = new URL(request.url)
      if (!origins.has(url.origin) || url.username !== '') {
        throw new Error(`Refused to contact ${url.origin}: not a host of the cloud “${options.cloud.name}”`)
      }
      const answer = await exchange(url, request, options)
      options.cloud.onCall?.(answer.arrived ? answer.status : 0)
      return answer
    },
  }
}

async function exchange(url: URL, request: HttpRequest, options: HttpOptions): Promise<HttpAnswer | HttpSilence> {
  const at = options.clock.now().toISOString()
  const started = performance.now()
  const about = evidenceOfCall(request.method, url)
  const wasStopped = request.signal?.aborted === true
  const deadline = AbortSignal.timeout(options.timeoutMs)
  const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline
  const evidence = (answer: string): Evidence => ({
    ...about,
    answer,
    at,
    milliseconds: Math.round(performance.now() - started),
  })
  try {
    const response = await fetch(url, {
      method: request.method,
      headers: { accept: 'application/json', 'client-request-id': randomUUID(), ...request.headers },
      redirect: 'error',
      signal,
      ...(request.body === undefined ? {} : { body: request.body }),
    })
    const text = await readLimited(response)
    reportSkew(response.headers, options)
    const answer = `${String(response.status)} ${response.statusText}`.trim()
    return { arrived: true, status: response.status, headers: response.headers, text, evidence: evidence(answer) }
  } catch (error) {
    const reason = silenceOf(error, request.signal, wasStopped)
    return {
      arrived: false,
      sent: !reason.neverSent,
      failure: failureOf('lost', reason.code, reason.message, at),
      evidence: evidence(reason.message),
    }
  }
}

async function readLimited(response: Response): Promise<string> {
  if (response.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > largestAnswer) throw new TooLargeError('The answer is larger than we accept')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

class TooLargeError extends Error {
  override readonly name = 'TooLargeError'
}

interface Silence {
  code: string
  message: string
  neverSent: boolean
}

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function silenceOf(error: unknown, callerSignal: AbortSignal | undefined, wasStopped: boolean): Silence {
  const name = error instanceof Error ? error.name : ''
  if (callerSignal?.aborted) return { code: 'Cancelled', message: 'Cancelled by us', neverSent: wasStopped }
  if (name === 'TimeoutError' || name === 'AbortError') {
    return { code: 'Timeout', message: 'No answer in time', neverSent: false }
  }
  if (name === 'TooLargeError') return { code: 'AnswerTooLarge', message: 'The answer was too large', neverSent: false }
  const code = causeCode(error)
  if (unreachableCodes.has(code)) return { code, message: 'Could not be reached', neverSent: true }
  return { code: code || 'ConnectionLost', message: 'The connection broke', neverSent: false }
}

function causeCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : ''
  return typeof code === 'string' ? code : ''
}

/** The `Date` header has whole seconds, so anything within a minute says nothing (RFC 9110 §6.6.1). */
function reportSkew(headers: Headers, options: HttpOptions): void {
  const theirs = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(theirs)) return
  const seconds = Math.round((options.clock.now().getTime() - theirs) / 1000)
  if (Math.abs(seconds) > tolerableSkewSeconds) options.onClockSkew?.(seconds)
}
