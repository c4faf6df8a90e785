import type { Evidence, MicrosoftFailure } from './observed'
import { isUnseenCall } from './unseen-calls'

const identifier = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi
const longSegment = /[\w-]{33,}/g

/**
 * One call as people may see it: method and path without the version, identifiers shortened in the middle. Of the query
 * only `$top` is kept; filters may carry addresses of people.
 */
export function describeCall(method: string, url: URL): string {
  const path = decode(url.pathname).replace(/^\/v1\.0(?=\/)/, '')
  const top = url.searchParams.get('$top')
  return `${method} ${shortenIdentifiers(path)}${top === null ? '' : `?$top=${top}`}`
}

/** The part of evidence that is known before any answer; always whole, so that it replaces an outer call's. */
export function evidenceOfCall(method: string, url: URL): { call: string; unseen: boolean } {
  const call = describeCall(method, url)
  return { call, unseen: isUnseenCall(call) }
}

export function shortenIdentifiers(text: string): string {
  return text
    .replace(identifier, (id) => `${id.slice(0, 8)}…${id.slice(-4)}`)
    .replace(longSegment, (segment) => `${segment.slice(0, 8)}…${segment.slice(-4)}`)
}

/** The same evidence with Microsoft's own code in place of the bare reason phrase, and with the ids of the refusal. */
export function withRefusal(evidence: Evidence, failure: MicrosoftFailure): Evidence {
  const { status, code, traceId, correlationId } = failure
  const isNamed = status !== null && !code.startsWith('HTTP ')
  const answer = isNamed ? `${String(status)} ${code}` : evidence.answer
  return { ...evidence, answer, refusal: { code, traceId, correlationId } }
}

/** Evidence of a refusal whose own evidence is not at hand; `call` says what was tried. */
export function evidenceOfRefusal(about: { call: string; unseen?: boolean }, failure: MicrosoftFailure): Evidence {
  const answer = failure.status === null ? failure.message : `${String(failure.status)} ${failure.code}`
  return withRefusal({ ...about, answer, at: failure.at, milliseconds: 0 }, failure)
}

const reasonPhrases: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
}

/** Answers inside a batch carry a number only. */
export function describeStatus(status: number): string {
  const phrase = reasonPhrases[status]
  return phrase === undefined ? String(status) : `${String(status)} ${phrase}`
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
