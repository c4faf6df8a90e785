import { renewAt, usable } from '../certificates/lifecycle'
import { runtime } from '../runtime'
import { listCertificates, type OwnCertificate } from './certificate-store'
import { keepLease } from './conduct'
import { addStage } from './rotation-adding'
import { inSeconds, makeRotationContext, tryAgainSeconds, type Next, type RotationContext } from './rotation-context'
import { proveStage } from './rotation-proving'
import { removeStage } from './rotation-removing'
import { findRotation, openRotation, type RotationStage } from './rotation-store'
import { announce, claimRun, isUniqueViolation, releaseRun } from './run-store'
import { readTenant, type TenantRow } from './tenant-store'

/** While another run of the tenant is open, or practice is off. */
const lookAgainMinutes = 15

const stages: Readonly<Record<RotationStage, (context: RotationContext) => Promise<Next>>> = {
  adding: addStage,
  proving: proveStage,
  removing: removeStage,
}

/**
 * One stage of the tenant's change of keys, or the wait until it is due. Nothing waits in memory and everything is safe to
 * repeat, so that a process may die between any two steps. Answers when the next turn is; null once nothing is connected.
 */
export async function rotateTenant(tenantId: string, signal: AbortSignal): Promise<Date | null> {
  const tenant = await readTenant(tenantId)
  if (tenant.state !== 'connected') return null
  if (!runtime().clouds.some((cloud) => cloud.name === tenant.cloud)) return later()
  const open = await findRotation(tenantId)
  if (open !== null) return takeTurn(tenant, open.runId, signal)
  await destroyEnded(tenant)
  const begun = await beginIfDue(tenant)
  return 'runId' in begun ? takeTurn(tenant, begun.runId, signal) : begun.at
}

async function takeTurn(tenant: TenantRow, runId: string, signal: AbortSignal): Promise<Date | null> {
  const row = await claimRun(runId)
  if (row === null) return inSeconds(runtime().settings.LEASE_SECONDS).at
  const lost = new AbortController()
  const stopLease = keepLease(row, lost)
  try {
    const rotation = await findRotation(tenant.id)
    if (rotation?.runId !== runId) return later()
    const context = await makeRotationContext(row, rotation, AbortSignal.any([signal, lost.signal]))
    const next = await stages[rotation.stage](context)
    if (next === 'ended') return await nextDue(tenant)
    if ('at' in next) return next.at
    return inSeconds(rotation.kind === 'revoke' ? runtime().settings.SPREAD_PAUSE_SECONDS : tryAgainSeconds()).at
  } finally {
    stopLease()
    await releaseRun(row)
    await announce(runId)
  }
}

/** Opens the run when the certificate is due, or when an interrupted run has left an old key behind. */
async function beginIfDue(tenant: TenantRow): Promise<{ runId: string } | { at: Date }> {
  const { db, clock } = runtime()
  const certificates = await listCertificates(tenant.id)
  const inUse = certificates.find((one) => one.state === 'active')
  if (inUse === undefined) return { at: later() }
  const isDue = clock.now() >= renewAt(inUse, tenant.id)
  const begin = isDue ? { stage: 'adding' as const } : leftBehind(certificates, inUse)
  if (begin === null) return { at: renewAt(inUse, tenant.id) }
  try {
    const { id, baseline } = tenant
    const runId = await db.$transaction((tx) =>
      openRotation(tx, { tenantId: id, kind: 'rotate', baseline, startedBy: null, ...begin }),
    )
    return { runId }
  } catch (error) {
    if (isUniqueViolation(error)) return { at: later() }
    throw error
  }
}

/** An old key that can be named and stands beside the one in use, with nobody at work on it. */
function leftBehind(certificates: readonly OwnCertificate[], inUse: OwnCertificate) {
  const isOld = certificates.some(
    (one) => one.sent && one.state === 'retiring' && (one.keyIdKnown || one.standsAs !== null),
  )
  return isOld ? { stage: 'removing' as const, certificateId: inUse.keyId } : null
}

/** A key whose id Microsoft never told stays listed until it ends; from then on its private half is of no use to anybody. */
async function destroyEnded(tenant: TenantRow): Promise<void> {
  const { clock, custodian } = runtime()
  const ended = (await listCertificates(tenant.id)).filter(
    (one) => one.state === 'retiring' && !usable(one, clock.now()) && one.notAfter < clock.now(),
  )
  for (const one of ended) await custodian.destroy(one.keyRef)
}

async function nextDue(tenant: TenantRow): Promise<Date> {
  const inUse = (await listCertificates(tenant.id)).find((one) => one.state === 'active')
  return inUse === undefined ? later() : renewAt(inUse, tenant.id)
}

function later(): Date {
  return inSeconds(lookAgainMinutes * 60).at
}
