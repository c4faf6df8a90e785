'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { AppError } from '@/lib/errors'
import {
  confirmHalfway,
  draftHalfway,
  finishEnrolment,
  passSecondFactor,
  readDraftHalfway,
  signInHere,
} from '@/lib/staff/desk'
import { type ActionError, refuse } from '../../_edge/action'
import { addressOf } from '../../_edge/address'
import { enrol } from '../../_edge/enrolling'
import { safeNextPath } from '../../_edge/next-path'
import { browserName, currentHalfway, openSession } from '../../_edge/session'
import { pathOfStage } from '../../_edge/sign-in-path'
import type { EnrolState } from '../../_ui/second-factor-state'
import type { SignInState } from './sign-in-state'

/** Open to everybody by its nature; the limits of lib/staff bound what guessing can do here. */
export async function signInOperator(_before: SignInState, form: FormData): Promise<SignInState> {
  const email = textOf(form, 'email')
  let status: 'signed-in' | 'second-factor' | 'enrol'
  try {
    const address = addressOf((await headers()).get('x-forwarded-for'))
    const agent = await browserName()
    const outcome = await signInHere({ email, password: textOf(form, 'password'), address, agent })
    if (outcome.status === 'refused') return { say: 'This mail address and this password do not go together.', email }
    if (outcome.status === 'wait') return { say: sayWait(outcome.seconds), email }
    status = outcome.status
    await openSession(outcome.sessionId)
  } catch (error) {
    return { say: refuse(error).error.say, email }
  }
  redirect(pathOfStage(status === 'signed-in' ? 'full' : status, safeNextPath(form.get('next'))))
}

/** The second factor. Only for who has just typed the right password: without that session it says so. */
export async function sendCode(
  _before: { error: ActionError | null },
  form: FormData,
): Promise<{ error: ActionError | null }> {
  try {
    const pass = await passSecondFactor(await requireHalfway(), textOf(form, 'code'))
    await openSession(pass.sessionId)
  } catch (error) {
    return { error: refuse(error).error }
  }
  redirect(safeNextPath(form.get('next')))
}

/** Setting one up where an owner requires it, before anything else opens. */
export async function enrolHalfway(_before: EnrolState, form: FormData): Promise<EnrolState> {
  return enrol(form, {
    begin: async () => draftHalfway(await requireHalfway()),
    draft: async () => readDraftHalfway(await requireHalfway()),
    confirm: async (code) => confirmHalfway(await requireHalfway(), code),
  })
}

/** The recovery codes are kept: the session becomes a full one. */
export async function goOn(
  _before: { error: ActionError | null },
  form: FormData,
): Promise<{ error: ActionError | null }> {
  try {
    const pass = await finishEnrolment(await requireHalfway())
    await openSession(pass.sessionId)
  } catch (error) {
    return { error: refuse(error).error }
  }
  redirect(safeNextPath(form.get('next')))
}

async function requireHalfway(): Promise<string> {
  const halfway = await currentHalfway()
  if (halfway !== null) return halfway.sessionId
  throw new AppError('not_signed_in', 'no half-done sign-in')
}

function sayWait(seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  return `Too many tries. The next one is possible in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}; nothing is locked.`
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.slice(0, 1000) : ''
}
