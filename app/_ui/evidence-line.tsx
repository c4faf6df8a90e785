import type { Evidence } from '@/lib/microsoft/observed'

/** What was called, what was answered, when (UTC), how long it took, and whether Microsoft was ever seen answering it. */
export function EvidenceLine({ evidence }: { evidence: Evidence }) {
  const { call, answer, at, milliseconds, unseen = false } = evidence
  return (
    <p className="ev">
      <b>{call}</b>
      <span>
        <span aria-hidden>→</span>
        <span className="sr">answered</span>
      </span>
      <b>{answer}</b>
      <time dateTime={at} title={`${at.slice(0, 10)} ${at.slice(11, 19)} UTC`}>
        {at.slice(11, 19)}
      </time>
      {milliseconds > 0 && <span>{Math.round(milliseconds)} ms</span>}
      {unseen && <i>not yet seen at Microsoft</i>}
    </p>
  )
}
