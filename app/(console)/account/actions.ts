'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import {
  beginSecondFactor,
  changePassword,
  confirmSecondFactor,
  endOtherSessions,
  endOwnSession,
  readSecondFactorDraft,
  renewRecoveryCodes,
  turnOffSecondFactor,
} from '@/lib/staff/account'
import { operatorAction, refuse } from '../../_edge/action'
import { enrol } from '../../_edge/enrolling'
import { currentOperator, currentSession } from '../../_edge/session'
import type { EnrolState } from '../../_ui/second-factor-state'
import { formText, type ActState } from '../_parts/act-state'
import type { CodesState, PasswordState } from './account-state'

const Text = z.string().max(1000)

const change = operatorAction(z.object({ old: Text, next: Text }), async (operator, { old, next }) =>
  changePassword(operator, { sessionId: await ownSession(), old, next }),
)
const turnOff = operatorAction(z.object({ password: Text, code: Text }), turnOffSecondFactor)
const renew = operatorAction(Text, renewRecoveryCodes)
const end = operatorAction(z.string().max(64), endOwnSession)
const endOthers = operatorAction(z.null(), async (operator) => endOtherSessions(operator, await ownSession()))

export async function changeOwnPassword(_before: PasswordState, form: FormData): Promise<PasswordState> {
  const result = await change({ old: formText(form, 'old'), next: formText(form, 'next') })
  if (!result.ok) return { error: result.error, saved: '' }
  revalidatePath('/account')
  return { error: null, saved: 'Changed. Your other sessions have ended.' }
}

/** Secret and recovery codes go into this answer and nowhere else; the page is not drawn anew before they are kept. */
export async function enrolOwn(_before: EnrolState, form: FormData): Promise<EnrolState> {
  const operator = await currentOperator()
  if (operator === null) return { ...refuse(new AppError('not_signed_in', 'enrolling')), draft: null, codes: null }
  return enrol(form, {
    begin: () => beginSecondFactor(operator),
    draft: () => readSecondFactorDraft(operator),
    confirm: (code) => confirmSecondFactor(operator, code),
  })
}

export async function turnOffOwn(_before: ActState, form: FormData): Promise<ActState> {
  const result = await turnOff({ password: formText(form, 'password'), code: formText(form, 'code') })
  if (!result.ok) return { error: result.error }
  revalidatePath('/account')
  return { error: null }
}

export async function renewOwnCodes(_before: CodesState, form: FormData): Promise<CodesState> {
  const result = await renew(formText(form, 'code'))
  return result.ok ? { error: null, codes: result.value } : { error: result.error, codes: null }
}

export async function endSession(_before: ActState, form: FormData): Promise<ActState> {
  return shown(await end(formText(form, 'handle')))
}

export async function endOtherOwnSessions(): Promise<ActState> {
  return shown(await endOthers(null))
}

function shown(result: Awaited<ReturnType<typeof end>>): ActState {
  if (!result.ok) return { error: result.error }
  revalidatePath('/account')
  return { error: null }
}

async function ownSession(): Promise<string> {
  const session = await currentSession()
  if (session === null) throw new AppError('not_signed_in', 'no session of one’s own')
  return session.sessionId
}
