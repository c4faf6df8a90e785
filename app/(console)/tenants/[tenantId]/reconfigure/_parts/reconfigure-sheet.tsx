'use client'

import Form from 'next/form'
import { useState } from 'react'
import type { ReconfigureView } from '@/lib/tenants/change-views'
import type { BaselineView, WorkloadView } from '@/lib/tenants/baseline-views'
import { Button, ButtonLink } from '../../../../../_ui/button'
import { StateIcon } from '../../../../../_ui/state-icon'
import { baselineOf, chosenBy } from '../../../connect/choices'
import { BaselineField, WorkloadBoxes } from '../../../connect/workload-fields'
import { Preview } from './preview'
import { StartForm } from './start-form'

interface ReconfigureSheetProps {
  view: ReconfigureView
  baselines: readonly BaselineView[]
  workloads: readonly WorkloadView[]
}

/** Choose, look at what would change, start. What starts is always what the preview shows. */
export function ReconfigureSheet({ view, baselines, workloads }: ReconfigureSheetProps) {
  const { customer, domain, openRunId, tenantId, preview } = view
  const [choice, setChoice] = useState(view.chosen)
  const isPreviewed =
    choice.workloads.length === view.chosen.workloads.length &&
    choice.workloads.every((key) => view.chosen.workloads.includes(key))
  return (
    <>
      <div className="win-body">
        <h1>What of {customer} should be backed up?</h1>
        <Form action={`/tenants/${tenantId}/reconfigure`} className="choose" aria-label="Choose workloads">
          <BaselineField
            value={choice.baseline}
            baselines={baselines}
            onChange={(baseline) => {
              const known = baselines.find(({ key }) => key === baseline)
              setChoice(
                known === undefined
                  ? { ...choice, baseline }
                  : { baseline, workloads: [...chosenBy(known, workloads)] },
              )
            }}
          />
          <WorkloadBoxes
            workloads={workloads}
            chosen={new Set(choice.workloads)}
            refusal={view.refusal}
            onChange={(next) => {
              setChoice({ workloads: [...next], baseline: baselineOf(baselines, workloads, next, choice.baseline) })
            }}
          />
          <div>
            <Button type="submit" variant={isPreviewed ? 'plain' : 'primary'}>
              Show what would change
            </Button>
          </div>
        </Form>
        {isPreviewed && preview !== null && <Preview preview={preview} customer={customer} />}
        {!isPreviewed && (
          <div className="panel panel-warn">
            <StateIcon mark="unknown" />
            <p>The choice changed. Look at what it would change before anything starts.</p>
          </div>
        )}
      </div>
      {openRunId !== null && (
        <footer className="win-foot">
          <p>A run of this tenant is open. It goes first.</p>
          <ButtonLink href={`/tenants/${tenantId}/runs/${openRunId}`} variant="primary">
            Go to the open run
          </ButtonLink>
        </footer>
      )}
      {openRunId === null && isPreviewed && preview !== null && (
        <StartForm tenantId={tenantId} domain={domain} preview={preview} />
      )}
    </>
  )
}
