'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { changeBootstrapClient } from '@/lib/settings/settings'
import { changeExpiryLevels } from '@/lib/tenants/expiry-levels'
import { formText, type ActState } from '../_parts/act-state'
import { operatorAction } from '../../_edge/action'
import type { SettingsState } from './settings-state'

const change = operatorAction(z.object({ clientId: z.string().max(1000) }), (operator, { clientId }) =>
  changeBootstrapClient(operator, clientId),
)

export async function changeClient(_before: SettingsState, form: FormData): Promise<SettingsState> {
  const given = form.get('clientId')
  const typed = typeof given === 'string' ? given.slice(0, 100).trim() : ''
  const result = await change({ clientId: typed })
  if (!result.ok) return { error: result.error, typed, saved: '' }
  revalidatePath('/settings')
  const saved =
    typed === '' ? 'Microsoft Azure CLI asks from the next sign-in on.' : 'Your program asks from the next sign-in on.'
  return { error: null, typed, saved }
}

const levels = operatorAction(z.object({ levels: z.string().max(500) }), (operator, wish) =>
  changeExpiryLevels(operator, wish.levels),
)

/** When notices of certificates come, for every tenant without a choice of its own. */
export async function saveExpiryLevels(_before: ActState, form: FormData): Promise<ActState> {
  const result = await levels({ levels: formText(form, 'levels') })
  if (!result.ok) return { error: result.error }
  revalidatePath('/settings')
  return { error: null }
}
