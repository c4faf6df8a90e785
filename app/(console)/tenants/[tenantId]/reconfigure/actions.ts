'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { startReconfiguring } from '@/lib/tenants/reconfiguring'
import { operatorAction } from '../../../../_edge/action'
import { formText, type ActState } from '../../../_parts/act-state'

const Reconfigure = z.object({
  tenantId: z.uuid(),
  baseline: z.string().min(1).max(60),
  workloads: z.array(z.string().max(60)).max(50),
  revoke: z.array(z.string().max(200)).max(200),
})

const start = operatorAction(Reconfigure, startReconfiguring)

/** Starts what the preview showed, or finds the run that is open, and goes to it. */
export async function reconfigure(_before: ActState, form: FormData): Promise<ActState> {
  const list = (name: string) => form.getAll(name).filter((value) => typeof value === 'string')
  const result = await start({
    tenantId: formText(form, 'tenantId'),
    baseline: formText(form, 'baseline'),
    workloads: list('workloads'),
    revoke: list('revoke'),
  })
  if (!result.ok) return { error: result.error }
  redirect(`/tenants/${result.value.tenantId}/runs/${result.value.runId}`)
}
