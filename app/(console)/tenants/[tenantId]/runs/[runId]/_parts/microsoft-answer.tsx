'use client'

import type { Verdict } from '@/lib/tenants/views'
import { CopyButton } from '../../../../../../_ui/copy-button'
import { formatClock } from '../../../../../_parts/formats'

/** The raw answer after ours, for operators and for Microsoft's support. Open, because it just happened. */
export function MicrosoftAnswer({ verdict }: { verdict: Pick<Verdict, 'evidence' | 'reference'> }) {
  const { evidence, reference } = verdict
  if (evidence.length === 0 && reference === null) return null
  const lines = evidence.map(
    ({ call, answer, at, milliseconds }) =>
      `${formatClock(at)}  ${call} → ${answer}${milliseconds > 0 ? ` (${milliseconds} ms)` : ''}`,
  )
  const text = [...lines, ...(reference === null ? [] : [reference])].join('\n')
  return (
    <details className="raw" open>
      <summary>What Microsoft answered</summary>
      <div className="raw-answer">
        <pre>{text}</pre>
        <CopyButton value={text} what="Microsoft’s answer" />
      </div>
    </details>
  )
}
