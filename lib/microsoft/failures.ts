import type { z } from 'zod'
import { redactTokens } from './secrets'
import { explanations, explanationsByKind } from './explanations/catalogue'
import { ownSignIn } from './explanations/own-sign-in'
import type { Explanation } from './explanations/explanation'
import { graphKind, tokenKind } from './failure-kinds'
import { graphErrorBody, tokenErrorBody } from './answers'
import type { MicrosoftFailure } from './observed'

const longestMessage = 600
const brand = Symbol.for('latchkey.graph-error')

/** A read that finally failed, or an answer that makes no sense. Writes return their failure instead. */
export class GraphError extends Error {
  readonly [brand] = true
  readonly failure: MicrosoftFailure

  constructor(failure: MicrosoftFailure, options?: ErrorOptions) {
    super(`${failure.code}: ${failure.message}`, options)
    this.name = 'GraphError'
    this.failure = failure
  }
}

/** By brand, because the same module may be loaded more than once in one process. */
export function isGraphError(error: unknown): error is GraphError {
  return typeof error === 'object' && error !== null && brand in error
}

export interface FailureFrame {
  status: number | null
  headers: Headers | null
  at: string
}

/**
 * An error answer of the token service in our shape (RFC 6749 §5.2 with Entra's `error_codes`, `trace_id`, `claims`).
 * The number comes from `error_codes`, else out of the description, the only text that is ever read.
 */
export function failureFromTokenError(
  body: unknown,
  status: number | null,
  frame: Partial<FailureFrame> = {},
): MicrosoftFailure {
  const error = tokenErrorBody.safeParse(body).data ?? {}
  const headers = frame.headers ?? null
  const description = error.error_description ?? ''
  const number = error.error_codes?.[0] ?? numberIn(description)
  return {
    code: tokenCode(number, error.error, status),
    status,
    message: tidy(withoutTrace(description) || defaultMessage(status)),
    kind: tokenKind(number, error.error ?? null, status),
    retryAfterSeconds: retryAfter(headers, frame.at),
    ...tokenTraceOf(error, headers),
    at: frame.at ?? new Date().toISOString(),
    policyIds: policyIdsIn(error.claims),
  }
}

function tokenTraceOf(error: z.output<typeof tokenErrorBody>, headers: Headers | null) {
  return {
    traceId: error.trace_id ?? header(headers, 'x-ms-request-id'),
    correlationId: error.correlation_id ?? header(headers, 'client-request-id'),
  }
}

function tokenCode(number: number | null, oauthError: string | undefined, status: number | null): string {
  return number === null ? (oauthError ?? httpCode(status)) : `AADSTS${String(number)}`
}

/** Where the body names no code at all. */
function httpCode(status: number | null): string {
  return `HTTP ${String(status ?? 0)}`
}

/** The description ends with ids and a time, which have members of their own. */
function withoutTrace(description: string): string {
  return description.replace(/\s*Trace ID:.*$/s, '').replace(/^AADSTS\d+:\s*/, '')
}

function header(headers: Headers | null, name: string): string | null {
  return headers?.get(name) ?? null
}

/** An error answer of Graph in our shape. `details[].code` is more exact than `code`, and is believed first. */
export function failureFromGraphError(
  body: unknown,
  status: number | null,
  headers: Headers | null,
  at: string = new Date().toISOString(),
): MicrosoftFailure {
  const error = graphErrorBody.safeParse(body).data?.error
  const code = error?.code || httpCode(status)
  const details = (error?.details ?? []).flatMap((detail) => detail.code ?? [])
  return {
    code,
    status,
    message: tidy(error?.message || defaultMessage(status)),
    kind: graphKind(code, details, status),
    retryAfterSeconds: retryAfter(headers, at),
    ...traceOf(error?.innerError, headers),
    at,
    policyIds: [],
  }
}

type InnerError = NonNullable<z.output<typeof graphErrorBody>['error']['innerError']>

function traceOf(inner: InnerError | undefined, headers: Headers | null) {
  return {
    traceId: inner?.['request-id'] ?? header(headers, 'request-id'),
    correlationId: inner?.['client-request-id'] ?? header(headers, 'client-request-id'),
  }
}

/** A failure of our own making or of the wire, in the same shape. */
export function failureOf(kind: MicrosoftFailure['kind'], code: string, message: string, at: string): MicrosoftFailure {
  return {
    code,
    status: null,
    message: tidy(message),
    kind,
    retryAfterSeconds: null,
    traceId: null,
    correlationId: null,
    at,
    policyIds: [],
  }
}

/** What it means, why it happens and who can mend it, in our words; null when we do not know this code. */
export function explainFailure(failure: MicrosoftFailure): Explanation | null {
  const byKind = failure.kind === 'other' ? null : explanationsByKind[failure.kind]
  return explanations[failure.code] ?? byKind
}

/** The same for the application’s own sign-in, with a reason that programs may read; the code where we have no word for it. */
export function explainOwnSignIn(failure: MicrosoftFailure): { reason: string; explanation: Explanation | null } {
  return ownSignIn[failure.code] ?? { reason: failure.code, explanation: explainFailure(failure) }
}

const spreadingCodes = new Set([
  'AADSTS700027',
  'AADSTS700016',
  'AADSTS7000229',
  'AADSTS650052',
  'Authorization_IdentityNotFound',
])

/**
 * May this be Microsoft's replicas not yet agreeing after a write of ours? The caller knows whether there was one, and
 * how long ago: the same code months later means that somebody took the key or the application away.
 */
export function mayStillSpread(failure: MicrosoftFailure): boolean {
  return failure.kind === 'spreading' || failure.kind === 'not-found' || spreadingCodes.has(failure.code)
}

/** Retry-After as seconds from `at` (RFC 9110 §10.2.3: seconds or a date), or null. */
export function retryAfter(headers: Headers | null, at: string = new Date().toISOString()): number | null {
  const value = headers?.get('retry-after')?.trim()
  if (!value) return null
  if (/^\d+$/.test(value)) return Math.min(Number(value), 86_400)
  const date = /^[a-z]/i.test(value) ? Date.parse(value) : NaN
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - Date.parse(at)) / 1000))
}

function numberIn(description: string): number | null {
  const found = /AADSTS(\d{3,10})/.exec(description)?.[1]
  return found === undefined ? null : Number(found)
}

/** Conditional Access policies: `claims` is JSON inside a string (`access_token.capolids.values`). */
function policyIdsIn(claims: string | undefined): readonly string[] {
  if (claims === undefined) return []
  try {
    const parsed = JSON.parse(claims) as { access_token?: { capolids?: { values?: unknown } } } | null
    const values = parsed?.access_token?.capolids?.values
    return Array.isArray(values) ? values.filter((value) => typeof value === 'string').slice(0, 20) : []
  } catch {
    return []
  }
}

function defaultMessage(status: number | null): string {
  return status === null ? 'No answer came.' : `Microsoft answered ${String(status)} without an explanation.`
}

function tidy(message: string): string {
  const flat = redactTokens(message).replace(/\s+/g, ' ').trim()
  return flat.length > longestMessage ? `${flat.slice(0, longestMessage - 1)}…` : flat
}
