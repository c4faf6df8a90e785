import type { ComponentProps } from 'react'

interface SelectFieldProps extends Omit<ComponentProps<'select'>, 'className' | 'children'> {
  name: string
  /** The name, unless two forms of one page have a field of that name. */
  id?: string
  label: string
  hint?: string
  /** What is sent, and how it is called. */
  options: readonly (readonly [value: string, words: string])[]
}

/** One of a few, with a label above and perhaps a hint below. */
export function SelectField({ name, id = name, label, hint, options, ...select }: SelectFieldProps) {
  const hintId = hint === undefined ? undefined : `${id}-hint`
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select {...select} id={id} name={name} className="input" aria-describedby={hintId}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p className="hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  )
}
