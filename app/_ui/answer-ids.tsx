import type { ForeignAnswer } from '@/lib/errors'
import { CodeLink } from './code-link'

/** Microsoft’s answer under a refusal of ours: its code, the ids that its support asks for, and when. */
export function AnswerIds({ answer }: { answer: ForeignAnswer }) {
  const { code, traceId, correlationId, at } = answer
  return (
    <p className="ev answer-ids">
      <b>
        <CodeLink code={code} />
      </b>
      {traceId !== null && <span>trace {traceId}</span>}
      {correlationId !== null && <span>correlation {correlationId}</span>}
      <time dateTime={at}>{`${at.slice(0, 10)} ${at.slice(11, 19)} UTC`}</time>
    </p>
  )
}
