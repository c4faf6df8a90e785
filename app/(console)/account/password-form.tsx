'use client'

import { useActionState } from 'react'
import { Button } from '../../_ui/button'
import { ErrorPanel } from '../../_ui/error-panel'
import { Field } from '../../_ui/field'
import { NewPasswordField } from '../../_ui/new-password-field'
import { changeOwnPassword } from './actions'

const fields = ['old', 'next'] as const

export function PasswordForm({ email }: { email: string }) {
  const [{ error, saved }, submit, pending] = useActionState(changeOwnPassword, { error: null, saved: '' })
  const refusalOf = (field: (typeof fields)[number]) => (error?.field === field ? error.say : null)
  return (
    <section className="card" aria-labelledby="password-title">
      <div className="card-head">
        <h2 id="password-title">Password</h2>
      </div>
      <form action={submit} className="card-body stack" aria-label="Change your password">
        {error !== null && !fields.some((field) => field === error.field) && <ErrorPanel title={error.say} />}
        <input type="hidden" name="username" autoComplete="username" defaultValue={email} />
        <Field
          name="old"
          label="The present one"
          refusal={refusalOf('old')}
          type="password"
          autoComplete="current-password"
          required
          maxLength={256}
        />
        <NewPasswordField name="next" label="A new one" note="Your other sessions end." refusal={refusalOf('next')} />
        <div className="panel-ways">
          <Button type="submit" pending={pending}>
            {pending ? 'Changing' : 'Change the password'}
          </Button>
          <p className="hint hint-ok" role="status">
            {saved}
          </p>
        </div>
      </form>
    </section>
  )
}
