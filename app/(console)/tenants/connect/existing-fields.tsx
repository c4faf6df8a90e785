import { Field } from '../../../_ui/field'

/** For a tenant in which a usable application stands already: named by its id, or one of an earlier installation. */
export function ExistingFields({ existing, refusal }: { existing: string; refusal: string | null }) {
  const isEarlier = existing === 'earlier'
  return (
    <details className="raw" open={existing !== '' || refusal !== null}>
      <summary>Use an application that exists already</summary>
      <div className="existing">
        <p>
          Latchkey adds its certificate and the missing permissions to it. Its name, owners, addresses and other keys
          stay as they are. After the sign-in you see what would change and agree, or not.
        </p>
        <Field
          name="existing"
          label="Application (client) ID"
          hint="From App registrations, Overview"
          refusal={refusal}
          defaultValue={isEarlier ? '' : existing}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
        />
        <label className="radio-line">
          <input type="checkbox" className="cb" name="earlier" value="earlier" defaultChecked={isEarlier} /> Or look for
          the one that an earlier installation of Latchkey made
        </label>
      </div>
    </details>
  )
}
