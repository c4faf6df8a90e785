import { usable } from '../certificates/lifecycle'
import type { MicrosoftFailure } from '../microsoft/observed'
import type { Outcome } from '../reconcile/mandate'
import { runtime } from '../runtime'
import { retireCertificates, type OwnCertificate } from './certificate-store'
import { isTransient } from './role-proof'
import { afterFailure, inSeconds, patienceLeftMs, waitForPerson, type Next } from './rotation-context'
import type { RotationContext } from './rotation-context'
import { updateRotation, type RotationStep } from './rotation-store'
import type { RotationStop } from './rotation-words'

interface Keys {
  inUse: OwnCertificate
  next: OwnCertificate
}

/** Shorter lives that are tried where a refusal names none; below a week nobody could keep up. */
const livesToTry = [30, 7] as const

/** Our own sign-in was refused, so nothing of ours can be changed now: who is needed, or when to try again. */
export function ownSignInRefused(
  context: RotationContext,
  step: RotationStep,
  failure: MicrosoftFailure,
  inUse: OwnCertificate,
): Promise<Next> | Next {
  if (isTransient(failure) || failure.kind === 'clock') return afterFailure(context, failure)
  const hasEnded = !usable(inUse, runtime().clock.now())
  const stop = hasEnded ? 'KeyExpired' : (signInStops[failure.kind] ?? 'Refused')
  return believe(context, step, stop, { failure, inUse })
}

const signInStops: Partial<Record<MicrosoftFailure['kind'], RotationStop>> = {
  'token-refused': 'KeyNotAccepted',
  'application-missing': 'ApplicationDeleted',
  'tenant-unknown': 'ApplicationDeleted',
  'application-disabled': 'ApplicationDisabled',
  'blocked-by-policy': 'AccessBlocked',
  'not-allowed': 'AccessBlocked',
}

/** The new key was not added, and that is certain: another certificate, another try, or a person. */
export async function judgeAddition(context: RotationContext, outcome: Outcome, keys: Keys): Promise<Next> {
  const unmet = outcome.plan.unmet.find((one) => one.stops)
  switch (unmet?.kind) {
    case 'key-lifetime':
      return shorter(context, keys, unmet.maxLifetimeDays)
    case 'self-signed-forbidden':
      return waitForPerson(context, 'add', 'AuthorityNeeded', { failure: null, ...keys })
    case 'certificate-expired':
      return discard(context, keys.next, context.rotation.maxLifetimeDays)
    case 'name-held':
    case 'foreign-application':
      return believe(context, 'add', 'ApplicationDeleted', { failure: null, ...keys })
    default:
      return judgeFailure(context, outcome, keys)
  }
}

async function judgeFailure(context: RotationContext, outcome: Outcome, keys: Keys): Promise<Next> {
  const failure = outcome.status === 'stalled' || outcome.status === 'blocked' ? outcome.failure : null
  if (failure === null) {
    // blocked: the look lacks every key that could sign; stalled: it contradicts what was answered
    return outcome.status === 'blocked'
      ? believe(context, 'add', 'KeyNotAccepted', { failure, ...keys })
      : afterFailure(context, null)
  }
  if (isTransient(failure)) return afterFailure(context, failure)
  if (failure.kind === 'key-lifetime-policy') return shorter(context, keys, null)
  if (failure.kind === 'key-type-policy') return waitForPerson(context, 'add', 'AuthorityNeeded', { failure, ...keys })
  return believe(context, 'add', additionStops[failure.kind] ?? 'Refused', { failure, ...keys })
}

const additionStops: Partial<Record<MicrosoftFailure['kind'], RotationStop>> = {
  'not-found': 'ApplicationDeleted',
  'token-refused': 'ProofRefused',
  'not-allowed': 'ProofRefused',
  invalid: 'ProofRefused',
}

/** A refusal that may be replication is believed only once it was met for as long as patience lasts. */
function believe(
  context: RotationContext,
  step: RotationStep,
  stop: RotationStop,
  found: { failure: MicrosoftFailure | null; inUse: OwnCertificate },
): Promise<Next> | Next {
  if (patienceLeftMs(context) > 0) return afterFailure(context, found.failure)
  return waitForPerson(context, step, stop, found)
}

/** The policy in days where it was read; else the next of the lives to try. What was refused is of no use to anybody. */
async function shorter(context: RotationContext, keys: Keys, allowedDays: number | null): Promise<Next> {
  const { maxLifetimeDays } = context.rotation
  if (keys.next.issuedBy !== null) return waitForPerson(context, 'add', 'AuthorityNeeded', { failure: null, ...keys })
  const days = allowedDays ?? livesToTry.find((life) => life < (maxLifetimeDays ?? Infinity)) ?? null
  const isManageable = days !== null && days >= 1 && days < (maxLifetimeDays ?? Infinity)
  if (isManageable) return discard(context, keys.next, days)
  await discard(context, keys.next, null)
  return waitForPerson(context, 'add', 'LifetimeTooShort', { failure: null, ...keys })
}

async function discard(context: RotationContext, next: OwnCertificate, maxLifetimeDays: number | null): Promise<Next> {
  await retireCertificates([next])
  await updateRotation(context.key, { certificateId: null, maxLifetimeDays, addTries: 0, addedAt: null })
  return inSeconds(1)
}
