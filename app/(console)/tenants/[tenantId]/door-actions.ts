'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { openDoor, shutDoor } from '@/lib/restore/door-keeping'
import { operatorAction } from '../../../_edge/action'
import { formText, type ActState } from '../../_parts/act-state'

const open = operatorAction(
  z.object({
    tenantId: z.string().max(50),
    roles: z.array(z.string().max(50)).max(20),
    organizationName: z.string().max(300),
  }),
  openDoor,
)
const shut = operatorAction(z.object({ tenantId: z.string().max(50) }), (operator, { tenantId }) =>
  shutDoor(operator, tenantId),
)

export async function openRestoreDoor(_before: ActState, form: FormData): Promise<ActState> {
  const tenantId = formText(form, 'tenantId')
  const roles = form.getAll('roles').filter((value) => typeof value === 'string')
  const result = await open({ tenantId, roles, organizationName: formText(form, 'organizationName') })
  if (!result.ok) return { error: result.error }
  revalidatePath(`/tenants/${tenantId}`)
  return { error: null }
}

export async function shutRestoreDoor(_before: ActState, form: FormData): Promise<ActState> {
  const tenantId = formText(form, 'tenantId')
  const result = await shut({ tenantId })
  if (!result.ok) return { error: result.error }
  revalidatePath(`/tenants/${tenantId}`)
  return { error: null }
}
