'use client'

import type { Verdict } from '@/lib/tenants/verdict-views'
import { CopyButton } from '../../../../../../_ui/copy-button'
import { EvidenceLine } from '../../../../../../_ui/evidence-line'
import { answerText, isReferenceShown } from './answer-text'

/** The raw answer after ours, for operators and for Microsoft's support. Open, because it just happened. */
export function MicrosoftAnswer({ verdict }: { verdict: Pick<Verdict, 'evidence' | 'reference'> }) {
  const { evidence, reference } = verdict
  if (evidence.length === 0 && reference === null) return null
  return (
    <details className="raw" open>
      <summary>What Microsoft answered</summary>
      <div className="raw-answer">
        <div className="raw-lines">
          {evidence.map((line, index) => (
            <EvidenceLine key={`${line.at} ${index}`} evidence={line} />
          ))}
          {reference !== null && !isReferenceShown(verdict) && <p className="ev">{reference}</p>}
        </div>
        <CopyButton value={answerText(verdict)} what="Microsoft’s answer" />
      </div>
    </details>
  )
}
