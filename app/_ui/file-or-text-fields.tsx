import { StateIcon } from './state-icon'

interface FileOrTextFieldsProps {
  /** Of the file; the text is always called `pasted`. */
  name: string
  label: string
  /** The kinds of file that a browser offers first. */
  accept: string
  textLabel: string
  placeholder: string
  hint: string
  /** Why neither works; takes the place of the hint. It stands under both, because it is about what they hold. */
  refusal: string | null
}

/** The same thing as a file or as text: whichever is at hand. */
export function FileOrTextFields(props: FileOrTextFieldsProps) {
  const { name, label, accept, textLabel, placeholder, hint, refusal } = props
  const bad = refusal !== null ? true : undefined
  const hintId = `${name}-hint`
  return (
    <>
      <div className="field">
        <label htmlFor={name}>{label}</label>
        <div className="input">
          <input id={name} name={name} type="file" accept={accept} aria-invalid={bad} aria-describedby={hintId} />
        </div>
      </div>
      <div className="field">
        <label htmlFor="pasted">{textLabel}</label>
        <textarea
          id="pasted"
          name="pasted"
          className="input mono"
          rows={4}
          spellCheck={false}
          autoComplete="off"
          placeholder={placeholder}
          aria-invalid={bad}
          aria-describedby={hintId}
        />
        <p className={bad ? 'hint hint-bad' : 'hint'} id={hintId} role={bad ? 'alert' : undefined}>
          {bad && <StateIcon mark="fail" />}
          {refusal ?? hint}
        </p>
      </div>
    </>
  )
}
