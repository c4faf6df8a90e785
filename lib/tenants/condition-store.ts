import type { Database } from '../db/client'
import { emit } from '../events/events'
import type { Evidence } from '../microsoft/observed'
import { runtime } from '../runtime'
import { continueConditions, type ConditionDraft, type Standing } from './condition-course'
import { conditionEvents, type ConditionOwner } from './condition-events'
import { restoreDrafts } from './restore-grants'
import { json } from './run-store'
import type { ConditionStatus } from './condition-views'

type Writer = Pick<Database, 'condition' | 'event' | 'snooze' | '$queryRaw'>

/**
 * The tenant’s conditions after a whole check, and what people are told of the difference, inside the caller’s
 * transaction. Answers how many people are told of.
 */
export async function conditionWrites(
  tx: Writer,
  tenant: ConditionOwner,
  drafts: readonly ConditionDraft[],
  checkedAt: Date,
): Promise<number> {
  const before = await readStanding(tx, tenant.id)
  const all = [...drafts, ...(await restoreDrafts(tenant.id))]
  const after = continueConditions(before, all, checkedAt, runtime().settings.UNCHECKED_HOURS * 3_600_000)
  await tx.condition.deleteMany({ where: { tenantId: tenant.id } })
  await tx.condition.createMany({
    data: after.map((standing, position) => ({ ...rowOf(standing), tenantId: tenant.id, position })),
  })
  return tell(tx, tenant, before, after, checkedAt)
}

/** One condition between two checks: what a run has just learned. The next check judges it like all others. */
export async function noteCondition(tenant: ConditionOwner, draft: ConditionDraft): Promise<void> {
  const { db, clock, settings } = runtime()
  const at = clock.now()
  await db.$transaction(async (tx) => {
    const before = (await readStanding(tx, tenant.id)).filter(({ type }) => type === draft.type)
    const after = continueConditions(before, [draft], at, settings.UNCHECKED_HOURS * 3_600_000)
    for (const standing of after) {
      const data = rowOf(standing)
      await tx.condition.upsert({
        where: { tenantId_type: { tenantId: tenant.id, type: standing.type } },
        create: { ...data, tenantId: tenant.id, position: 0 },
        update: data,
      })
    }
    await tell(tx, tenant, before, after, at)
  })
}

async function tell(
  tx: Writer,
  tenant: ConditionOwner,
  before: readonly Standing[],
  after: readonly Standing[],
  at: Date,
): Promise<number> {
  const snoozes = await tx.snooze.findMany({ where: { tenantId: tenant.id } })
  const events = conditionEvents(tenant, before, after, at, snoozes)
  for (const event of events) await emit(tx, event, at)
  // what a snooze held back has been told now; only of what was looked at here
  const types = after.map(({ type }) => type)
  await tx.snooze.deleteMany({ where: { tenantId: tenant.id, until: { lte: at }, type: { in: types } } })
  return events.length
}

/** With the tenant’s row held, so that two writers do not tell the same change twice. */
async function readStanding(tx: Writer, tenantId: string): Promise<readonly Standing[]> {
  await tx.$queryRaw`SELECT 1 FROM "Tenant" WHERE "id" = ${tenantId}::uuid FOR UPDATE`
  const rows = await tx.condition.findMany({ where: { tenantId }, orderBy: { position: 'asc' } })
  return rows.map(({ tenantId: _tenant, position: _position, status, evidence, ...row }) => ({
    ...row,
    status: status as ConditionStatus,
    evidence: (evidence ?? []) as unknown as readonly Evidence[],
  }))
}

function rowOf({ evidence, ...standing }: Standing) {
  return { ...standing, evidence: json(evidence) }
}
