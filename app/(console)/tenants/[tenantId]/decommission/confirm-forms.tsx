'use client'

import { useActionState } from 'react'
import { Button } from '../../../../_ui/button'
import { notActed, type ActState } from '../../../_parts/act-state'
import { Refusal } from '../../../_parts/refusal'
import { decommission, forgetTenant } from './actions'

interface ConfirmProps {
  tenantId: string
  domain: string
}

/** The domain typed, then a sign-in code. */
export function DecommissionForm({ adopted, ...props }: ConfirmProps & { adopted: boolean }) {
  return (
    <ConfirmForm
      {...props}
      id="decommission"
      action={decommission}
      label="Decommission"
      doing="Asking Microsoft for a code"
    >
      {adopted && (
        <fieldset className="stack-tight">
          <legend className="label">The application stood there before Latchkey took it over</legend>
          <label className="radio-line">
            <input type="radio" name="leave" value="yes" defaultChecked /> Only take our keys and permissions off it
          </label>
          <label className="radio-line">
            <input type="radio" name="leave" value="no" /> Delete it
          </label>
        </fieldset>
      )}
    </ConfirmForm>
  )
}

/** The same without anybody of the tenant. */
export function ForgetForm(props: ConfirmProps) {
  return <ConfirmForm {...props} id="forget" action={forgetTenant} label="Forget it here" doing="Taking our key off" />
}

interface ConfirmFormProps extends ConfirmProps {
  id: string
  action: (before: ActState, form: FormData) => Promise<ActState>
  label: string
  doing: string
  children?: React.ReactNode
}

function ConfirmForm({ tenantId, domain, id, action, label, doing, children }: ConfirmFormProps) {
  const [state, submit, pending] = useActionState(action, notActed)
  return (
    <form action={submit} className="confirm-form" aria-label={label}>
      <input type="hidden" name="tenantId" value={tenantId} />
      {children}
      <div className="field">
        <label htmlFor={`${id}-domain`}>
          Type <b>{domain}</b> to confirm
        </label>
        <input
          id={`${id}-domain`}
          name="domain"
          className="input"
          required
          maxLength={253}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={state.error?.field === 'domain'}
        />
      </div>
      <Refusal error={state.error} />
      <div>
        <Button type="submit" variant="danger" pending={pending}>
          {pending ? doing : label}
        </Button>
      </div>
    </form>
  )
}
