'use client'

import { useActionState, type ReactNode } from 'react'
import { Button } from '../../../../_ui/button'
import { Refusal } from '../../../_parts/refusal'
import { ShownOnce } from '../../notifications/shown-once'
import { actOnApiClient } from '../actions'
import { notPressed } from '../client-state'

interface MachineFormProps {
  apiClientId: string
  deed: 'renew' | 'replace-key' | 'disable'
  label: string
  variant?: 'plain' | 'danger'
  children?: ReactNode
}

/** One press, and what came of it beside the button. Works without scripts. */
export function MachineForm({ apiClientId, deed, label, variant = 'plain', children }: MachineFormProps) {
  const [state, submit, pending] = useActionState(actOnApiClient, notPressed)
  return (
    <form action={submit} className="act-form machine-form" aria-label={label}>
      <input type="hidden" name="apiClientId" value={apiClientId} />
      <input type="hidden" name="deed" value={deed} />
      {children}
      <Button type="submit" variant={variant} pending={pending}>
        {label}
      </Button>
      <Refusal error={state.error} />
      {state.secret !== null && (
        <ShownOnce value={state.secret} what="Secret">
          {state.said}
        </ShownOnce>
      )}
      {state.secret === null && state.said !== '' && (
        <p className="hint hint-ok" role="status">
          {state.said}
        </p>
      )}
    </form>
  )
}
