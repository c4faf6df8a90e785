import { usable } from '../certificates/lifecycle'
import { mayStillSpread } from '../microsoft/failures'
import { runtime } from '../runtime'
import { listCertificates, makeCertificate, retireCertificates, type OwnCertificate } from './certificate-store'
import { afterFailure, inSeconds, toStage, tryAgainSeconds, waitForPerson, type Next } from './rotation-context'
import type { RotationContext } from './rotation-context'
import { reconcileAlone, signInWith } from './rotation-kernel'
import { judgeAddition, ownSignInRefused } from './rotation-refusals'
import { removeOthers } from './rotation-removing'
import { updateRotation } from './rotation-store'
import { updateStep } from './run-store'

/** A key that Microsoft has not heard of is made anew after this long: else its life would begin in the past. */
const keptUnsentMs = 2 * 86_400_000

/**
 * Brings the next public key onto the application: made, sealed and read back first, then added by proof with the key in
 * use. An answer that got lost is settled by trying the new key, never by adding again blindly.
 */
export async function addStage(context: RotationContext): Promise<Next> {
  const certificates = await listCertificates(context.tenant.id)
  const inUse = certificates.find((one) => one.state === 'active')
  if (inUse === undefined) return 'ended'
  const next = await nextCertificate(context, certificates)
  if (next.confirmed) return toStage(context, 'proving')
  if (next.sent) {
    const settled = await settleByTrying(context, inUse, next)
    if (settled !== null) return settled
  }
  const now = runtime().clock.now()
  const valid = certificates.filter((one) => one.sent && one.keyId !== next.keyId && usable(one, now))
  if (valid.length > 1) return makeRoom(context, inUse)
  return addByProof(context, inUse, next)
}

async function nextCertificate(
  context: RotationContext,
  certificates: readonly OwnCertificate[],
): Promise<OwnCertificate> {
  const { rotation, tenant, key } = context
  const known = certificates.find((one) => one.keyId === rotation.certificateId) ?? newest(certificates)
  if (known !== undefined && (await isGood(known))) {
    if (known.keyId !== rotation.certificateId) await updateRotation(key, { certificateId: known.keyId })
    await updateStep(key, 'key', { status: 'done', detail: 'sealed, saved, read back, same fingerprint' })
    return known
  }
  if (known !== undefined && !known.sent) await retireCertificates([known])
  await updateStep(key, 'key', { status: 'doing', detail: null })
  const made = await makeCertificate(tenant, rotation)
  await updateRotation(key, { certificateId: made.keyId, addTries: 0, addedAt: null })
  await updateStep(key, 'key', { status: 'done', detail: 'sealed, saved, read back, same fingerprint' })
  return made
}

/** One that an earlier run made and nobody has used yet. */
function newest(certificates: readonly OwnCertificate[]): OwnCertificate | undefined {
  const first = certificates[0]
  return first?.state === 'pending' ? first : undefined
}

async function isGood(certificate: OwnCertificate): Promise<boolean> {
  const { clock, custodian } = runtime()
  const now = clock.now()
  const isFresh = certificate.sent || now.getTime() - certificate.notBefore.getTime() < keptUnsentMs
  if (certificate.revoked || !isFresh || !usable(certificate, now)) return false
  return (await custodian.status(certificate.keyRef)) === 'sealed'
}

/** Null: Microsoft has had its time and does not know the key, so it may be added once more. */
async function settleByTrying(
  context: RotationContext,
  inUse: OwnCertificate,
  next: OwnCertificate,
): Promise<Next | null> {
  const { db, clock, settings } = runtime()
  const answer = await signInWith(context, next)
  if (answer.status === 'granted') {
    answer.token.drop()
    await db.certificate.updateMany({
      where: { id: next.keyId, confirmedAt: null },
      data: { confirmedAt: clock.now() },
    })
    await updateStep(context.key, 'add', { status: 'done', detail: 'its answer was lost; the new key signs in' })
    return toStage(context, 'proving')
  }
  const { failure } = answer
  if (!mayStillSpread(failure)) return afterFailure(context, failure)
  const { addedAt, stageSince, addTries } = context.rotation
  const waitedMs = clock.now().getTime() - (addedAt ?? stageSince).getTime()
  if (waitedMs < settings.SPREAD_DEADLINE_SECONDS * 1000) return inSeconds(tryAgainSeconds())
  if (addTries < 2) return null
  await updateRotation(context.key, { addTries: 0 })
  return waitForPerson(context, 'add', 'ProofRefused', { failure, inUse })
}

/** A third valid key never comes: what is superseded leaves first, on the word of the key in use. */
async function makeRoom(context: RotationContext, inUse: OwnCertificate): Promise<Next> {
  const left = await removeOthers(context, inUse)
  if ('refused' in left) return ownSignInRefused(context, 'add', left.refused, inUse)
  const now = runtime().clock.now()
  const valid = left.standing.filter((one) => usable(one, now))
  if (valid.length === 0) return inSeconds(1)
  const stuck = valid.every((one) => !one.keyIdKnown && one.standsAs === null)
  if (!stuck) return afterFailure(context, left.failure)
  return waitForPerson(context, 'add', 'KeysInTheWay', { failure: left.failure, inUse })
}

async function addByProof(context: RotationContext, inUse: OwnCertificate, next: OwnCertificate): Promise<Next> {
  await updateStep(context.key, 'add', { status: 'doing', detail: null })
  const answer = await signInWith(context, inUse)
  if (answer.status === 'refused') return ownSignInRefused(context, 'add', answer.failure, inUse)
  try {
    const { outcome, evidence } = await reconcileAlone(context, answer.token, { certificate: next, proven: false })
    const after = (await listCertificates(context.tenant.id)).find((one) => one.keyId === next.keyId) ?? next
    if (after.confirmed) {
      await updateStep(context.key, 'add', { status: 'done', detail: idWords(after), evidence })
      return await toStage(context, 'proving')
    }
    if (after.sent) return await waitForAnswer(context)
    return await judgeAddition(context, outcome, { inUse, next: after })
  } finally {
    answer.token.drop()
  }
}

async function waitForAnswer(context: RotationContext): Promise<Next> {
  const next = inSeconds(tryAgainSeconds())
  const now = runtime().clock.now()
  const until = new Date(now.getTime() + runtime().settings.SPREAD_DEADLINE_SECONDS * 1000)
  await updateStep(context.key, 'add', {
    status: 'waiting',
    detail: 'Microsoft’s answer was lost: the new key is tried before anything is sent again',
    waiting: {
      since: now.toISOString(),
      until: until.toISOString(),
      nextTryAt: next.at.toISOString(),
      tries: 1,
      lastAnswer: 'no answer',
    },
  })
  return next
}

function idWords({ keyIdKnown, standsAs }: OwnCertificate): string {
  if (keyIdKnown) return 'Microsoft has it under the id that Latchkey chose'
  return standsAs === null ? 'Microsoft has it, and did not say under which id' : 'Microsoft gave it an id of its own'
}
