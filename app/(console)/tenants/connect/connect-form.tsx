'use client'

import { EyeOff, Lock, TriangleAlert } from 'lucide-react'
import { useActionState, useEffect, useMemo, useState } from 'react'
import type { BaselineView, WorkloadView } from '@/lib/tenants/baseline-views'
import { Button } from '../../../_ui/button'
import { Field } from '../../../_ui/field'
import { StateIcon } from '../../../_ui/state-icon'
import { connect } from '../actions'
import { baselineOf, chosenBy, previewOf, promise, type Preview } from './choices'
import { untouched, type ConnectValues, type FormError } from './connect-state'
import { DomainField } from './domain-field'
import { ExistingFields } from './existing-fields'
import { PermissionPreview } from './permission-preview'
import { BaselineField, WorkloadBoxes } from './workload-fields'

interface ConnectFormProps {
  initial: ConnectValues
  baselines: readonly BaselineView[]
  workloads: readonly WorkloadView[]
  customers: readonly string[]
  /** True when the tenant is known and stays what it is. */
  reconfigure: boolean
}

/** Which tenant, what of it, and what will be granted for that. Works as a plain form where scripts do not run. */
export function ConnectForm({ initial, baselines, workloads, customers, reconfigure }: ConnectFormProps) {
  const [state, submit, pending] = useActionState(connect, untouched)
  const [values, setValues] = useState<ConnectValues>(state.values ?? initial)
  const chosen = useMemo(() => new Set(values.workloads), [values.workloads])
  const preview = useMemo(() => previewOf(workloads, chosen), [workloads, chosen])
  const change = (next: Partial<ConnectValues>) => {
    setValues((before) => ({ ...before, ...next }))
  }
  useEffect(() => {
    if (state.error?.field !== undefined) document.getElementById(state.error.field)?.focus()
  }, [state])
  const choose = (next: ReadonlySet<string>) => {
    change({ workloads: [...next], baseline: baselineOf(baselines, workloads, next, values.baseline) })
  }
  return (
    <form action={submit} aria-label="Connect a tenant">
      <div className="win-body">
        <h1>
          {reconfigure
            ? `What of ${initial.customer} should be backed up?`
            : 'Which tenant, and what should be backed up?'}
        </h1>
        <div className="pair">
          <CustomerField
            value={values.customer}
            customers={customers}
            fixed={reconfigure}
            refusal={refusalOf(state.error, 'customer')}
            onChange={(customer) => {
              change({ customer })
            }}
          />
          <DomainField
            domain={values.domain}
            fixed={reconfigure}
            refusal={state.error?.field === 'domain' ? state.error : null}
            onChange={(domain) => {
              change({ domain })
            }}
            onCustomer={(customer) => {
              setValues((before) => (before.customer.trim() === '' ? { ...before, customer } : before))
            }}
          />
        </div>
        <BaselineField
          value={values.baseline}
          baselines={baselines}
          onChange={(key) => {
            const baseline = baselines.find((known) => known.key === key)
            change({ baseline: key, ...(baseline && { workloads: [...chosenBy(baseline, workloads)] }) })
          }}
        />
        <WorkloadBoxes
          workloads={workloads}
          chosen={chosen}
          refusal={refusalOf(state.error, 'workloads')}
          onChange={choose}
        />
        <PermissionPreview preview={preview} />
        {!reconfigure && (
          <ExistingFields existing={(state.values ?? initial).existing} refusal={refusalOf(state.error, 'existing')} />
        )}
        <Promises preview={preview} />
        <FormRefusal error={state.error} />
      </div>
      <footer className="win-foot">
        <p>
          {reconfigure
            ? 'An administrator signs in once more. Nothing that works is taken away first.'
            : 'Nothing is written before their administrator signs in.'}
        </p>
        <Button type="submit" variant="primary" pending={pending}>
          {pending ? 'Asking Microsoft for a code' : 'Get a sign-in code'}
        </Button>
      </footer>
    </form>
  )
}

const fields = ['customer', 'domain', 'workloads', 'existing'] as const

function refusalOf(error: FormError | null, field: (typeof fields)[number]): string | null {
  return error?.field === field ? error.say : null
}

/** A refusal that belongs to no single field. */
function FormRefusal({ error }: { error: FormError | null }) {
  if (error === null || fields.some((field) => field === error.field)) return null
  return (
    <div className="panel panel-fail panel-line" role="alert">
      <StateIcon mark="fail" />
      <p>{error.say}</p>
    </div>
  )
}

interface CustomerFieldProps {
  value: string
  customers: readonly string[]
  fixed: boolean
  refusal: string | null
  onChange: (customer: string) => void
}

function CustomerField({ value, customers, fixed, refusal, onChange }: CustomerFieldProps) {
  const known = customers.some((name) => name.toLowerCase() === value.trim().toLowerCase())
  const hint = value.trim() === '' ? 'Who this is for, as you call them' : known ? 'Known customer' : 'New customer'
  return (
    <>
      <Field
        name="customer"
        label="Customer"
        hint={hint}
        refusal={refusal}
        value={value}
        readOnly={fixed}
        onChange={(event) => {
          onChange(event.target.value)
        }}
        list="known-customers"
        required
        maxLength={120}
        autoComplete="off"
      />
      <datalist id="known-customers">
        {customers.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  )
}

function Promises({ preview }: { preview: Preview }) {
  return (
    <ul className="promise panel">
      <li>
        {preview.canWrite === 0 ? <Lock className="i" aria-hidden /> : <TriangleAlert className="i" aria-hidden />}
        <span>{promise(preview)}</span>
      </li>
      <li>
        <EyeOff className="i" aria-hidden />
        <span>The administrator’s sign-in lives in memory for one run and is dropped at its end.</span>
      </li>
    </ul>
  )
}
