'use client'

import { useActionState } from 'react'
import { Button } from '../../../../_ui/button'
import { Field } from '../../../../_ui/field'
import { StateIcon } from '../../../../_ui/state-icon'
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
      <FileFields refusal={atFault} />
      <p>
        <Button type="submit" variant="primary" pending={pending}>
          {pending ? 'Putting it there' : 'Add this certificate'}
        </Button>
      </p>
    </form>
  )
}

/** The refusal stands under both, because it is about what they hold. */
function FileFields({ refusal }: { refusal: string | null }) {
  const bad = refusal !== null ? true : undefined
  return (
    <>
      <div className="field">
        <label htmlFor="file">Its signing request, or its certificate</label>
        <div className="input">
          <input
            id="file"
            name="file"
            type="file"
            accept=".csr,.pem,.crt,.cer,.der,.req"
            aria-invalid={bad}
            aria-describedby="file-hint"
          />
        </div>
      </div>
      <div className="field">
        <label htmlFor="pasted">Or the text of it</label>
        <textarea
          id="pasted"
          name="pasted"
          className="input mono"
          rows={4}
          spellCheck={false}
          autoComplete="off"
          placeholder="-----BEGIN CERTIFICATE REQUEST-----"
          aria-invalid={bad}
          aria-describedby="file-hint"
        />
        <p className={bad ? 'hint hint-bad' : 'hint'} id="file-hint" role={bad ? 'alert' : undefined}>
          {bad && <StateIcon mark="fail" />}
          {refusal ?? 'PEM or DER. Never a file with a private key.'}
        </p>
      </div>
    </>
  )
}
