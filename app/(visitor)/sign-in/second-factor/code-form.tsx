'use client'

import { useActionState } from 'react'
import { Button } from '../../../_ui/button'
import { ErrorPanel } from '../../../_ui/error-panel'
import { Field } from '../../../_ui/field'
import { sendCode } from '../actions'

export function CodeForm({ next }: { next: string }) {
  const [state, submit, pending] = useActionState(sendCode, { error: null })
  const { error } = state
  const inField = error?.field === 'code'
  return (
    <form action={submit} className="visitor-form" aria-label="Second factor">
      {error !== null && !inField && <ErrorPanel title={error.say} />}
      <input type="hidden" name="next" value={next} />
      <Field
        name="code"
        label="Code of your authenticator app"
        hint="Six digits, or one of your recovery codes"
        refusal={inField ? error.say : null}
        autoComplete="one-time-code"
        spellCheck={false}
        autoCapitalize="none"
        required
        maxLength={40}
      />
      <Button type="submit" variant="primary" size="lg" pending={pending}>
        {pending ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  )
}
