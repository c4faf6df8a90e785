'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import {
  choosePreference,
  forgetOwnCertificate,
  renewOwnCertificate,
  saveClientId,
  saveHome,
} from '@/lib/settings/own-application'
import { operatorAction, type ActionResult } from '../../../_edge/action'
import { formText } from '../../_parts/act-state'
import type { SettingsState } from '../settings-state'

const home = operatorAction(z.object({ domain: z.string().max(300) }), (operator, { domain }) =>
  saveHome(operator, domain),
)
const client = operatorAction(z.object({ clientId: z.string().max(1000) }), (operator, { clientId }) =>
  saveClientId(operator, clientId),
)
const preferences = ['off', 'when-blocked', 'first'] as const
const preference = operatorAction(z.object({ preference: z.enum(preferences) }), (operator, { preference }) =>
  choosePreference(operator, preference),
)
const renew = operatorAction(z.object({}), (operator) => renewOwnCertificate(operator))
const forget = operatorAction(z.object({ keyId: z.uuid() }), (operator, { keyId }) =>
  forgetOwnCertificate(operator, keyId),
)

export async function saveOwnHome(_before: SettingsState, form: FormData): Promise<SettingsState> {
  const typed = formText(form, 'domain').slice(0, 300)
  return finish(await home({ domain: typed }), typed, 'Saved. The certificate is ready below.')
}

export async function saveOwnClientId(_before: SettingsState, form: FormData): Promise<SettingsState> {
  const typed = formText(form, 'clientId').slice(0, 100)
  return finish(await client({ clientId: typed }), typed, 'Saved. Test it now.')
}

export async function chooseOwnPreference(_before: SettingsState, form: FormData): Promise<SettingsState> {
  const typed = formText(form, 'preference')
  return finish(await preference({ preference: typed }), typed, 'Saved. It counts from the next sign-in on.')
}

export async function renewOwnKey(_before: SettingsState, _form: FormData): Promise<SettingsState> {
  return finish(await renew({}), '', 'Made. Upload it beside the old one, then test.')
}

export async function forgetOwnKey(_before: SettingsState, form: FormData): Promise<SettingsState> {
  return finish(await forget({ keyId: formText(form, 'keyId') }), '', 'Its private key is destroyed.')
}

function finish(result: ActionResult<void>, typed: string, saved: string): SettingsState {
  if (!result.ok) return { error: result.error, typed, saved: '' }
  revalidatePath('/settings', 'layout')
  return { error: null, typed, saved }
}
