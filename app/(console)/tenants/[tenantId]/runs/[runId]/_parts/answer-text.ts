import type { Verdict } from '@/lib/tenants/verdict-views'
import { formatExact } from '../../../../../_parts/formats'

type Answered = Pick<Verdict, 'evidence' | 'reference'>

/** What Microsoft answered as plain text, for a ticket: every line with its ids and its full time. */
export function answerText(verdict: Answered): string {
  const lines = verdict.evidence.map(({ call, answer, at, milliseconds, refusal }) =>
    [
      formatExact(at),
      `${call} → ${answer}${milliseconds > 0 ? ` (${Math.round(milliseconds)} ms)` : ''}`,
      ...(refusal === undefined || answer.includes(refusal.code) ? [] : [refusal.code]),
      ...(refusal?.traceId ? [`trace ${refusal.traceId}`] : []),
      ...(refusal?.correlationId ? [`correlation ${refusal.correlationId}`] : []),
    ].join('  '),
  )
  const { reference } = verdict
  return [...lines, ...(reference === null || isReferenceShown(verdict) ? [] : [reference])].join('\n')
}

/** The ids stand once: in the line of the refusal, or by themselves where no line carries them, or not all of them. */
export function isReferenceShown({ evidence, reference }: Answered): boolean {
  if (reference?.startsWith('policy ')) return false
  return evidence.some(({ refusal }) => typeof refusal?.traceId === 'string' && reference?.includes(refusal.traceId))
}
