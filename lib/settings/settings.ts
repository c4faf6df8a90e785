import { z } from 'zod'
import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { may, requireMay } from '../staff/permissions'
import { azureCliClientId, bootstrapClientSetting, readBootstrapClient } from './bootstrap-client'
import { findSetting, writeSetting } from './store'

export interface SettingsView {
  bootstrapClientId: string
  isDefault: boolean
  /** ISO 8601 UTC; null while the default stands. */
  updatedAt: string | null
  /** Whether this actor may change them. */
  mayChange: boolean
}

export async function getSettings(actor: Actor): Promise<SettingsView> {
  const clientId = await readBootstrapClient()
  const row = await findSetting(runtime().db, bootstrapClientSetting)
  return {
    bootstrapClientId: clientId,
    isDefault: clientId === azureCliClientId,
    updatedAt: row?.updatedAt.toISOString() ?? null,
    mayChange: may(actor, 'settings.change'),
  }
}

/**
 * The public client that asks for the administrators' sign-ins from now on; runs that are open keep theirs. An empty id
 * goes back to the default. Throws AppError('not_allowed') and 'invalid_input' with the reason and the mend.
 */
export async function changeBootstrapClient(actor: Actor, clientId: string): Promise<void> {
  requireMay(actor, 'settings.change')
  const wanted = clientId.trim().toLowerCase()
  if (wanted !== '' && !z.uuid().safeParse(wanted).success) {
    throw new AppError('invalid_input', 'bootstrap client id is no UUID', {
      field: 'clientId',
      say: 'This is not an application (client) ID. Copy it from Overview of your registration: five groups such as 04b07795-8ddb-461a-bbee-02f9e1bf7b46. Leave it empty for the default.',
    })
  }
  const before = await readBootstrapClient()
  const value = wanted === '' || wanted === azureCliClientId ? null : wanted
  if ((value ?? azureCliClientId) === before) return
  await writeSetting(runtime().db, { actor, name: bootstrapClientSetting, value, before })
}
