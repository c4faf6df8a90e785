'use client'

import { useActionState } from 'react'
import { Button } from '../../../_ui/button'
import { Field } from '../../../_ui/field'
import { SelectField } from '../../../_ui/select-field'
import { Refusal } from '../../_parts/refusal'
import { addBackupServer } from '../actions'
import { fieldOf, untouched } from '../restore-state'

/** Where assertions may be sent. */
export function ServerForm({ versions }: { versions: readonly string[] }) {
  const [state, submit, pending] = useActionState(addBackupServer, untouched)
  const { values, error } = state
  return (
    <form action={submit} className="stack" aria-label="Register a backup server">
      <Field {...fieldOf(state, 'name')} label="Name" required />
      <Field
        {...fieldOf(state, 'address')}
        label="Address"
        hint="For example https://backup.example.com:4443"
        inputMode="url"
        required
      />
      <SelectField
        name="version"
        label="Version of its API"
        defaultValue={values['version'] ?? versions.at(-1)}
        options={versions.map((version) => [version, version])}
      />
      <Field
        {...fieldOf(state, 'pinnedSha256')}
        label="SHA-256 thumbprint of its certificate"
        hint="Only where no authority that is trusted here signed it."
        autoComplete="off"
      />
      {error?.field === undefined && <Refusal error={error} />}
      <div>
        <Button type="submit" pending={pending}>
          Register the server
        </Button>
      </div>
    </form>
  )
}
