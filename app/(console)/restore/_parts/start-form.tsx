'use client'

import { useActionState } from 'react'
import type { RestoreTenantChoice } from '@/lib/restore/views'
import { Button } from '../../../_ui/button'
import { Field } from '../../../_ui/field'
import { Refusal } from '../../_parts/refusal'
import { startRestore } from '../actions'
import { refusalOf, untouched } from '../restore-state'

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
      <div className="field">
        <label htmlFor="tenantId">Tenant</label>
        <select id="tenantId" name="tenantId" className="input" defaultValue={values['tenantId']} required>
          {tenants.map(({ tenantId, customer, domain }) => (
            <option key={tenantId} value={tenantId}>
              {customer} ({domain})
            </option>
          ))}
        </select>
      </div>
      <details className="raw" open={error?.field !== undefined}>
        <summary>Program and permissions</summary>
        <div className="stack">
          <Field
            name="organizationName"
            label="Organization name"
            hint="Ends in .onmicrosoft.com. Left empty, Latchkey reads it."
            defaultValue={values['organizationName'] ?? ''}
            refusal={refusalOf(state, 'organizationName')}
            autoComplete="off"
          />
          <Field
            name="clientId"
            label="Application (client) ID"
            hint="Azure CLI, unless you have a public client of your own."
            defaultValue={values['clientId'] ?? clientId}
            refusal={refusalOf(state, 'clientId')}
            autoComplete="off"
          />
          <Field
            name="scope"
            label="Permissions"
            hint="One to read the directory, one to read users, and offline_access."
            defaultValue={values['scope'] ?? scope}
            refusal={refusalOf(state, 'scope')}
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
