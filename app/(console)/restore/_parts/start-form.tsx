'use client'

import { useActionState } from 'react'
import type { RestoreTenantChoice } from '@/lib/restore/views'
import { Button } from '../../../_ui/button'
import { Field } from '../../../_ui/field'
import { SelectField } from '../../../_ui/select-field'
import { Refusal } from '../../_parts/refusal'
import { startRestore } from '../actions'
import { fieldOf, untouched } from '../restore-state'

interface StartFormProps {
  tenants: readonly RestoreTenantChoice[]
  clientId: string
  scope: string
}

/** Which tenant, with which program and which permissions. The last two are right as they stand for most. */
export function StartForm({ tenants, clientId, scope }: StartFormProps) {
  const [state, submit, pending] = useActionState(startRestore, untouched)
  const { values, error } = state
  return (
    <form action={submit} className="stack" aria-label="Start a restore sign-in">
      <SelectField
        name="tenantId"
        label="Tenant"
        defaultValue={values['tenantId']}
        options={tenants.map(({ tenantId, customer, domain }) => [tenantId, `${customer} (${domain})`])}
        required
      />
      <details className="raw" open={error?.field !== undefined}>
        <summary>Program and permissions</summary>
        <div className="stack">
          <Field
            {...fieldOf(state, 'organizationName')}
            label="Organization name"
            hint="Ends in .onmicrosoft.com. Left empty, Latchkey reads it."
            autoComplete="off"
          />
          <Field
            {...fieldOf(state, 'clientId', clientId)}
            label="Application (client) ID"
            hint="Azure CLI, unless you have a public client of your own."
            autoComplete="off"
          />
          <Field
            {...fieldOf(state, 'scope', scope)}
            label="Permissions"
            hint="One to read the directory, one to read users, and offline_access."
            autoComplete="off"
          />
        </div>
      </details>
      {error?.field === undefined && <Refusal error={error} />}
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          Get a sign-in code
        </Button>
      </div>
    </form>
  )
}
