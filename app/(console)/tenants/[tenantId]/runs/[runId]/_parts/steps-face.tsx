'use client'

import type { RunView } from '@/lib/tenants/run-page-views'
import { FaceHeading } from './face-heading'
import { stepsHeading } from './run-words'
import { StepList } from './step-list'
import { WayForm } from './way-form'

/** The part that needs nobody: every step as it happens. */
export function StepsFace({ view, now }: { view: RunView; now: number }) {
  return (
    <>
      <div className="win-body">
        <FaceHeading title={stepsHeading(view)} text={describePart(view)} />
        <StepList steps={view.steps} now={now} />
      </div>
      <footer className="win-foot">
        <p>You may close this page. The run goes on.</p>
        <WayForm run={view} act="cancel" label="Stop here" />
      </footer>
    </>
  )
}

function describePart({ signedInAs, customer }: RunView): string {
  if (signedInAs === null) return `Nothing more is needed from ${customer}’s administrator.`
  const partner = signedInAs.partner ? ', as their partner' : ''
  return `Signed in as ${signedInAs.upn}${partner}. The administrator’s part is over and the window at Microsoft can be closed.`
}
