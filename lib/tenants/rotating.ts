import { AppError } from '../errors'
import { scheduleMany, schedule } from '../queue/queue-store'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { listCertificates } from './certificate-store'
import { findRotation, openRotation } from './rotation-store'
import { isUniqueViolation } from './run-store'
import { reachTenant } from './tenant-store'

/** What became of one tenant of a selection. */
export interface RotationRequest {
  tenantId: string
  result: 'requested' | 'already-under-way' | 'run-open' | 'not-connected'
}

/** Renews the certificates of a selection now, whenever they are due. Returns at once; the worker goes its own pace. */
export async function requestRotations(
  actor: Actor,
  tenantIds: readonly string[],
): Promise<readonly RotationRequest[]> {
  requireMay(actor, 'tenants.change')
  const requests: RotationRequest[] = []
  for (const tenantId of new Set(tenantIds)) requests.push({ tenantId, result: await requestOne(actor, tenantId) })
  const begun = requests.filter(({ result }) => result === 'requested' || result === 'already-under-way')
  await scheduleMany(
    'rotate',
    begun.map(({ tenantId }) => tenantId),
    runtime().clock.now(),
  )
  return requests
}

async function requestOne(actor: Actor, tenantId: string): Promise<RotationRequest['result']> {
  const tenant = await reachTenant(actor, tenantId)
  if (tenant.state !== 'connected') return 'not-connected'
  if ((await findRotation(tenantId)) !== null) return 'already-under-way'
  try {
    await runtime().db.$transaction((tx) =>
      openRotation(tx, { tenantId, kind: 'rotate', baseline: tenant.baseline, startedBy: actor, stage: 'adding' }),
    )
    return 'requested'
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return 'run-open'
  }
}

/**
 * For a key believed stolen: a new key, proved once, and every older one leaves without overlap and is destroyed. From this
 * moment no run connects with the old keys again. Answers the run to follow. A rotation under way becomes it; throws
 * conflict beside a run that waits for an administrator, which replaces the keys as well.
 */
export async function revokeNow(actor: Actor, tenantId: string, reason: string): Promise<{ runId: string }> {
  requireMay(actor, 'tenants.change')
  const tenant = await reachTenant(actor, tenantId)
  const why = requireReason(reason)
  if (tenant.state !== 'connected' || !(await listCertificates(tenantId)).some((one) => one.state === 'active'))
    throw new AppError('conflict', 'tenant is not connected', {
      say: 'This tenant is not connected, so it has no key to replace.',
    })
  const { db, clock } = runtime()
  const now = clock.now()
  const known = await findRotation(tenantId)
  if (known?.kind === 'revoke') return { runId: known.runId }
  try {
    return await db.$transaction(async (tx) => {
      // a rotation that is at work stops at its next write; what it has added is marked with the rest
      await tx.run.updateMany({
        where: { tenantId, endedAt: null, kind: 'rotate' },
        data: { phase: 'ended', outcome: 'overtaken', endedAt: now, fence: { increment: 1 }, leaseUntil: null },
      })
      await tx.rotation.updateMany({ where: { tenantId, endedAt: null, kind: 'rotate' }, data: { endedAt: now } })
      await tx.certificate.updateMany({
        where: { tenantId, removedAt: null, revokedAt: null },
        data: { revokedAt: now },
      })
      const { baseline } = tenant
      const runId = await openRotation(tx, {
        tenantId,
        kind: 'revoke',
        baseline,
        startedBy: actor,
        stage: 'adding',
        reason: why,
      })
      await schedule(tx, { tenantId, kind: 'rotate' }, now)
      return { runId }
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('conflict', 'another run is open', {
      say: 'A run of this tenant is open. Finish it, or stop it first: then revoke the key.',
    })
  }
}

function requireReason(reason: string): string {
  const text = reason.trim()
  if (text !== '' && text.length <= 300) return text
  throw new AppError('invalid_input', 'revocation reason', {
    field: 'reason',
    say: 'Say why, in at most 300 letters: it is kept in the tenant’s history.',
  })
}
