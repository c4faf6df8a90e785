import { Field } from './field'

interface NewPasswordFieldProps {
  name: string
  label: string
  /** What else happens with it. */
  note?: string
  refusal: string | null
}

/** A password that somebody chooses; its length and the advice are the same wherever that is. */
export function NewPasswordField({
  name,
  label,
  note = 'Three or four words in a row are easy to keep.',
  refusal,
}: NewPasswordFieldProps) {
  return (
    <Field
      name={name}
      label={label}
      hint={`At least 12 characters. ${note}`}
      refusal={refusal}
      type="password"
      autoComplete="new-password"
      required
      maxLength={256}
    />
  )
}
