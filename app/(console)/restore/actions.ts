'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { handOver, type HandedOver } from '@/lib/restore/handing-over'
import { addServer, removeServer } from '@/lib/restore/servers'
import { startRestoreSignIn } from '@/lib/restore/sign-in'
import { operatorAction, type ActionError } from '../../_edge/action'
import { formText, type ActState } from '../_parts/act-state'
import type { RestoreFormState } from './restore-state'

const text = (most: number) => z.string().max(most)

const start = operatorAction(
  z.object({ tenantId: text(50), clientId: text(100), scope: text(2_000), organizationName: text(300) }),
  startRestoreSignIn,
)
const add = operatorAction(
  z.object({ name: text(200), address: text(500), version: text(5), pinnedSha256: text(200) }),
  addServer,
)
const remove = operatorAction(z.object({ serverId: text(50) }), (operator, { serverId }) =>
  removeServer(operator, serverId),
)
const hand = operatorAction(z.object({ signInId: text(50), serverId: text(50) }), (operator, given) =>
  handOver(operator, given.signInId, given.serverId),
)

/** Gets a code from Microsoft and goes to the page that shows it. */
export async function startRestore(_before: RestoreFormState, form: FormData): Promise<RestoreFormState> {
  const values = {
    tenantId: formText(form, 'tenantId'),
    clientId: formText(form, 'clientId'),
    scope: formText(form, 'scope'),
    organizationName: formText(form, 'organizationName'),
  }
  const result = await start(values)
  if (!result.ok) return { error: result.error, values }
  redirect(`/restore/${result.value.id}`)
}

export async function addBackupServer(_before: RestoreFormState, form: FormData): Promise<RestoreFormState> {
  const values = {
    name: formText(form, 'name'),
    address: formText(form, 'address'),
    version: formText(form, 'version'),
    pinnedSha256: formText(form, 'pinnedSha256'),
  }
  const result = await add(values)
  if (!result.ok) return { error: result.error, values }
  revalidatePath('/restore', 'layout')
  return { error: null, values: {} }
}

export async function removeBackupServer(_before: ActState, form: FormData): Promise<ActState> {
  const result = await remove({ serverId: formText(form, 'serverId') })
  if (!result.ok) return { error: result.error }
  revalidatePath('/restore', 'layout')
  return { error: null }
}

/** The server's tokens come back to this one page, once. */
export async function handOverAssertion(
  _before: { error: ActionError | null; given: HandedOver | null },
  form: FormData,
): Promise<{ error: ActionError | null; given: HandedOver | null }> {
  const result = await hand({ signInId: formText(form, 'signInId'), serverId: formText(form, 'serverId') })
  return result.ok ? { error: null, given: result.value } : { error: result.error, given: null }
}
