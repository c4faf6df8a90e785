import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { Actor } from './actor'
import { factorParts, passwordLimiter, sessionLimits } from './limits-now'
import { requirePassword } from './new-account'
import { note } from './note'
import { hashPassword, isPassword } from './password'
import { handleOf, liveSessions } from './person-view'
import { checkFactor, confirmFactor, draftFactor, readDraft, replaceRecoveryCodes, tooMany } from './second-factor'
import type { SharedSecret } from './one-time-code'
import { countRecoveryCodes, dropFactor, findFactor, isFactorRequired } from './second-factor-store'
import { endAllOf, listSessions, updateEnded } from './session-store'
import { findPasswordOf, updatePassword } from './store'
import type { SessionView } from './views'

/** What one sees and does on one's own page. Open to every role; nobody sees anybody else's. */
export interface AccountView {
  /** False for who signs in at the provider only: password and second factor are the provider's there. */
  hasPassword: boolean
  hasSecondFactor: boolean
  recoveryCodesLeft: number
  /** An owner asks for a second factor of everybody. */
  secondFactorRequired: boolean
  sessions: readonly SessionView[]
}

export async function getAccount(actor: Actor, sessionId: string): Promise<AccountView> {
  const { db } = runtime()
  const operatorId = actor.id
  const [hash, factor, recoveryCodesLeft, secondFactorRequired, sessions] = await Promise.all([
    findPasswordOf(db, operatorId),
    findFactor(db, operatorId),
    countRecoveryCodes(db, operatorId),
    isFactorRequired(db),
    listSessions(db, operatorId),
  ])
  return {
    hasPassword: hash !== null,
    hasSecondFactor: factor !== null && factor.confirmedAt !== null,
    recoveryCodesLeft,
    secondFactorRequired,
    sessions: liveSessions(sessions, sessionId, sessionLimits()),
  }
}

/** Needs the old one. Every other session ends; the one that asks goes on. */
export async function changePassword(
  actor: Actor,
  { sessionId, old, next }: { sessionId: string; old: string; next: string },
): Promise<void> {
  await requireOwnPassword(actor, old, 'old')
  requirePassword(next, 'next')
  const { db, clock } = runtime()
  const passwordHash = await hashPassword(next)
  await updatePassword(db, { operatorId: actor.id, passwordHash, keep: sessionId, at: clock.now() })
}

/** A new secret for the authenticator app. Throws AppError('conflict') when a second factor is on already. */
export async function beginSecondFactor(actor: Actor): Promise<SharedSecret> {
  await requireLocal(actor)
  return draftFactor(factorParts(), actor)
}

export function readSecondFactorDraft(actor: Actor): Promise<SharedSecret | null> {
  return readDraft(factorParts(), actor)
}

/** Answers the recovery codes, which are shown now and never again. */
export function confirmSecondFactor(actor: Actor, code: string): Promise<readonly string[]> {
  return confirmFactor(factorParts(), actor, code)
}

/** Needs password and code: an open browser alone must not take the second factor away. */
export async function turnOffSecondFactor(
  actor: Actor,
  { password, code }: { password: string; code: string },
): Promise<void> {
  await requireOwnPassword(actor, password, 'password')
  await checkFactor(factorParts(), actor.id, code)
  const { db, vault } = runtime()
  const operatorId = actor.id
  const secretRef = await db.$transaction(async (tx) => {
    const dropped = await dropFactor(tx, operatorId)
    if (dropped !== null) await note(tx, 'staff.second-factor-off', { by: operatorId, about: operatorId })
    return dropped
  })
  if (secretRef !== null) await vault.destroy(secretRef)
}

/** Ten new codes instead of those that are left. Needs a code, or the last old one. */
export async function renewRecoveryCodes(actor: Actor, code: string): Promise<readonly string[]> {
  const parts = factorParts()
  await checkFactor(parts, actor.id, code)
  return replaceRecoveryCodes(parts, actor.id)
}

/** One of one's own sessions, by the name that the page has for it. */
export async function endOwnSession(actor: Actor, handle: string): Promise<void> {
  const { db, clock } = runtime()
  const found = (await listSessions(db, actor.id)).find(({ id }) => handleOf(id) === handle)
  if (found !== undefined) await updateEnded(db, found.id, clock.now())
}

/** All but the one that asks. */
export async function endOtherSessions(actor: Actor, sessionId: string): Promise<void> {
  const { db, clock } = runtime()
  const operatorId = actor.id
  await db.$transaction(async (tx) => {
    const count = await endAllOf(tx, operatorId, clock.now(), sessionId)
    await note(tx, 'staff.sessions-ended', { by: operatorId, about: operatorId, detail: { count } })
  })
}

async function requireLocal({ id: operatorId }: Actor): Promise<string> {
  const hash = await findPasswordOf(runtime().db, operatorId)
  if (hash !== null) return hash
  const { SSO_NAME } = runtime().settings
  throw new AppError('conflict', 'account has no password', {
    say: `You sign in with ${SSO_NAME}: password and second factor are kept there.`,
  })
}

async function requireOwnPassword(actor: Actor, password: string, field: string): Promise<void> {
  const limiter = passwordLimiter()
  const hash = await requireLocal(actor)
  const seconds = await limiter.take(actor.email, null)
  if (seconds !== null) throw tooMany(seconds)
  if (!(await isPassword(password, hash))) {
    throw new AppError('invalid_input', 'own password is wrong', { field, say: 'This is not your password.' })
  }
  await limiter.giveBack(actor.email, null)
}
