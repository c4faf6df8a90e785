'use client'

import { useActionState } from 'react'
import type { ReconfigurePreview } from '@/lib/tenants/change-views'
import { Button, ButtonLink } from '../../../../../_ui/button'
import { notActed } from '../../../../_parts/act-state'
import { Refusal } from '../../../../_parts/refusal'
import { reconfigure } from '../actions'

/** Carries the choice that was previewed, and the boxes that were ticked in the preview: they belong to it by its id. */
export function StartForm({
  tenantId,
  domain,
  preview,
}: {
  tenantId: string
  domain: string
  preview: ReconfigurePreview
}) {
  const [state, submit, pending] = useActionState(reconfigure, notActed)
  const { baseline } = preview
  return (
    <footer className="win-foot">
      <p>An administrator of {domain} signs in once. Nothing that works is taken away first.</p>
      <ButtonLink href={`/tenants/${tenantId}`} variant="quiet">
        Keep it as it is
      </ButtonLink>
      <form id={startFormId} action={submit} aria-label="Start">
        <input type="hidden" name="tenantId" value={tenantId} />
        <input type="hidden" name="baseline" value={baseline.key} />
        {baseline.workloads.map((key) => (
          <input key={key} type="hidden" name="workloads" value={key} />
        ))}
        <Button type="submit" variant="primary" pending={pending}>
          {pending ? 'Asking Microsoft for a code' : 'Get a sign-in code'}
        </Button>
        <Refusal error={state.error} />
      </form>
    </footer>
  )
}

export const startFormId = 'start-reconfigure'
