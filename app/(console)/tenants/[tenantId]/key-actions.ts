'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { changeTenantExpiryLevels } from '@/lib/tenants/expiry-levels'
import { requestRotations, revokeNow } from '@/lib/tenants/rotating'
import { snooze, unsnooze } from '@/lib/tenants/snoozes'
import { operatorAction } from '../../../_edge/action'
import { formText, type ActState } from '../../_parts/act-state'

const tenantId = z.uuid()
const type = z.string().min(1).max(100)
const text = z.string().max(500)

const revoke = operatorAction(z.object({ tenantId, reason: text }), (operator, wish) =>
  revokeNow(operator, wish.tenantId, wish.reason),
)
const rotate = operatorAction(z.object({ tenantId }), (operator, wish) => requestRotations(operator, [wish.tenantId]))
const hold = operatorAction(
  z.object({ tenantId, type, until: z.iso.date(), reason: text }),
  (operator, { tenantId: id, ...wish }) =>
    snooze(operator, id, { ...wish, until: new Date(`${wish.until}T00:00:00Z`) }),
)
const release = operatorAction(z.object({ tenantId, type }), (operator, wish) =>
  unsnooze(operator, wish.tenantId, wish.type),
)
const saveLevels = operatorAction(z.object({ tenantId, levels: text }), (operator, wish) =>
  changeTenantExpiryLevels(operator, wish.tenantId, wish.levels),
)

/** A key believed stolen: a new one at once; the run shows how far it is. */
export async function revokeKey(_before: ActState, form: FormData): Promise<ActState> {
  const id = formText(form, 'tenantId')
  const result = await revoke({ tenantId: id, reason: formText(form, 'reason') })
  if (!result.ok) return { error: result.error }
  redirect(`/tenants/${id}/runs/${result.value.runId}`)
}

/** The next certificate now, with its usual care. */
export async function rotateKey(_before: ActState, form: FormData): Promise<ActState> {
  const result = await rotate({ tenantId: formText(form, 'tenantId') })
  return done(form, result.ok ? null : result.error)
}

export async function snoozeCondition(_before: ActState, form: FormData): Promise<ActState> {
  const given = Object.fromEntries(['tenantId', 'type', 'until', 'reason'].map((name) => [name, formText(form, name)]))
  const result = await hold(given)
  return done(form, result.ok ? null : result.error)
}

export async function unsnoozeCondition(_before: ActState, form: FormData): Promise<ActState> {
  const result = await release({ tenantId: formText(form, 'tenantId'), type: formText(form, 'type') })
  return done(form, result.ok ? null : result.error)
}

/** When notices of this tenant's certificate come; empty follows the provider. */
export async function saveTenantLevels(_before: ActState, form: FormData): Promise<ActState> {
  const result = await saveLevels({ tenantId: formText(form, 'tenantId'), levels: formText(form, 'levels') })
  return done(form, result.ok ? null : result.error)
}

function done(form: FormData, error: ActState['error']): ActState {
  revalidatePath(`/tenants/${formText(form, 'tenantId')}`)
  return { error }
}
