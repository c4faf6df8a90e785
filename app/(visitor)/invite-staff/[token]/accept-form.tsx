'use client'

import { useActionState } from 'react'
import { Button } from '../../../_ui/button'
import { ErrorPanel } from '../../../_ui/error-panel'
import { Field } from '../../../_ui/field'
import { NewPasswordField } from '../../../_ui/new-password-field'
import { acceptInvitation } from './actions'
import { notAccepted, type AcceptState } from './accept-state'

const fields = ['name', 'password'] as const

export function AcceptForm({ token, email }: { token: string; email: string }) {
  const [state, submit, pending] = useActionState(acceptInvitation, notAccepted)
  const general = state.error !== null && !fields.some((field) => field === state.error?.field)
  return (
    <form action={submit} className="visitor-form" aria-label="Accept the invitation">
      {general && <ErrorPanel title={state.error?.say ?? ''} />}
      <input type="hidden" name="token" value={token} />
      <Field
        name="email"
        label="Mail address"
        hint="You sign in with it"
        type="email"
        autoComplete="username"
        value={email}
        readOnly
      />
      <Field
        name="name"
        label="Your name"
        hint="Stands beside what you do, in runs and in the audit"
        refusal={refusalOf(state, 'name')}
        autoComplete="name"
        defaultValue={state.name}
        key={`name ${state.name}`}
        required
        maxLength={100}
      />
      <NewPasswordField name="password" label="Password" refusal={refusalOf(state, 'password')} />
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        {pending ? 'Creating the account' : 'Create my account'}
      </Button>
    </form>
  )
}

function refusalOf({ error }: AcceptState, field: (typeof fields)[number]): string | null {
  return error?.field === field ? error.say : null
}
