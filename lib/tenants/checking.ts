import { AppError } from '../errors'
import { doNow } from '../queue/now'
import { scheduleMany } from '../queue/queue-store'
import { runtime } from '../runtime'
import { reaches, type Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { checkTenant } from './check'
import { reachTenant, withinReach } from './tenant-store'
import { checkKind, nextCheckAt } from './check-schedule'

/**
 * Proves sign-in, permissions and workloads with the stored key while the caller waits. A check that runs already is
 * waited for instead, so that two never ask at once.
 */
export async function checkNow(actor: Actor, tenantId: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  if (!reaches(actor, tenantId)) throw new AppError('not_found', `tenant ${tenantId} is out of reach`)
  await requireCheckable(tenantId)
  await doNow({ tenantId, kind: checkKind }, async (id, signal) => {
    const end = await checkTenant(id, actor, signal)
    return nextCheckAt(id, end, runtime().clock.now())
  })
}

/**
 * Asks for a check of some tenants, or of all that are connected, and returns at once: the worker begins them at its own
 * rate. Answers how many were asked for; ids that are not connected tenants within reach are left out.
 */
export async function requestChecks(
  actor: Actor,
  tenantIds: readonly string[] | 'all',
): Promise<{ requested: number; tenantIds: readonly string[] }> {
  requireMay(actor, 'tenants.change')
  const { db, clock } = runtime()
  const asked = tenantIds === 'all' ? {} : { id: { in: [...tenantIds] } }
  const rows = await db.tenant.findMany({
    where: { AND: [{ state: 'connected' }, asked, withinReach(actor)] },
    select: { id: true },
  })
  const ids = rows.map(({ id }) => id)
  return { requested: await scheduleMany(checkKind, ids, clock.now()), tenantIds: ids }
}

/** As `requestChecks` for one. Throws not_found, and conflict where it is not connected or Microsoft asked us to wait. */
export async function requestCheck(actor: Actor, tenantId: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  const { state } = await reachTenant(actor, tenantId)
  if (state !== 'connected') {
    throw new AppError('conflict', `tenant is ${state}`, {
      say: 'This tenant is not connected: nothing can be checked.',
    })
  }
  await requireCheckable(tenantId)
  await requestChecks(actor, [tenantId])
}

/** The scheduled check. It never asks before Microsoft’s Retry-After, and a tenant that is no longer connected leaves the schedule. */
export async function checkWhenDue(tenantId: string, signal: AbortSignal): Promise<Date | null> {
  const { clock, db } = runtime()
  const tenant = await db.tenant.findUnique({ where: { id: tenantId }, select: { state: true, pausedUntil: true } })
  if (tenant?.state !== 'connected') return null
  if (tenant.pausedUntil !== null && tenant.pausedUntil > clock.now()) return tenant.pausedUntil
  const end = await checkTenant(tenantId, null, signal)
  return nextCheckAt(tenantId, end, clock.now())
}

async function requireCheckable(tenantId: string): Promise<void> {
  const { clock, db } = runtime()
  const tenant = await db.tenant.findUnique({ where: { id: tenantId }, select: { pausedUntil: true } })
  const waitMs = (tenant?.pausedUntil?.getTime() ?? 0) - clock.now().getTime()
  if (waitMs <= 0) return
  const minutes = Math.ceil(waitMs / 60_000)
  throw new AppError('conflict', 'Microsoft’s Retry-After has not passed', {
    say: `Microsoft asked us to wait: this tenant can be checked again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}. It is then checked by itself.`,
  })
}
