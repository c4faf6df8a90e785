import { record } from '../audit/audit'
import { AppError } from '../errors'
import { emit } from '../events/events'
import type { MicrosoftFailure } from '../microsoft/observed'
import { schedule } from '../queue/queue-store'
import { runtime } from '../runtime'
import { listCertificates, type OwnCertificate } from './certificate-store'
import { isTransient } from './role-proof'
import { inSeconds, linesOf, waitForPerson, type Next, type RotationContext } from './rotation-context'
import { rotatedEvent } from './rotation-events'
import { signInWith } from './rotation-kernel'
import { updateRotation } from './rotation-store'
import { updateRun, updateStep, workingData } from './run-store'

/** The new key must be this long without any success before a person hears of it. */
const patienceHours = 24

/**
 * One sign-in of the new key. Microsoft’s nodes disagree for a while, so it counts only as one of several in a row, spread
 * over minutes; a refusal in between, whatever its cause, starts the count again. The old key stays in use until then.
 */
export async function proveStage(context: RotationContext): Promise<Next> {
  const certificates = await listCertificates(context.tenant.id)
  const next = certificates.find((one) => one.keyId === context.rotation.certificateId)
  if (next === undefined) throw new AppError('internal', `rotation ${context.key.id} has lost its certificate`)
  const inUse = certificates.find((one) => one.state === 'active') ?? null
  const answer = await signInWith(context, next)
  if (answer.status === 'refused') return startAgain(context, answer.failure, inUse)
  const { evidence } = answer.token
  answer.token.drop()
  const { clock } = runtime()
  const successes = context.rotation.successes + 1
  const firstSuccessAt = context.rotation.firstSuccessAt ?? clock.now()
  await updateRotation(context.key, { successes, firstSuccessAt, waitsFor: null })
  const wanted = proofsWanted(context)
  await updateStep(context.key, 'prove', {
    status: 'doing',
    detail: `${successes} of ${wanted.proofs} sign-ins, the first at ${firstSuccessAt.toISOString().slice(11, 16)} UTC`,
    evidence: evidence === null ? [] : [evidence],
  })
  if (context.rotation.waitsFor !== null) await updateRun(context.key, { ...workingData(), phase: 'rotating' })
  const dueAt = firstSuccessAt.getTime() + wanted.spreadMs * Math.min(1, successes / Math.max(1, wanted.proofs - 1))
  const isEnough = successes >= wanted.proofs && clock.now().getTime() >= firstSuccessAt.getTime() + wanted.spreadMs
  if (!isEnough) return { at: new Date(Math.max(dueAt, clock.now().getTime() + 1000)) }
  return promote(context, next)
}

/** A key believed stolen must not live for minutes more: its successor is proved once. */
function proofsWanted({ rotation }: RotationContext): { proofs: number; spreadMs: number } {
  if (rotation.kind === 'revoke') return { proofs: 1, spreadMs: 0 }
  const { ROTATION_PROOFS, ROTATION_PROOF_MINUTES } = runtime().settings
  return { proofs: ROTATION_PROOFS, spreadMs: ROTATION_PROOFS === 1 ? 0 : ROTATION_PROOF_MINUTES * 60_000 }
}

async function startAgain(
  context: RotationContext,
  failure: MicrosoftFailure,
  inUse: OwnCertificate | null,
): Promise<Next> {
  await updateRotation(context.key, { successes: 0, firstSuccessAt: null })
  const { clock, settings } = runtime()
  const sinceMs = clock.now().getTime() - context.rotation.stageSince.getTime()
  if (!isTransient(failure) && sinceMs > patienceHours * 3_600_000)
    return waitForPerson(context, 'prove', 'NewKeyNotAccepted', { failure, inUse, tryAgainHours: 1 })
  // quickly at first, when minutes are usual, then ever more slowly up to an hour
  const pause = Math.min(3600, Math.max(settings.SPREAD_PAUSE_SECONDS * 5, sinceMs / 4000))
  const next = inSeconds(
    Math.max(
      context.rotation.kind === 'revoke' ? settings.SPREAD_PAUSE_SECONDS : pause,
      failure.retryAfterSeconds ?? 0,
    ),
  )
  await updateStep(context.key, 'prove', {
    status: 'waiting',
    detail: 'Not all of Microsoft’s servers know the new key yet; the old one stays in use',
    evidence: linesOf('sign-in with the new key', failure),
    waiting: {
      since: context.rotation.stageSince.toISOString(),
      until: new Date(context.rotation.stageSince.getTime() + patienceHours * 3_600_000).toISOString(),
      nextTryAt: next.at.toISOString(),
      tries: 1,
      lastAnswer: failure.code,
      ...(isTransient(failure) ? { why: 'busy' as const } : {}),
    },
  })
  return next
}

/** One transaction: the new key is in use, the old one has its last day, and who wants to know is told. */
async function promote(context: RotationContext, next: OwnCertificate): Promise<Next> {
  const { db, clock, settings } = runtime()
  const { key, rotation, tenant } = context
  const now = clock.now()
  const overlapMs = rotation.kind === 'revoke' ? 0 : settings.ROTATION_OVERLAP_HOURS * 3_600_000
  const removeAt = new Date(now.getTime() + overlapMs)
  await db.$transaction(async (tx) => {
    const { count } = await tx.rotation.updateMany({
      where: { runId: key.id, endedAt: null, run: { fence: key.fence, endedAt: null } },
      data: { stage: 'removing', stageSince: removeAt, removeAt, waitsFor: null },
    })
    if (count === 0) throw new AppError('conflict', `rotation ${key.id} belongs to another process or has ended`)
    await tx.certificate.updateMany({
      where: { tenantId: tenant.id, state: 'active', id: { not: next.keyId } },
      data: { state: 'retiring' },
    })
    await tx.certificate.update({ where: { id: next.keyId }, data: { state: 'active', provenAt: now } })
    await tx.tenant.update({ where: { id: tenant.id }, data: { provedAt: now } })
    await record(tx, {
      actor: 'system',
      action: 'certificate.activated',
      subject: `tenant:${tenant.id}`,
      detail: { runId: key.id, sha256: next.sha256, notAfter: next.notAfter.toISOString() },
    })
    if (rotation.kind === 'rotate') await emit(tx, rotatedEvent(tenant, next, removeAt), now)
    await schedule(tx, { tenantId: tenant.id, kind: 'check' }, now, 'sooner')
    await schedule(tx, { tenantId: tenant.id, kind: 'notice' }, now)
  })
  await updateStep(key, 'prove', { status: 'done' })
  await updateStep(key, 'use', {
    status: 'done',
    detail: `since ${now.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  })
  if (overlapMs > 0)
    await updateStep(key, 'remove', {
      status: 'waiting',
      detail: `stays beside the new one until ${removeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    })
  return { stage: 'removing' }
}
