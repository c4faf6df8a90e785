'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { roles } from '@/lib/staff/actor'
import { inviteColleague, withdrawInvitation } from '@/lib/staff/invitations'
import { dismissClaim, linkClaim } from '@/lib/staff/linking'
import {
  changeRole,
  disablePerson,
  enablePerson,
  endSessionsOf,
  requireSecondFactor,
  resetSecondFactor,
} from '@/lib/staff/people'
import { operatorAction } from '../../../_edge/action'
import { portalAddress } from '../../../_edge/portal-address'
import { formText, type ActState } from '../../_parts/act-state'
import type { InviteState } from './invite-state'

const deeds = {
  disable: disablePerson,
  enable: enablePerson,
  'end-sessions': endSessionsOf,
  'reset-second-factor': resetSecondFactor,
} as const

const Deed = z.object({
  personId: z.uuid(),
  deed: z.enum(['disable', 'enable', 'end-sessions', 'reset-second-factor']),
})
const Role = z.enum(roles)

const act = operatorAction(Deed, (operator, { personId, deed }) => deeds[deed](operator, personId))
const give = operatorAction(z.object({ personId: z.uuid(), role: Role }), (operator, { personId, role }) =>
  changeRole(operator, personId, role),
)
const invite = operatorAction(z.object({ email: z.string().max(1000), role: Role }), inviteColleague)
const withdraw = operatorAction(z.uuid(), withdrawInvitation)
const require = operatorAction(z.enum(['on', 'off']), (operator, wanted) =>
  requireSecondFactor(operator, wanted === 'on'),
)
const Claim = z.object({
  issuer: z.string().max(500),
  subject: z.string().max(255),
  answer: z.enum(['link', 'dismiss']),
})
const answer = operatorAction(Claim, (operator, { answer, ...key }) =>
  answer === 'link' ? linkClaim(operator, key) : dismissClaim(operator, key),
)

/** Disable, enable, end sessions, reset the second factor. The page shows what is true afterwards. */
export async function actOnPerson(_before: ActState, form: FormData): Promise<ActState> {
  return shown(await act({ personId: formText(form, 'personId'), deed: formText(form, 'deed') }))
}

export async function giveRole(_before: ActState, form: FormData): Promise<ActState> {
  return shown(await give({ personId: formText(form, 'personId'), role: formText(form, 'role') }))
}

export async function withdrawLink(_before: ActState, form: FormData): Promise<ActState> {
  return shown(await withdraw(formText(form, 'invitationId')))
}

export async function setSecondFactorRule(_before: ActState, form: FormData): Promise<ActState> {
  return shown(await require(formText(form, 'wanted')))
}

export async function answerClaim(_before: ActState, form: FormData): Promise<ActState> {
  const [issuer, subject] = [formText(form, 'issuer'), formText(form, 'subject')]
  return shown(await answer({ issuer, subject, answer: formText(form, 'answer') }))
}

/** The whole link comes back once, to be copied; the database has its hash only. */
export async function sendInvitation(_before: InviteState, form: FormData): Promise<InviteState> {
  const email = formText(form, 'email').slice(0, 254)
  const role = Role.catch('operator').parse(formText(form, 'role'))
  const result = await invite({ email, role })
  if (!result.ok) return { error: result.error, email, role, made: null }
  revalidatePath('/settings/staff')
  const { path, expiresAt, email: address } = result.value
  const made = { link: `${portalAddress()}${path}`, email: address, role, expiresAt }
  return { error: null, email: '', role, made }
}

function shown(result: Awaited<ReturnType<typeof act>>): ActState {
  if (!result.ok) return { error: result.error }
  revalidatePath('/settings/staff', 'layout')
  return { error: null }
}
