'use client'

import { useActionState } from 'react'
import { Button } from '../../_ui/button'
import { ErrorPanel } from '../../_ui/error-panel'
import { Field } from '../../_ui/field'
import { changeClient } from './actions'
import { untouched } from './settings-state'

/** Empty means the default, so going back needs no remembered id. */
export function ClientForm({ clientId }: { clientId: string }) {
  const [state, submit, pending] = useActionState(changeClient, { ...untouched, typed: clientId })
  const { error } = state
  return (
    <form action={submit} className="stack" aria-label="Change the program">
      {error !== null && error.field !== 'clientId' && <ErrorPanel title={error.say} />}
      <Field
        name="clientId"
        label="Use your own"
        hint="The application (client) ID of your registration. Empty: Microsoft Azure CLI."
        refusal={error?.field === 'clientId' ? error.say : null}
        defaultValue={state.typed}
        key={state.typed}
        placeholder="00000000-0000-0000-0000-000000000000"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
      />
      <div className="panel-ways">
        <Button type="submit" variant="primary" pending={pending}>
          {pending ? 'Saving' : 'Use this program'}
        </Button>
        <p className="hint hint-ok" role="status">
          {state.saved}
        </p>
      </div>
    </form>
  )
}
