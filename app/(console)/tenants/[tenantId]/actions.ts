'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { checkNow } from '@/lib/tenants/checking'
import { operatorAction } from '../../../_edge/action'
import { formText, type ActState } from '../../_parts/act-state'

const check = operatorAction(z.object({ tenantId: z.uuid() }), (operator, { tenantId }) => checkNow(operator, tenantId))

/** Proves sign-in, permissions and workloads with the stored key, now. The page shows what came out. */
export async function checkTenant(_before: ActState, form: FormData): Promise<ActState> {
  const tenantId = formText(form, 'tenantId')
  const result = await check({ tenantId })
  if (!result.ok) return { error: result.error }
  revalidatePath(`/tenants/${tenantId}`)
  return { error: null }
}
