'use client'

import { RefreshCw } from 'lucide-react'
import { useActionState } from 'react'
import { Button } from '../../../../_ui/button'
import { notActed } from '../../../_parts/act-state'
import { useMayChange } from '../../../_parts/may-change'
import { Refusal } from '../../../_parts/refusal'
import { checkTenant } from '../actions'

/** Proves the connection now. Counts on the server's own deadline, so it ends in words even when Microsoft is silent. */
export function CheckButton({ tenantId }: { tenantId: string }) {
  const [state, submit, pending] = useActionState(checkTenant, notActed)
  if (!useMayChange()) return null
  return (
    <form action={submit} className="way-form">
      <input type="hidden" name="tenantId" value={tenantId} />
      <Button type="submit" pending={pending}>
        <RefreshCw className="i" aria-hidden />
        {pending ? 'Checking' : 'Check now'}
      </Button>
      <Refusal error={state.error} />
    </form>
  )
}
