'use client'

import { useActionState, type ReactNode } from 'react'
import { Button } from '../../_ui/button'
import { notActed, type ActState } from './act-state'
import { Refusal } from './refusal'

interface ActFormProps {
  action: (before: ActState, form: FormData) => Promise<ActState>
  /** What is sent with the press. */
  fields: Readonly<Record<string, string>>
  label: string
  variant?: 'primary' | 'plain' | 'quiet' | 'danger'
  /** Says more than the label where several buttons have the same. */
  ariaLabel?: string
  /** Inputs beside the button. */
  children?: ReactNode
}

/** One press with its refusal beside it. Works without scripts. */
export function ActForm({ action, fields, label, variant = 'plain', ariaLabel, children }: ActFormProps) {
  const [state, submit, pending] = useActionState(action, notActed)
  return (
    <form action={submit} className="act-form" aria-label={ariaLabel ?? label}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <Button type="submit" variant={variant} pending={pending} aria-label={ariaLabel}>
        {label}
      </Button>
      <Refusal error={state.error} />
    </form>
  )
}
