import type { ComponentProps } from 'react'
import { StateIcon } from './state-icon'

interface FieldProps extends Omit<ComponentProps<'input'>, 'className'> {
  name: string
  /** The name, unless two forms of one page have a field of that name. */
  id?: string
  label: string
  hint?: string
  /** Why the value was refused, with the way out; takes the place of the hint. */
  refusal?: string | null
}

/** A label above, one line below: a hint, or the reason why this value does not work. */
export function Field({ name, id = name, label, hint, refusal = null, ...input }: FieldProps) {
  const bad = refusal !== null
  const said = refusal ?? hint
  const hintId = said === undefined ? undefined : `${id}-hint`
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input" data-bad={bad ? '' : undefined}>
        <input {...input} id={id} name={name} aria-invalid={bad ? true : undefined} aria-describedby={hintId} />
      </div>
      {said !== undefined && (
        <p className={bad ? 'hint hint-bad' : 'hint'} id={hintId}>
          {bad && <StateIcon mark="fail" />}
          {said}
        </p>
      )}
    </div>
  )
}
