'use client'

import { useActionState } from 'react'
import { Button } from '../../../../_ui/button'
import { Field } from '../../../../_ui/field'
import { FileOrTextFields } from '../../../../_ui/file-or-text-fields'
import { notActed } from '../../../_parts/act-state'
import { bringServerKey } from './actions'

/** A name, and a file or its text. Works without scripts. */
export function BringForm({ tenantId }: { tenantId: string }) {
  const [state, submit, pending] = useActionState(bringServerKey, notActed)
  const { field, say } = state.error ?? {}
  const atFault = field === 'name' ? null : (say ?? null)
  return (
    <form action={submit} className="stack">
      <input type="hidden" name="tenantId" value={tenantId} />
      <Field
        name="name"
        label="Name of the backup server"
        hint="Stands beside the certificate in the tenant’s portal too."
        refusal={field === 'name' ? (say ?? null) : null}
        required
        maxLength={60}
        autoComplete="off"
      />
      <FileOrTextFields
        name="file"
        label="Its signing request, or its certificate"
        accept=".csr,.pem,.crt,.cer,.der,.req"
        textLabel="Or the text of it"
        placeholder="-----BEGIN CERTIFICATE REQUEST-----"
        hint="PEM or DER. Never a file with a private key."
        refusal={atFault}
      />
      <p>
        <Button type="submit" variant="primary" pending={pending}>
          {pending ? 'Putting it there' : 'Add this certificate'}
        </Button>
      </p>
    </form>
  )
}
