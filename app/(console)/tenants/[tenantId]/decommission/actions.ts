'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { startDecommissioning } from '@/lib/tenants/decommissioning'
import { forgetHere } from '@/lib/tenants/forgetting'
import { operatorAction } from '../../../../_edge/action'
import { formText, type ActState } from '../../../_parts/act-state'

const Confirmed = z.object({ tenantId: z.uuid(), domain: z.string().max(253) })

const begin = operatorAction(Confirmed.extend({ leave: z.boolean() }), startDecommissioning)

const forget = operatorAction(Confirmed, forgetHere)

/** Starts the run that takes the tenant back, and goes to it. */
export async function decommission(_before: ActState, form: FormData): Promise<ActState> {
  return follow(await begin({ ...readConfirmed(form), leave: formText(form, 'leave') === 'yes' }))
}

/** Takes our key off without anybody of the tenant, and goes to the receipt. */
export async function forgetTenant(_before: ActState, form: FormData): Promise<ActState> {
  return follow(await forget(readConfirmed(form)))
}

function readConfirmed(form: FormData) {
  return { tenantId: formText(form, 'tenantId'), domain: formText(form, 'domain') }
}

function follow(result: Awaited<ReturnType<typeof forget>>): ActState {
  if (!result.ok) return { error: result.error }
  redirect(`/tenants/${result.value.tenantId}/runs/${result.value.runId}`)
}
