'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { changeBootstrapClient } from '@/lib/settings/settings'
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
