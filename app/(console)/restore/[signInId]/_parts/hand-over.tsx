'use client'

import { useActionState } from 'react'
import type { BackupServerView } from '@/lib/restore/servers'
import type { HandedOver } from '@/lib/restore/handing-over'
import { Button } from '../../../../_ui/button'
import { CopyButton } from '../../../../_ui/copy-button'
import { SelectField } from '../../../../_ui/select-field'
import { Refusal } from '../../../_parts/refusal'
import { handOverAssertion } from '../../actions'

interface HandOverProps {
  signInId: string
  servers: readonly BackupServerView[]
  ready: boolean
}

/** Straight to a registered server, and what it answered, on this page and never again. */
export function HandOver({ signInId, servers, ready }: HandOverProps) {
  const [state, submit, pending] = useActionState(handOverAssertion, { error: null, given: null })
  if (state.given !== null) return <Given given={state.given} />
  if (!ready || servers.length === 0) return null
  return (
    <form action={submit} className="win-body stack" aria-label="Hand it to a backup server">
      <input type="hidden" name="signInId" value={signInId} />
      <SelectField
        name="serverId"
        label="Or hand it straight to"
        options={servers.map(({ id, name, version }) => [id, `${name} (${version})`])}
      />
      <Refusal error={state.error} />
      <div>
        <Button type="submit" pending={pending}>
          Hand it over
        </Button>
      </div>
    </form>
  )
}

function Given({ given }: { given: HandedOver }) {
  const rows = [
    ['Access token', given.accessToken],
    ['Refresh token', given.refreshToken],
  ] as const
  return (
    <div className="win-body stack" role="status">
      <p>{given.server} took it and answered with its own tokens. They are shown this once.</p>
      {rows.map(([what, value]) =>
        value === null ? null : (
          <div key={what}>
            <span className="label">{what}</span>
            <div className="copy-field">
              <code>{value}</code>
              <CopyButton value={value} what={what} />
            </div>
          </div>
        ),
      )}
    </div>
  )
}
