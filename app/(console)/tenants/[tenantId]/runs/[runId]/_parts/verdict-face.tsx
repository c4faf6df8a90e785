'use client'

import type { RunView } from '@/lib/tenants/run-page-views'
import type { Verdict, Way } from '@/lib/tenants/verdict-views'
import type { Mark } from '../../../../../../_ui/state-icon'
import { ComparisonTable } from './comparison-table'
import { FaceHeading } from './face-heading'
import { MicrosoftAnswer } from './microsoft-answer'
import { StepList } from './step-list'
import { WayForm } from './way-form'
import { WayButton, WayList } from './way-list'

const marks: Readonly<Record<Verdict['status'], Mark>> = { ok: 'ok', failing: 'fail', waiting: 'setup' }

/** Why it stopped, in words; who can mend it; the ways on, the best first. The raw answer stands last. */
export function VerdictFace({ view, verdict, now }: { view: RunView; verdict: Verdict; now: number }) {
  const [best] = verdict.ways
  const begun = view.steps.slice(1).some(({ status }) => status !== 'todo')
  return (
    <>
      <div className="win-body">
        <FaceHeading mark={marks[verdict.status]} title={verdict.title} text={verdict.explanation} />
        {verdict.who !== null && (
          <p className="who-can">
            {verdict.status === 'waiting' ? 'Who acts' : 'Who can mend it'}: <b>{verdict.who}</b>
          </p>
        )}
        {verdict.comparison.length > 0 && <ComparisonTable rows={verdict.comparison} compared={verdict.compared} />}
        <WayList view={view} ways={verdict.ways} />
        <MicrosoftAnswer verdict={verdict} />
        {begun && (
          <details className="raw" open>
            <summary>What was done</summary>
            <StepList steps={view.steps} now={now} />
          </details>
        )}
      </div>
      <footer className="win-foot">
        <p>{verdict.written}</p>
        {view.phase !== 'ended' && <WayForm run={view} act="cancel" label="Stop this run" variant="quiet" />}
        {best !== undefined && <PrimaryWay view={view} way={best} />}
      </footer>
    </>
  )
}

/** The primary button in the foot does the same as the first way. */
function PrimaryWay({ view, way }: { view: RunView; way: Way }) {
  return <WayButton view={view} way={way} variant="primary" />
}
