'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { signInHere } from '@/lib/staff/desk'
import { refuse } from '../../_edge/action'
import { addressOf } from '../../_edge/address'
import { safeNextPath } from '../../_edge/next-path'
import { browserName, openSession } from '../../_edge/session'
import { pathOfStage } from '../../_edge/sign-in-path'
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

function sayWait(seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  return `Too many tries. The next one is possible in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}; nothing is locked.`
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.slice(0, 1000) : ''
}
