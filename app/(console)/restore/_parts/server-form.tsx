'use client'

import { useActionState } from 'react'
import { Button } from '../../../_ui/button'
import { Field } from '../../../_ui/field'
import { Refusal } from '../../_parts/refusal'
import { addBackupServer } from '../actions'
import { refusalOf, untouched } from '../restore-state'

/** Where assertions may be sent. */
export function ServerForm({ versions }: { versions: readonly string[] }) {
  const [state, submit, pending] = useActionState(addBackupServer, untouched)
  const { values, error } = state
  return (
    <form action={submit} className="stack" aria-label="Register a backup server">
      <Field name="name" label="Name" defaultValue={values['name'] ?? ''} refusal={refusalOf(state, 'name')} required />
      <Field
        name="address"
        label="Address"
        hint="For example https://backup.example.com:4443"
        defaultValue={values['address'] ?? ''}
        refusal={refusalOf(state, 'address')}
        inputMode="url"
        required
      />
      <div className="field">
        <label htmlFor="version">Version of its API</label>
        <select id="version" name="version" className="input" defaultValue={values['version'] ?? versions.at(-1)}>
          {versions.map((version) => (
            <option key={version}>{version}</option>
          ))}
        </select>
      </div>
      <Field
        name="pinnedSha256"
        label="SHA-256 thumbprint of its certificate"
        hint="Only where no authority that is trusted here signed it."
        defaultValue={values['pinnedSha256'] ?? ''}
        refusal={refusalOf(state, 'pinnedSha256')}
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
