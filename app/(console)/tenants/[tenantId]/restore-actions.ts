'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { closeRestore } from '@/lib/tenants/restore-closing'
import { openRestore } from '@/lib/tenants/restore-opening'
import { operatorAction } from '../../../_edge/action'
import { formText, type ActState } from '../../_parts/act-state'

const Ask = z.object({
  tenantId: z.uuid(),
  workloads: z.array(z.string().max(60)).max(20),
  hours: z.coerce.number().int(),
  reason: z.string().max(1_000),
})

const open = operatorAction(Ask, openRestore)

const close = operatorAction(z.object({ tenantId: z.uuid() }), (operator, { tenantId }) =>
  closeRestore(operator, tenantId),
)

/** Starts the run that opens a restore application, and goes to it. */
export async function openRestoreFor(_before: ActState, form: FormData): Promise<ActState> {
  const result = await open({
    tenantId: formText(form, 'tenantId'),
    workloads: form.getAll('workloads').filter((value) => typeof value === 'string'),
    hours: formText(form, 'hours'),
    reason: formText(form, 'reason'),
  })
  if (!result.ok) return { error: result.error }
  redirect(`/tenants/${result.value.tenantId}/runs/${result.value.runId}`)
}

/** Takes the key of the restore application off and destroys it, before its time. */
export async function closeRestoreNow(_before: ActState, form: FormData): Promise<ActState> {
  const tenantId = formText(form, 'tenantId')
  const result = await close({ tenantId })
  if (!result.ok) return { error: result.error }
  revalidatePath(`/tenants/${tenantId}`)
  return { error: null }
}
