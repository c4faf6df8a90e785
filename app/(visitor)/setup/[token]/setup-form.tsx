'use client'

import { useActionState } from 'react'
import { Button } from '../../../_ui/button'
import { ErrorPanel } from '../../../_ui/error-panel'
import { Field } from '../../../_ui/field'
import { NewPasswordField } from '../../../_ui/new-password-field'
import { setUpOwner } from './actions'
import { notSetUp, type SetupState } from './setup-state'

const fields = ['name', 'email', 'password'] as const

export function SetupForm({ token }: { token: string }) {
  const [state, submit, pending] = useActionState(setUpOwner, notSetUp)
  const general = state.error !== null && !fields.some((field) => field === state.error?.field)
  return (
    <form action={submit} className="visitor-form" aria-label="Create the owner’s account">
      {general && <ErrorPanel title={state.error?.say ?? ''} />}
      <input type="hidden" name="token" value={token} />
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
      <Field
        name="email"
        label="Mail address"
        hint="You sign in with it; nothing is sent to it yet"
        refusal={refusalOf(state, 'email')}
        type="email"
        autoComplete="username"
        defaultValue={state.email}
        key={`email ${state.email}`}
        required
        maxLength={254}
      />
      <NewPasswordField name="password" label="Password" refusal={refusalOf(state, 'password')} />
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        {pending ? 'Creating the account' : 'Create the account'}
      </Button>
    </form>
  )
}

function refusalOf({ error }: SetupState, field: (typeof fields)[number]): string | null {
  return error?.field === field ? error.say : null
}
