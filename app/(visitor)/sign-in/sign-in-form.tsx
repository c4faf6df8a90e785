'use client'

import { useActionState } from 'react'
import { Button } from '../../_ui/button'
import { ErrorPanel } from '../../_ui/error-panel'
import { Field } from '../../_ui/field'
import { signInOperator } from './actions'
import { nothingSaid } from './sign-in-state'

export function SignInForm({ next }: { next: string }) {
  const [state, submit, pending] = useActionState(signInOperator, nothingSaid)
  return (
    <form action={submit} className="visitor-form" aria-label="Sign in">
      {state.say !== null && <ErrorPanel title={state.say} />}
      <input type="hidden" name="next" value={next} />
      <Field
        name="email"
        label="Mail address"
        type="email"
        autoComplete="username"
        defaultValue={state.email}
        key={state.email}
        required
        maxLength={254}
      />
      <Field
        name="password"
        label="Password"
        type="password"
        autoComplete="current-password"
        required
        maxLength={256}
      />
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        {pending ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  )
}
