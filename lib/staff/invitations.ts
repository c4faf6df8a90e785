import { randomUUID } from 'node:crypto'
import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { Actor, Role } from './actor'
import {
  consumeInvitation,
  findInvitationRole,
  findOpenInvitation,
  insertInvitation,
  type OpenInvitation,
  withdraw,
} from './invitation-store'
import { readAddress, readName, requirePassword } from './new-account'
import { hashToken, makeToken } from './one-time-link'
import { hashPassword } from './password'
import { requireRank } from './permissions'
import type { Database } from './store'

/** `path` is shown once and kept nowhere: who has it and the portal can use it. */
export interface NewInvitation {
  path: string
  email: string
  role: Role
  expiresAt: string
}

/** A link for one colleague, bound to address and role. Throws AppError('not_allowed') or 'invalid_input'. */
export async function inviteColleague(
  actor: Actor,
  { email: typed, role }: { email: string; role: Role },
): Promise<NewInvitation> {
  requireRank(actor, role)
  const { db, clock, settings } = runtime()
  const email = readAddress(typed)
  const token = makeToken()
  const at = clock.now()
  const expiresAt = new Date(at.getTime() + settings.INVITATION_HOURS * 3_600_000)
  const row = { id: randomUUID(), tokenHash: hashToken(token), email, role, expiresAt, at }
  if (!(await insertInvitation(db, actor, row))) {
    throw new AppError('invalid_input', 'address has an account', {
      field: 'email',
      say: 'Somebody with this mail address has an account already. It may be disabled: look in the list of people.',
    })
  }
  return { path: `/invite-staff/${token}`, email, role, expiresAt: expiresAt.toISOString() }
}

/** The link is dead from now on. Withdrawing what is not open any more changes nothing. */
export async function withdrawInvitation(actor: Actor, id: string): Promise<void> {
  const { db, clock } = runtime()
  requireRank(actor, (await findInvitationRole(db, id, clock.now())) ?? 'operator')
  await withdraw(db, actor, id, clock.now())
}

/** For whom an open invitation is; null for any other link. Looking does not use it up. */
export function readInvitation(db: Database, token: string, now: Date): Promise<OpenInvitation | null> {
  return findOpenInvitation(db, hashToken(token), now)
}

/** Makes the account. Throws AppError('invitation_invalid'), or 'invalid_input' with the field at fault. */
export async function redeemInvitation(
  db: Database,
  token: string,
  person: { name: string; password: string },
  now: Date,
): Promise<string> {
  // before the costly hash, so that nobody without a link can ask for one
  if ((await readInvitation(db, token, now)) === null) throw invitationInvalid()
  const name = readName(person.name)
  requirePassword(person.password)
  const passwordHash = await hashPassword(person.password)
  const operatorId = await consumeInvitation(db, { tokenHash: hashToken(token), name, passwordHash, at: now })
  if (operatorId === null) throw invitationInvalid()
  return operatorId
}

function invitationInvalid(): AppError {
  return new AppError('invitation_invalid', 'invitation unknown, used, withdrawn or expired')
}
