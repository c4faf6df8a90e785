import type { Evidence } from '@/lib/microsoft/observed'

/** What was called, what Microsoft answered, when (UTC) and how long it took. */
export function EvidenceLine({ evidence }: { evidence: Evidence }) {
  const { call, answer, at, milliseconds } = evidence
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
    </p>
  )
}
