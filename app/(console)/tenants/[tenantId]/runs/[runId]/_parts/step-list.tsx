'use client'

import type { StepView } from '@/lib/tenants/run-page-views'
import { CodeLink } from '../../../../../../_ui/code-link'
import { EvidenceLine } from '../../../../../../_ui/evidence-line'
import { StateIcon, type Mark } from '../../../../../../_ui/state-icon'
import { formatClock, formatCount, formatExact, formatSpan } from '../../../../../_parts/formats'

/** What waits for Microsoft goes on by itself; what waits for a person, with no wait of its own, does not. */
const marks: Readonly<Record<StepView['status'], Mark>> = {
  todo: 'todo',
  doing: 'run',
  waiting: 'run',
  done: 'ok',
  failed: 'fail',
}

const words: Readonly<Record<StepView['status'], string>> = {
  todo: 'Not begun',
  doing: 'Now',
  waiting: 'Waiting',
  done: 'Done',
  failed: 'Failed',
}

/** Every step with its time and Microsoft's answer. `now` is server time in milliseconds. */
export function StepList({ steps, now }: { steps: readonly StepView[]; now: number }) {
  return (
    <ol className="run" aria-label="Steps of this run">
      {steps.map((step) => (
        <Step key={step.key} step={step} now={now} />
      ))}
    </ol>
  )
}

function Step({ step, now }: { step: StepView; now: number }) {
  const current = step.status === 'doing' || step.status === 'waiting'
  const lines = shownEvidence(step)
  return (
    <li className={step.status} aria-current={current ? 'step' : undefined}>
      <StateIcon mark={step.status === 'waiting' && step.waiting === null ? 'setup' : marks[step.status]} />
      <span className="name">
        <span className="sr">{words[step.status]}: </span>
        {step.name}
      </span>
      <StepTime step={step} now={now} />
      {step.detail !== null && <span className="ans">{step.detail}</span>}
      {lines.map((evidence, index) => (
        <div key={`${evidence.at} ${index}`} className="ans">
          <EvidenceLine evidence={evidence} />
        </div>
      ))}
      {step.waiting !== null && <WaitBox waiting={step.waiting} now={now} isSaid={lines.length > 0} />}
    </li>
  )
}

/** While a step waits, only the refusal that it waits for, with its ids; the rest of it may change any moment. */
function shownEvidence({ waiting, evidence }: StepView): StepView['evidence'] {
  return waiting === null ? evidence : evidence.filter(({ refusal }) => refusal !== undefined).slice(0, 1)
}

/** Time taken, or time so far; the moment itself stands in the tooltip. */
function StepTime({ step, now }: { step: StepView; now: number }) {
  if (step.startedAt === null) return <time />
  const end = step.finishedAt === null ? now : Date.parse(step.finishedAt)
  return (
    <time dateTime={step.startedAt} title={`Begun ${formatExact(step.startedAt)}`}>
      {formatSpan(end - Date.parse(step.startedAt))}
    </time>
  )
}

interface WaitBoxProps {
  waiting: NonNullable<StepView['waiting']>
  now: number
  /** The last answer stands above already, as a line of evidence. */
  isSaid: boolean
}

/** A wait with its end: how long yet, the last answer, the next try, and what happens after. */
function WaitBox({ waiting, now, isSaid }: WaitBoxProps) {
  const since = Date.parse(waiting.since)
  const until = Date.parse(waiting.until)
  const nextTry = Math.max(0, Math.ceil((Date.parse(waiting.nextTryAt) - now) / 1000))
  return (
    <div className="wait-box">
      <p>
        {waiting.why === 'busy' ? (
          <>
            <b>Microsoft asks us to wait.</b> Latchkey tries again by itself, for up to {describeRest(until - now)}.
            This needs nothing from you.
          </>
        ) : (
          <>
            <b>Still spreading at Microsoft, up to {describeRest(until - now)}.</b> What is new is not known everywhere
            at once. This is usual and needs nothing from you.
          </>
        )}
      </p>
      <progress
        className="track"
        max={Math.max(1, Math.round((until - since) / 1000))}
        value={Math.max(0, Math.round((Math.min(now, until) - since) / 1000))}
        aria-label="Time until Latchkey stops waiting here"
      />
      <p className="ev">
        {!isSaid && (
          <b>
            <LastAnswer answer={waiting.lastAnswer} />
          </b>
        )}
        <span>
          {formatCount(waiting.tries, 'try', 'tries')} so far,{' '}
          {nextTry === 0 ? 'trying now' : `next try in ${nextTry} s`}
        </span>
      </p>
      <p className="wait-after">
        If it is not through by {formatClock(waiting.until)} UTC, what is written stays, and this page says how to go
        on.
      </p>
    </div>
  )
}

/** A code leads to what it means; words are words. */
function LastAnswer({ answer }: { answer: string }) {
  return /^[A-Z]\w{4,}$/.test(answer) ? <CodeLink code={answer} /> : answer
}

function describeRest(milliseconds: number): string {
  if (milliseconds <= 90_000)
    return formatCount(Math.max(1, Math.ceil(milliseconds / 1000)), 'more second', 'more seconds')
  return formatCount(Math.ceil(milliseconds / 60_000), 'more minute', 'more minutes')
}
