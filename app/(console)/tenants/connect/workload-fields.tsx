'use client'

import type { BaselineView, WorkloadView } from '@/lib/tenants/baseline-views'
import { SelectField } from '../../../_ui/select-field'
import { StateIcon } from '../../../_ui/state-icon'
import { customBaseline } from './choices'

/** The shipped baselines, and Custom for every other choice. */
export function BaselineField(props: {
  value: string
  baselines: readonly BaselineView[]
  onChange: (key: string) => void
}) {
  return (
    <SelectField
      name="baseline"
      label="Baseline"
      value={props.value}
      onChange={(event) => {
        props.onChange(event.target.value)
      }}
      options={[...props.baselines.map(({ key, name }) => [key, name] as const), [customBaseline, 'Custom']]}
    />
  )
}

interface WorkloadBoxesProps {
  workloads: readonly WorkloadView[]
  chosen: ReadonlySet<string>
  refusal: string | null
  onChange: (chosen: ReadonlySet<string>) => void
}

/** A product's own list is shown once its baseline is chosen; without scripts all lists are. */
export function WorkloadBoxes({ workloads, chosen, refusal, onChange }: WorkloadBoxesProps) {
  const optional = workloads.filter(({ always }) => !always)
  const vendors = new Set(workloads.filter(({ key }) => chosen.has(key)).map(({ vendor }) => vendor))
  const shown = optional.filter(({ vendor }) => vendor === null || vendors.has(vendor))
  const hidden = optional.filter((workload) => !shown.includes(workload))
  const notes = optional.filter(({ key, optionalReason }) => optionalReason !== null && chosen.has(key))
  return (
    <fieldset id="workloads" tabIndex={-1} aria-describedby="workload-notes">
      <legend className="label">Workloads</legend>
      <div className="options">
        {shown.map((workload) => (
          <WorkloadBox
            key={workload.key}
            workload={workload}
            checked={chosen.has(workload.key)}
            onChange={(checked) => {
              const next = new Set(chosen)
              if (checked) next.add(workload.key)
              else next.delete(workload.key)
              onChange(next)
            }}
          />
        ))}
        <noscript>
          {hidden.map(({ key, name }) => (
            <label key={key} className="wopt">
              <input type="checkbox" className="cb" name="workloads" value={key} />
              {name}
            </label>
          ))}
        </noscript>
      </div>
      <div id="workload-notes" className="option-notes">
        {refusal !== null && (
          <p className="hint hint-bad">
            <StateIcon mark="fail" />
            {refusal}
          </p>
        )}
        {notes.map(({ key, name, optionalReason }) => (
          <p key={key} className="hint">
            {name}: {optionalReason}
          </p>
        ))}
      </div>
    </fieldset>
  )
}

interface WorkloadBoxProps {
  workload: WorkloadView
  checked: boolean
  onChange: (checked: boolean) => void
}

function WorkloadBox({ workload, checked, onChange }: WorkloadBoxProps) {
  return (
    <label className="wopt">
      <input
        type="checkbox"
        className="cb"
        name="workloads"
        value={workload.key}
        checked={checked}
        onChange={(event) => {
          onChange(event.target.checked)
        }}
      />
      {workload.name}
    </label>
  )
}
