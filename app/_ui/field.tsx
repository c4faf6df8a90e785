import type { ComponentProps } from 'react'
import { StateIcon } from './state-icon'

interface FieldProps extends Omit<ComponentProps<'input'>, 'id' | 'className'> {
  name: string
  label: string
  hint?: string
  /** Why the value was refused, with the way out; takes the place of the hint. */
  refusal?: string | null
}

/** A label above, one line below: a hint, or the reason why this value does not work. */
export function Field({ name, label, hint, refusal = null, ...input }: FieldProps) {
  const bad = refusal !== null
  const said = refusal ?? hint
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <div className="input" data-bad={bad ? '' : undefined}>
        <input
          {...input}
          id={name}
          name={name}
          aria-invalid={bad ? true : undefined}
          aria-describedby={`${name}-hint`}
        />
      </div>
      {said !== undefined && (
        <p className={bad ? 'hint hint-bad' : 'hint'} id={`${name}-hint`}>
          {bad && <StateIcon mark="fail" />}
          {said}
        </p>
      )}
    </div>
  )
}
