import { Prisma } from '@/prisma/generated/client'
import type { Database } from '../db/client'
import { runtime } from '../runtime'

/** Work for one tenant; there is at most one of each kind, so that scheduling twice is scheduling once. */
export interface WorkKey {
  tenantId: string
  /** `check`, `rotate`, …: the name of a handler. */
  kind: string
}

export interface ClaimedWork extends WorkKey {
  /** How often it has failed in a row; 0 the first time. */
  tries: number
  /** When it was due. */
  nextAt: Date
}

type Writer = Pick<Database, 'work'>

/** Sets when this work is due, in the caller’s transaction; `sooner` never moves it later than it already stands. */
export async function schedule(
  tx: Writer,
  { tenantId, kind }: WorkKey,
  at: Date,
  when: 'at' | 'sooner' = 'at',
): Promise<void> {
  const key = { tenantId_kind: { tenantId, kind } }
  if (when === 'at') {
    await tx.work.upsert({ where: key, create: { tenantId, kind, nextAt: at }, update: { nextAt: at, tries: 0 } })
    return
  }
  const { count } = await tx.work.updateMany({ where: { tenantId, kind, nextAt: { gt: at } }, data: { nextAt: at } })
  if (count === 0) await tx.work.upsert({ where: key, create: { tenantId, kind, nextAt: at }, update: {} })
}

/** Nothing of this kind is to be done for the tenant any more. */
export async function unschedule(tx: Writer, { tenantId, kind }: WorkKey): Promise<void> {
  await tx.work.deleteMany({ where: { tenantId, kind } })
}

/**
 * What is due, oldest first, taken for this process until the lease ends. Rows that another process is taking at this
 * moment are skipped, so that no two ever hold the same work.
 */
export async function claimDue(limit: number, kinds: readonly string[]): Promise<readonly ClaimedWork[]> {
  const { db, clock, processId, settings } = runtime()
  if (limit <= 0 || kinds.length === 0) return []
  const now = clock.now()
  const leaseUntil = new Date(now.getTime() + settings.LEASE_SECONDS * 1000)
  const rows = await db.$queryRaw<ClaimedWork[]>`
    UPDATE "Work" SET "ownerId" = ${processId}, "leaseUntil" = ${leaseUntil}
    FROM (
      SELECT "tenantId", "kind" FROM "Work"
      WHERE "nextAt" <= ${now} AND ("leaseUntil" IS NULL OR "leaseUntil" < ${now})
        AND "kind" IN (${Prisma.join([...kinds])})
      ORDER BY "nextAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ) AS due
    WHERE "Work"."tenantId" = due."tenantId" AND "Work"."kind" = due."kind"
    RETURNING "Work"."tenantId", "Work"."kind", "Work"."tries", "Work"."nextAt"`
  return [...rows].sort((a, b) => a.nextAt.getTime() - b.nextAt.getTime())
}

/** Takes this very work for this process, due or not, and makes it if there is none. Null while another has it. */
export async function claimNow({ tenantId, kind }: WorkKey): Promise<ClaimedWork | null> {
  const { db, clock, processId, settings } = runtime()
  const now = clock.now()
  await db.work.createMany({ data: [{ tenantId, kind, nextAt: now }], skipDuplicates: true })
  const { count } = await db.work.updateMany({
    where: { tenantId, kind, OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }] },
    data: { ownerId: processId, leaseUntil: new Date(now.getTime() + settings.LEASE_SECONDS * 1000) },
  })
  if (count === 0) return null
  const { tries, nextAt } = await db.work.findUniqueOrThrow({ where: { tenantId_kind: { tenantId, kind } } })
  return { tenantId, kind, tries, nextAt }
}

/** Somebody does it at this moment. */
export async function isTaken({ tenantId, kind }: WorkKey): Promise<boolean> {
  const { db, clock } = runtime()
  return (await db.work.count({ where: { tenantId, kind, leaseUntil: { gt: clock.now() } } })) > 0
}

/**
 * The same work for many tenants at once, no later than `at`; those that have none get it. Answers how many. The rate at
 * which it begins is the worker’s.
 */
export async function scheduleMany(kind: string, tenantIds: readonly string[], at: Date): Promise<number> {
  const { db } = runtime()
  const ids = [...new Set(tenantIds)]
  await db.$transaction([
    db.work.createMany({ data: ids.map((tenantId) => ({ tenantId, kind, nextAt: at })), skipDuplicates: true }),
    db.work.updateMany({ where: { kind, tenantId: { in: ids }, nextAt: { gt: at } }, data: { nextAt: at } }),
  ])
  return ids.length
}

/** False when the lease was lost: another process does this work now. */
export async function renewWork(work: WorkKey): Promise<boolean> {
  const { db, clock, processId, settings } = runtime()
  const leaseUntil = new Date(clock.now().getTime() + settings.LEASE_SECONDS * 1000)
  const { count } = await db.work.updateMany({ where: mine(work, processId), data: { leaseUntil } })
  return count === 1
}

/**
 * Gives the work back: due again at `next`, or never when that is null. Scheduled anew in the meantime (an operator
 * pressed a button while it ran), the sooner of the two times stands.
 */
export async function settleWork(work: ClaimedWork, next: Date | null, tries: number): Promise<void> {
  const { db, processId } = runtime()
  const free = { leaseUntil: null, ownerId: null }
  const unmoved = { ...mine(work, processId), nextAt: work.nextAt }
  const { count } =
    next === null
      ? await db.work.deleteMany({ where: unmoved })
      : await db.work.updateMany({ where: unmoved, data: { ...free, nextAt: next, tries } })
  if (count > 0) return
  await db.work.updateMany({ where: mine(work, processId), data: free })
}

function mine({ tenantId, kind }: WorkKey, ownerId: string) {
  return { tenantId, kind, ownerId }
}
