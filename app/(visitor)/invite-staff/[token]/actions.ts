'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { acceptInvitationHere } from '@/lib/staff/desk'
import { readInput, refuse } from '../../../_edge/action'
import { browserName, openSession } from '../../../_edge/session'
import { pathOfStage } from '../../../_edge/sign-in-path'
import type { AcceptState } from './accept-state'

const Colleague = z.object({
  token: z.string().max(200),
  name: z.string().max(1000),
  password: z.string().max(1000),
})

/** The link is the permission, and address and role are its own: nothing of them is read from the form. */
export async function acceptInvitation(_before: AcceptState, form: FormData): Promise<AcceptState> {
  const given = form.get('name')
  const name = typeof given === 'string' ? given.slice(0, 254) : ''
  let pass
  try {
    const { token, ...person } = readInput(Colleague, Object.fromEntries(form))
    pass = await acceptInvitationHere(token, person, await browserName())
    await openSession(pass.sessionId)
  } catch (error) {
    return { name, error: refuse(error).error }
  }
  redirect(pathOfStage(pass.stage, '/'))
}
