import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { Actor, Role } from './actor'
import { listOpenInvitations } from './invitation-store'
import { sessionLimits } from './limits-now'
import { note } from './note'
import {
  disable,
  findPerson,
  holdPerson,
  isLastOwner,
  listPeople,
  type Target,
  updateRole,
  withdrawAllBy,
} from './people-store'
import { manageableRoles, may, requireMay, requireRank } from './permissions'
import { type Reader, viewPerson } from './person-view'
import { listClaims } from './provider-store'
import { dropFactor, isFactorRequired, writeFactorRequired } from './second-factor-store'
import { endAllOf } from './session-store'
import { countOwners } from './store'
import type { PersonView, StaffView } from './views'

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** Everybody, the open invitations, and who at the provider waits for an owner. Throws AppError('not_allowed'). */
export async function getStaff(actor: Actor): Promise<StaffView> {
  requireMay(actor, 'staff.read')
  const { db, clock } = runtime()
  const [people, invitations, claims, reader, secondFactorRequired] = await Promise.all([
    listPeople(db),
    listOpenInvitations(db, clock.now()),
    listClaims(db),
    readerFor(actor),
    isFactorRequired(db),
  ])
  const mayGive = manageableRoles(actor)
  const idOf = new Map(people.map(({ email, id }) => [email, id]))
  return {
    people: people.map((row) => viewPerson(row, reader)),
    invitations: invitations.map(({ createdAt, expiresAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      mayWithdraw: mayGive.includes(row.role),
    })),
    claims: claims.flatMap(({ createdAt, role, ...claim }) => {
      const personId = idOf.get(claim.email)
      return personId === undefined
        ? []
        : [{ ...claim, role: role as Role, createdAt: createdAt.toISOString(), personId }]
    }),
    secondFactorRequired,
    mayGive,
    mayRule: may(actor, 'staff.rule'),
  }
}

/** One person. Throws AppError('not_allowed') and 'not_found'. */
export async function getPerson(actor: Actor, id: string): Promise<PersonView> {
  requireMay(actor, 'staff.read')
  const row = uuid.test(id) ? await findPerson(runtime().db, id) : null
  if (row === null) throw new AppError('not_found', `no person ${id}`)
  return viewPerson(row, await readerFor(actor))
}

/** Throws AppError('conflict') for the last owner, and for whom the provider gives the role. */
export async function changeRole(actor: Actor, id: string, role: Role): Promise<void> {
  requireRank(actor, role)
  await change(actor, id, async (tx, target) => {
    if (target.role === role) return
    if (target.ssoIssuer !== null && target.ssoIssuer === runtime().settings.SSO_ISSUER) {
      throw refuse(`This role comes from ${runtime().settings.SSO_NAME} at each sign-in. Change it there.`)
    }
    if (await isLastOwner(tx, id)) throw lastOwner()
    await updateRole(tx, id, role)
    if (!manageableRoles({ role }).length) await withdrawAllBy(tx, id, runtime().clock.now())
    const detail = { before: target.role, after: role }
    await note(tx, 'staff.role-changed', { by: actor.id, about: id, detail })
  })
}

/** Ends every session and open page of that person at once. Oneself and the last owner cannot be disabled. */
export async function disablePerson(actor: Actor, id: string): Promise<void> {
  requireMay(actor, 'staff.manage')
  if (id === actor.id) throw refuse('You cannot disable yourself. Another owner can.')
  await change(actor, id, async (tx, target) => {
    if (target.disabledAt !== null) return
    if (await isLastOwner(tx, id)) throw lastOwner()
    const count = await disable(tx, id, runtime().clock.now())
    await note(tx, 'staff.disabled', { by: actor.id, about: id, detail: { count } })
  })
}

export async function enablePerson(actor: Actor, id: string): Promise<void> {
  requireMay(actor, 'staff.manage')
  await change(actor, id, async (tx, target) => {
    if (target.disabledAt === null) return
    await tx.operator.update({ where: { id }, data: { disabledAt: null }, select: { id: true } })
    await note(tx, 'staff.enabled', { by: actor.id, about: id })
  })
}

/** They may sign in again at once. */
export async function endSessionsOf(actor: Actor, id: string): Promise<void> {
  requireMay(actor, 'staff.manage')
  await change(actor, id, async (tx) => {
    const count = await endAllOf(tx, id, runtime().clock.now())
    await note(tx, 'staff.sessions-ended', { by: actor.id, about: id, detail: { count } })
  })
}

/** For who lost the phone and the recovery codes. Whoever had them is out: the sessions end too. */
export async function resetSecondFactor(actor: Actor, id: string): Promise<void> {
  requireMay(actor, 'staff.rule')
  if (id === actor.id) throw refuse('Turn off your own second factor on the page Your account.')
  const lost = await change(actor, id, async (tx) => {
    const secretRef = await dropFactor(tx, id)
    if (secretRef === null) return null
    const count = await endAllOf(tx, id, runtime().clock.now())
    await note(tx, 'staff.second-factor-reset', { by: actor.id, about: id, detail: { count } })
    return secretRef
  })
  if (lost !== null) await runtime().vault.destroy(lost)
}

/** From the next sign-in on, everybody with a password sets one up. Sessions that are open stay. */
export async function requireSecondFactor(actor: Actor, required: boolean): Promise<void> {
  requireMay(actor, 'staff.rule')
  const { db } = runtime()
  if ((await isFactorRequired(db)) !== required) await writeFactorRequired(db, actor, required)
}

type Transaction = Parameters<typeof holdPerson>[0]

/** One change of one person at a time, by somebody who may act on their role. */
async function change<T>(actor: Actor, id: string, run: (tx: Transaction, target: Target) => Promise<T>): Promise<T> {
  if (!uuid.test(id)) throw new AppError('not_found', 'person id is no uuid')
  return runtime().db.$transaction(async (tx) => {
    const target = await holdPerson(tx, id)
    if (target === null) throw new AppError('not_found', `no person ${id}`)
    requireRank(actor, target.role)
    return run(tx, target)
  })
}

async function readerFor(actor: Actor): Promise<Reader> {
  const { db, settings } = runtime()
  const owners = await countOwners(db)
  return { actor, sessionId: null, limits: sessionLimits(), issuer: settings.SSO_ISSUER ?? null, owners }
}

function refuse(say: string): AppError {
  return new AppError('conflict', say, { say })
}

function lastOwner(): AppError {
  return refuse('This is the last owner. Make somebody else an owner first.')
}
