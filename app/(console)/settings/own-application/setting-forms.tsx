'use client'

import { useActionState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../../../_ui/button'
import { Field } from '../../../_ui/field'
import { Refusal } from '../../_parts/refusal'
import { type SettingsState, untouched } from '../settings-state'

type Save = (before: SettingsState, form: FormData) => Promise<SettingsState>

interface TextSettingProps {
  action: Save
  name: string
  label: string
  hint: string
  placeholder: string
  value: string
  button: string
}

/** One value with its own button; a refusal names the mend and keeps what was typed. */
export function TextSetting({ action, name, label, hint, placeholder, value, button }: TextSettingProps) {
  const [state, submit, pending] = useActionState(action, { ...untouched, typed: value })
  const { error } = state
  return (
    <form action={submit} className="stack">
      <Field
        name={name}
        label={label}
        hint={hint}
        refusal={error?.say ?? null}
        defaultValue={state.typed}
        key={state.typed}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        required
        maxLength={300}
      />
      <Press pending={pending} label={button} saved={state.saved} />
    </form>
  )
}

interface ActSettingProps {
  action: Save
  label: string
  /** What the action needs to know, or lets choose. */
  children?: ReactNode
}

/** Anything else that one press does, with hidden values or a choice inside. */
export function ActSetting({ action, label, children }: ActSettingProps) {
  const [state, submit, pending] = useActionState(action, untouched)
  return (
    <form action={submit} className="stack">
      {children}
      <Press pending={pending} label={label} saved={state.saved} />
      <Refusal error={state.error} />
    </form>
  )
}

function Press({ pending, label, saved }: { pending: boolean; label: string; saved: string }) {
  return (
    <div className="panel-ways">
      <Button type="submit" pending={pending}>
        {label}
      </Button>
      <p className="hint hint-ok" role="status">
        {saved}
      </p>
    </div>
  )
}
