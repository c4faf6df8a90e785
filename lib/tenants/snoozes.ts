import { record } from '../audit/audit'
import { AppError } from '../errors'
import { schedule } from '../queue/queue-store'
import { runtime } from '../runtime'
import { labelOf, reaches, type Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { reachTenant } from './tenant-store'

const longestDays = 365
const longestReason = 300

/** Somebody knows of a trouble and has said why it may wait and until when. It ends by itself. */
export interface Snooze {
  tenantId: string
  /** The condition's type. */
  type: string
  until: Date
  reason: string
  /** Who answers for it. */
  owner: string
}

/**
 * No notices of this condition and no line among what needs a person until then. An end of a certificate is told all the
 * same. Throws invalid_input with the field and the mend.
 */
export async function snooze(
  actor: Actor,
  tenantId: string,
  wish: { type: string; until: Date; reason: string },
): Promise<void> {
  requireMay(actor, 'tenants.change')
  const { db, clock } = runtime()
  const tenant = await reachTenant(actor, tenantId)
  const { reason, until } = requireWish(wish)
  const known = await db.condition.count({ where: { tenantId: tenant.id, type: wish.type } })
  if (known === 0) throw refuse('type', 'This tenant has no such condition any more. Load the page again.')
  const { type } = wish
  const ownerId = actor.id
  await db.$transaction(async (tx) => {
    await tx.snooze.upsert({
      where: { tenantId_type: { tenantId: tenant.id, type } },
      create: { tenantId: tenant.id, type, until, reason, ownerId, createdAt: clock.now() },
      update: { until, reason, ownerId, createdAt: clock.now() },
    })
    await record(tx, {
      actor: labelOf(actor),
      action: 'condition.snoozed',
      subject: `tenant:${tenant.id}`,
      detail: { operator: actor.name, condition: type, until: until.toISOString(), reason },
    })
  })
}

/** Ends it before its time; what was held back is looked at again at once. */
export async function unsnooze(actor: Actor, tenantId: string, type: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  const { db, clock } = runtime()
  const tenant = await reachTenant(actor, tenantId)
  await db.$transaction(async (tx) => {
    const { count } = await tx.snooze.deleteMany({ where: { tenantId: tenant.id, type } })
    if (count === 0) return
    await record(tx, {
      actor: labelOf(actor),
      action: 'condition.unsnoozed',
      subject: `tenant:${tenant.id}`,
      detail: { operator: actor.name, condition: type },
    })
    if (tenant.state === 'connected') await schedule(tx, { tenantId: tenant.id, kind: 'notice' }, clock.now(), 'sooner')
  })
}

export async function listSnoozes(actor: Actor, tenantId: string): Promise<readonly Snooze[]> {
  return activeSnoozes(reaches(actor, tenantId) ? [tenantId] : [])
}

/** Those that hold now, for any number of tenants at once. */
export async function activeSnoozes(tenantIds: readonly string[]): Promise<readonly Snooze[]> {
  const { db, clock } = runtime()
  const rows = await db.snooze.findMany({
    where: { tenantId: { in: [...tenantIds] }, until: { gt: clock.now() } },
    include: { owner: { select: { name: true } } },
  })
  return rows.map(({ tenantId, type, until, reason, owner }) => ({ tenantId, type, until, reason, owner: owner.name }))
}

/** Both as they will be kept. Throws invalid_input with the field and the mend. */
export function requireWish(wish: { until: Date; reason: string }): { until: Date; reason: string } {
  const reason = wish.reason.trim()
  if (reason === '' || reason.length > longestReason)
    throw refuse('reason', `Say why, in at most ${longestReason} letters.`)
  return { reason, until: requireUntil(wish.until, runtime().clock.now()) }
}

function requireUntil(until: Date, now: Date): Date {
  const days = (until.getTime() - now.getTime()) / 86_400_000
  if (days > 0 && days <= longestDays) return until
  throw refuse('until', `Choose a day from tomorrow on, at most ${longestDays} days ahead.`)
}

function refuse(field: string, say: string): AppError {
  return new AppError('invalid_input', `snooze: ${field}`, { field, say })
}
