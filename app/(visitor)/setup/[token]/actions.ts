'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { setUpOwnerHere } from '@/lib/staff/desk'
import { readInput, refuse } from '../../../_edge/action'
import { browserName, openSession } from '../../../_edge/session'
import { pathOfStage } from '../../../_edge/sign-in-path'
import type { SetupState } from './setup-state'

const Owner = z.object({
  token: z.string().max(200),
  name: z.string().max(1000),
  email: z.string().max(1000),
  password: z.string().max(1000),
})

/** The link is the permission: lib/staff refuses without an open one before it reads anything else. */
export async function setUpOwner(_before: SetupState, form: FormData): Promise<SetupState> {
  let pass
  const typed = { name: textOf(form, 'name'), email: textOf(form, 'email') }
  try {
    const { token, ...owner } = readInput(Owner, Object.fromEntries(form))
    pass = await setUpOwnerHere(token, owner, await browserName())
    await openSession(pass.sessionId)
  } catch (error) {
    return { ...typed, error: refuse(error).error }
  }
  redirect(pathOfStage(pass.stage, '/'))
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.slice(0, 254) : ''
}
