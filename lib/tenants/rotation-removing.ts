import { usable } from '../certificates/lifecycle'
import { record } from '../audit/audit'
import { AppError } from '../errors'
import { emit } from '../events/events'
import type { MicrosoftFailure } from '../microsoft/observed'
import type { Outcome } from '../reconcile/mandate'
import { runtime } from '../runtime'
import { destroyUnused, listCertificates, retireCertificates, type OwnCertificate } from './certificate-store'
import { isTransient } from './role-proof'
import { afterFailure, waitForPerson, type Next, type RotationContext } from './rotation-context'
import { revokedEvent } from './rotation-events'
import { reconcileAlone, signInWith } from './rotation-kernel'
import { ownSignInRefused } from './rotation-refusals'
import { requireOwned } from './rotation-store'
import { restingData, updateStep } from './run-store'
import { sayDay } from './days'

/** After this long somebody should look why an old key cannot be taken off. */
const patienceHours = 24

/** The overlap is over: old keys leave the application, and when Microsoft has confirmed it their private halves are destroyed. */
export async function removeStage(context: RotationContext): Promise<Next> {
  const { rotation, tenant } = context
  const now = runtime().clock.now()
  if (rotation.removeAt !== null && now < rotation.removeAt) return { at: rotation.removeAt }
  const inUse = (await listCertificates(tenant.id)).find((one) => one.keyId === rotation.certificateId)
  if (inUse === undefined) throw new AppError('internal', `rotation ${context.key.id} has lost its certificate`)
  await updateStep(context.key, 'remove', { status: 'doing', detail: null })
  const left = await removeOthers(context, inUse)
  if ('refused' in left) return ownSignInRefused(context, 'remove', left.refused, inUse)
  const stuck = left.standing.filter((one) => !isLeft(one))
  if (stuck.length === 0) return finish(context, inUse, left.standing)
  if (
    left.failure !== null &&
    !isTransient(left.failure) &&
    now.getTime() - rotation.stageSince.getTime() > patienceHours * 3_600_000
  )
    return waitForPerson(context, 'remove', 'Refused', { failure: left.failure, inUse })
  return afterFailure(context, left.failure)
}

/** It stands under an id that Microsoft never told, so only its end or an administrator's sign-in takes it off. */
function isLeft(certificate: OwnCertificate): boolean {
  return !certificate.keyIdKnown && certificate.standsAs === null
}

type Removal = { refused: MicrosoftFailure } | { standing: readonly OwnCertificate[]; failure: MicrosoftFailure | null }

/** Takes every key but this one off the application. Answers which ones are still recorded as standing there. */
export async function removeOthers(context: RotationContext, stays: OwnCertificate): Promise<Removal> {
  const answer = await signInWith(context, stays)
  if (answer.status === 'refused') return { refused: answer.failure }
  try {
    const before = (await listCertificates(context.tenant.id)).filter((one) => one.sent && one.keyId !== stays.keyId)
    const { outcome, evidence } = await reconcileAlone(context, answer.token, { certificate: stays, proven: true })
    const gone = await findGone(context, before, outcome)
    await requireOwned(context.key)
    await retireCertificates(gone)
    if (gone.length > 0) await updateStep(context.key, 'remove', { status: 'doing', evidence })
    return { standing: before.filter((one) => !gone.includes(one)), failure: failureOf(outcome) }
  } finally {
    answer.token.drop()
  }
}

/** Gone is what the records lost by a clear answer or a look; where there is no look, what Microsoft clearly refuses. */
async function findGone(
  context: RotationContext,
  before: readonly OwnCertificate[],
  outcome: Outcome,
): Promise<readonly OwnCertificate[]> {
  const recorded = new Set(outcome.records.keys.map((key) => key.keyId))
  const gone = before.filter((one) => !recorded.has(one.keyId))
  if (outcome.observed?.recalled !== true) return gone
  for (const one of before.filter((each) => recorded.has(each.keyId) && !isLeft(each)))
    if (await isRefused(context, one, failureOf(outcome))) gone.push(one)
  return gone
}

/**
 * Where nobody may read the registration, an answer that was lost is settled by trying the old key: every node knew it
 * for months, so a clear refusal means that it is gone. One that has ended is powerless however the removal was refused.
 */
async function isRefused(
  context: RotationContext,
  old: OwnCertificate,
  failure: MicrosoftFailure | null,
): Promise<boolean> {
  const { clock, custodian } = runtime()
  if ((await custodian.status(old.keyRef)) === 'destroyed') return true
  if (!usable(old, clock.now())) return failure !== null && !isTransient(failure)
  const answer = await signInWith(context, old)
  if (answer.status === 'refused') return answer.failure.kind === 'token-refused'
  answer.token.drop()
  return false
}

function failureOf(outcome: Outcome): MicrosoftFailure | null {
  return outcome.status === 'stalled' || outcome.status === 'blocked' ? outcome.failure : null
}

/** One transaction ends it. A key that has ended and could not be named is powerless: its private half goes too. */
async function finish(context: RotationContext, inUse: OwnCertificate, left: readonly OwnCertificate[]): Promise<Next> {
  const { db, clock } = runtime()
  const { key, rotation, tenant } = context
  const now = clock.now()
  await requireOwned(key)
  await destroyUnused(tenant.id)
  await updateStep(key, 'remove', { status: 'done', detail: removalWords(left) })
  await db.$transaction(async (tx) => {
    const { count } = await tx.run.updateMany({
      where: { id: key.id, fence: key.fence, endedAt: null },
      data: { ...restingData('ended', 'converged', null), leaseUntil: null, ownerId: null },
    })
    if (count === 0) throw new AppError('conflict', `run ${key.id} belongs to another process or has ended`)
    await tx.rotation.update({ where: { runId: key.id }, data: { endedAt: now, waitsFor: null } })
    await record(tx, {
      actor: 'system',
      action: rotation.kind === 'revoke' ? 'certificate.revoked' : 'certificate.retired',
      subject: `tenant:${tenant.id}`,
      detail: { runId: key.id, sha256: inUse.sha256, count: left.length },
    })
    if (rotation.kind === 'revoke') await emit(tx, revokedEvent(tenant, inUse), now)
  })
  return 'ended'
}

function removalWords(left: readonly OwnCertificate[]): string {
  const [first] = left
  return first === undefined
    ? 'taken off the application, private key destroyed'
    : `stays listed until it ends on ${sayDay(first.notAfter)}: Microsoft did not tell its id; an administrator’s sign-in can take it off sooner`
}
