import { AppError } from '../errors'
import { record } from '../audit/audit'
import { emit } from '../events/events'
import { unschedule } from '../queue/queue-store'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { noteCondition } from './condition-store'
import { removeOwnKeys, type KeyRemoval } from './own-key-removal'
import { describeLeft } from './restore-grants'
import { restoreCloseKind } from './restore-opened'
import { destroyKeys } from './taken-down'
import { mainTenantOf, readTenant, restoreTenantOf, type TenantRow } from './tenant-store'

/** While Microsoft does not answer, the key is kept this long beyond its time to take itself off; then it is destroyed. */
const graceMs = 3_600_000
const pauseMs = 5 * 60_000

/** When the time ends: the key is taken off the application with its own sign-in, and destroyed. */
export async function closeWhenDue(tenantId: string, signal: AbortSignal): Promise<Date | null> {
  const { db, clock } = runtime()
  const opening = await db.restoreOpening.findFirst({
    where: { tenantId, openedAt: { not: null }, closedAt: null },
    orderBy: { openedAt: 'desc' },
  })
  if (opening?.until == null) return null
  const now = clock.now()
  if (opening.until > now) return opening.until
  const isLast = now.getTime() >= opening.until.getTime() + graceMs
  const closed = await close(await readTenant(tenantId), { how: 'time', actor: 'system', isLast }, signal)
  return closed ? null : new Date(now.getTime() + pauseMs)
}

/** Close now: an operator does not wait for the time. What Microsoft does not take off is destroyed here all the same. */
export async function closeRestore(actor: Actor, tenantId: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  const row = await restoreTenantOf(await readTenant(tenantId))
  if (row?.state !== 'open') {
    throw new AppError('conflict', 'restore is not open', { say: 'The restore application is closed already.' })
  }
  const by = { how: 'operator', actor: labelOf(actor), operator: actor.name, isLast: true } as const
  await close(row, by, runtime().closing)
}

interface Closing {
  how: 'time' | 'operator'
  actor: string
  operator?: string
  /** Nothing is tried again: the key is destroyed whatever Microsoft said. */
  isLast: boolean
}

async function close(row: TenantRow, closing: Closing, signal: AbortSignal): Promise<boolean> {
  const removal = await removeOwnKeys(row, signal)
  if (removal.left.length > 0 && !closing.isLast) return false
  await destroyKeys(row.id, removal.left.length > 0)
  const main = await mainTenantOf(row.id)
  await write(row, main, closing, removal)
  const draft = await describeLeft(row, removal.left.length)
  if (draft !== null && main.state === 'connected') await noteCondition(main, draft)
  return true
}

async function write(row: TenantRow, main: TenantRow, closing: Closing, removal: KeyRemoval): Promise<void> {
  const { db, clock } = runtime()
  const now = clock.now()
  await db.$transaction(async (tx) => {
    await tx.tenant.update({ where: { id: row.id }, data: { state: 'closed', connectedAt: null } })
    await tx.restoreOpening.updateMany({
      where: { tenantId: row.id, closedAt: null },
      data: { closedAt: now, closedHow: closing.how },
    })
    await unschedule(tx, { tenantId: row.id, kind: restoreCloseKind })
    await record(tx, {
      actor: closing.actor,
      action: 'restore.closed',
      subject: `tenant:${main.id}`,
      detail: {
        ...(closing.operator === undefined ? {} : { operator: closing.operator }),
        count: removal.removed.length,
        reason: closing.how,
      },
    })
    await emit(
      tx,
      {
        kind: 'restore.closed',
        key: `restore:${row.id}:closed:${now.toISOString()}`,
        thread: `tenant:${row.id}:restore`,
        tenantId: main.id,
        severity: 'resolved',
        facts: {
          title: `The restore application of ${row.customer} is closed`,
          message:
            removal.why === null
              ? 'Its key left the application and is destroyed.'
              : `Its key is destroyed here; it could not be taken off there, because ${removal.why}.`,
        },
      },
      now,
    )
  })
}
