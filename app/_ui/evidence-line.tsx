import type { Evidence } from '@/lib/microsoft/observed'
import { CodeLink } from './code-link'

/**
 * What was called, what was answered, when (UTC) and how long it took; the ids of a refusal; and whether Microsoft was
 * ever seen answering this call.
 */
export function EvidenceLine({ evidence }: { evidence: Evidence }) {
  const { call, at, milliseconds, refusal, unseen = false } = evidence
  return (
    <p className="ev">
      <b>{call}</b>
      <span>
        <span aria-hidden>→</span>
        <span className="sr">answered</span>
      </span>
      <b>
        <Answer evidence={evidence} />
      </b>
      <time dateTime={at} title={`${at.slice(0, 10)} ${at.slice(11, 19)} UTC`}>
        {at.slice(11, 19)}
      </time>
      {milliseconds > 0 && <span>{Math.round(milliseconds)} ms</span>}
      {typeof refusal?.traceId === 'string' && <span>trace {refusal.traceId}</span>}
      {typeof refusal?.correlationId === 'string' && <span>correlation {refusal.correlationId}</span>}
      {unseen && <i>known from documents only</i>}
    </p>
  )
}

/** The code inside the answer leads to what it means; an answer of the wire has no code in it, so ours stands behind. */
function Answer({ evidence: { answer, refusal } }: { evidence: Evidence }) {
  if (refusal === undefined) return answer
  const [before, after] = answer.split(refusal.code)
  return (
    <>
      {after === undefined ? `${answer} ` : before}
      <CodeLink code={refusal.code} />
      {after}
    </>
  )
}
