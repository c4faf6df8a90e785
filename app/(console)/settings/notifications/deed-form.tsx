'use client'

import { useActionState } from 'react'
import { Button } from '../../../_ui/button'
import { Refusal } from '../../_parts/refusal'
import { actOnReceiver, setAccess } from './actions'
import { notDone } from './channel-state'
import { ShownOnce } from './shown-once'

interface DeedFormProps {
  fields: Readonly<Record<string, string>>
  label: string
  /** Whom the press concerns: a channel, or the calendar and the metrics. */
  on?: 'channel' | 'access'
  variant?: 'primary' | 'plain' | 'quiet' | 'danger'
  size?: 'sm' | 'md'
  /** Says more than the label where several buttons have the same. */
  ariaLabel?: string
}

/** One press, and what came of it beside the button. Works without scripts. */
export function DeedForm({ fields, label, on = 'channel', variant = 'plain', size = 'md', ariaLabel }: DeedFormProps) {
  const [state, submit, pending] = useActionState(on === 'channel' ? actOnReceiver : setAccess, notDone)
  return (
    <form action={submit} className="act-form" aria-label={ariaLabel ?? label}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" variant={variant} size={size} pending={pending} aria-label={ariaLabel}>
        {label}
      </Button>
      <Refusal error={state.error} />
      {state.secret !== null ? (
        <ShownOnce value={state.secret} what="It">
          {state.said}
        </ShownOnce>
      ) : (
        <p className={state.good ? 'hint hint-ok' : 'hint hint-bad'} role="status">
          {state.said}
        </p>
      )}
    </form>
  )
}
