import { roomState, runtime } from '../runtime'
import type { Actor } from './actor'
import type { OpenInvitation } from './invitation-store'
import { readInvitation, redeemInvitation } from './invitations'
import { factorParts, passwordLimiter, sessionLimits } from './limits-now'
import type { SharedSecret } from './one-time-code'
import { hashOfNobody } from './password'
import { type ProviderAnswer, type ProviderOutcome, signInByProvider } from './provider-sign-in'
import { checkFactor, confirmFactor, draftFactor, readDraft, stageAfterPassword } from './second-factor'
import { moveStage, sessionChannel, type Stage } from './session-store'
import { createSession, endSession, type Halfway, readHalfway, readSession, touchSession } from './sessions'
import { type NewOwner, isSetupLinkOpen, ownerExists, redeemSetupLink } from './setup'
import { type Credentials, signIn, type SignInOutcome } from './sign-in'
import { AppError } from '../errors'

/** Sign-in with the limits and the clock of this process. */
export async function signInHere(credentials: Credentials): Promise<SignInOutcome> {
  const { db, clock } = runtime()
  const nobody = await roomState('staff.nobody', hashOfNobody)
  return signIn(db, credentials, { now: clock.now(), limiter: passwordLimiter(), hashOfNobody: nobody })
}

/** Sign-in of whom the OpenID provider vouches for. */
export function signInByProviderHere(answer: ProviderAnswer, agent: string | null): Promise<ProviderOutcome> {
  const { db, clock } = runtime()
  return signInByProvider(db, answer, { now: clock.now(), agent })
}

/** Who the session id belongs to now. Only an act of the person keeps a session alive: an open stream does not. */
export function whoIs(sessionId: string, byPerson: boolean): Promise<Actor | null> {
  const { db } = runtime()
  return byPerson ? touchSession(db, sessionId, sessionLimits()) : readSession(db, sessionId, sessionLimits())
}

/** Who typed the right password and has a step before them; null for everybody else. */
export function whoIsHalfway(sessionId: string): Promise<Halfway | null> {
  return readHalfway(runtime().db, sessionId, sessionLimits())
}

/** The second factor after the password. The session of before ends; throws as `checkFactor` does. */
export async function passSecondFactor(sessionId: string, code: string): Promise<NewPass> {
  const halfway = await requireHalfway(sessionId, 'second-factor')
  await checkFactor(factorParts(), halfway.actor.id, code)
  return openFull(sessionId, halfway)
}

/** A secret to scan for who has to set up a second factor before anything else. */
export async function draftHalfway(sessionId: string): Promise<SharedSecret> {
  const { actor } = await requireHalfway(sessionId, 'enrol')
  return draftFactor(factorParts(), actor)
}

export async function readDraftHalfway(sessionId: string): Promise<SharedSecret | null> {
  const { actor } = await requireHalfway(sessionId, 'enrol')
  return readDraft(factorParts(), actor)
}

/** Answers the recovery codes. The session waits until the person says that they are kept. */
export async function confirmHalfway(sessionId: string, code: string): Promise<readonly string[]> {
  const { actor } = await requireHalfway(sessionId, 'enrol')
  const codes = await confirmFactor(factorParts(), actor, code)
  await moveStage(runtime().db, sessionId, 'enrol', 'enrolled')
  return codes
}

export async function finishEnrolment(sessionId: string): Promise<NewPass> {
  return openFull(sessionId, await requireHalfway(sessionId, 'enrolled'))
}

export function endHere(sessionId: string): Promise<void> {
  const { db, clock } = runtime()
  return endSession(db, sessionId, clock.now())
}

export function isLinkOpenHere(token: string): Promise<boolean> {
  const { db, clock } = runtime()
  return isSetupLinkOpen(db, token, clock.now())
}

/** Would a setup link renew an owner instead of making the first one? */
export function isOwnerHere(): Promise<boolean> {
  return ownerExists(runtime().db)
}

/** A session, and the step that it opens. */
export interface NewPass {
  sessionId: string
  stage: Stage
}

/** Redeems a setup link and signs the owner in. Throws as `redeemSetupLink` does. */
export async function setUpOwnerHere(token: string, owner: NewOwner, agent: string | null): Promise<NewPass> {
  const { db, clock, vault } = runtime()
  const { operatorId } = await redeemSetupLink(db, token, owner, clock.now(), (ref) => vault.destroy(ref))
  return openByLink(operatorId, agent)
}

export function readInvitationHere(token: string): Promise<OpenInvitation | null> {
  const { db, clock } = runtime()
  return readInvitation(db, token, clock.now())
}

/** Redeems an invitation and signs the new colleague in. Throws as `redeemInvitation` does. */
export async function acceptInvitationHere(
  token: string,
  person: { name: string; password: string },
  agent: string | null,
): Promise<NewPass> {
  const { db, clock } = runtime()
  return openByLink(await redeemInvitation(db, token, person, clock.now()), agent)
}

/** Calls back when sessions of this operator ended or their role changed, in any process. The answer ends it. */
export function watchSessions(actor: Actor, changed: () => void): Promise<() => void> {
  // an empty payload follows a lost connection: something may have been missed
  return runtime().bus.subscribe(sessionChannel, (operatorId) => {
    if (operatorId === '' || operatorId === actor.id) changed()
  })
}

async function openByLink(operatorId: string, agent: string | null): Promise<NewPass> {
  const { db, clock } = runtime()
  const stage = await stageAfterPassword(db, operatorId)
  return { sessionId: await createSession(db, operatorId, clock.now(), { stage, way: 'link', agent }), stage }
}

/** A new id for what is worth more: whoever had planted the old one has nothing. */
async function openFull(sessionId: string, { actor, way, agent }: Halfway): Promise<NewPass> {
  const { db, clock } = runtime()
  await endSession(db, sessionId, clock.now())
  return { sessionId: await createSession(db, actor.id, clock.now(), { way, agent }), stage: 'full' }
}

async function requireHalfway(sessionId: string, stage: Halfway['stage']): Promise<Halfway> {
  const halfway = await whoIsHalfway(sessionId)
  if (halfway?.stage === stage) return halfway
  throw new AppError('not_signed_in', `session is not at ${stage}`, {
    say: 'This took too long, or was finished in another window. Sign in again.',
  })
}
