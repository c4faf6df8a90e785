import { roomState, runtime } from '../runtime'
import type { Actor } from './actor'
import { createTryLimiter, signInLimits } from './limits'
import { hashOfNobody } from './password'
import { createSession, endSession, readSession, type SessionLimits, touchSession } from './sessions'
import { type NewOwner, isSetupLinkOpen, redeemSetupLink } from './setup'
import { type Credentials, signIn, type SignInOutcome } from './sign-in'

/** Sign-in with the limits and the clock of this process. */
export async function signInHere(credentials: Credentials): Promise<SignInOutcome> {
  const { db, clock } = runtime()
  const limiter = roomState('staff.limiter', () => createTryLimiter(signInLimits))
  const nobody = await roomState('staff.nobody', hashOfNobody)
  return signIn(db, credentials, { now: clock.now(), limiter, hashOfNobody: nobody })
}

/** Who the session id belongs to now. Only an act of the person keeps a session alive: an open stream does not. */
export function whoIs(sessionId: string, byPerson: boolean): Promise<Actor | null> {
  const { db, clock, settings } = runtime()
  const limits: SessionLimits = {
    now: clock.now(),
    idleMinutes: settings.SESSION_IDLE_MINUTES,
    hours: settings.SESSION_HOURS,
  }
  return byPerson ? touchSession(db, sessionId, limits) : readSession(db, sessionId, limits)
}

export function endHere(sessionId: string): Promise<void> {
  const { db, clock } = runtime()
  return endSession(db, sessionId, clock.now())
}

export function isLinkOpenHere(token: string): Promise<boolean> {
  const { db, clock } = runtime()
  return isSetupLinkOpen(db, token, clock.now())
}

/** Redeems a setup link and signs the owner in. Throws as `redeemSetupLink` does. */
export async function setUpOwnerHere(token: string, owner: NewOwner): Promise<{ sessionId: string }> {
  const { db, clock } = runtime()
  const { operatorId } = await redeemSetupLink(db, token, owner, clock.now())
  return { sessionId: await createSession(db, operatorId, clock.now()) }
}
