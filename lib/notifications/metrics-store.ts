import { runtime } from '../runtime'
import { visibleTenants } from '../tenants/practice'

/** Everything that is counted in the database, read at the moment of asking. */
export interface Measured {
  certificates: { tenantId: string; customer: string; domain: string; practice: boolean; notAfter: Date }[]
  conditions: { tenantId: string; customer: string; domain: string; practice: boolean; type: string; status: string }[]
  runs: { kind: string; outcome: string; count: number }[]
  work: { kind: string; due: number; oldest: Date | null }[]
  deliveries: { kind: string; state: string; count: number; oldest: Date | null }[]
  eventsWaiting: number
}

export async function measure(now: Date): Promise<Measured> {
  const { db } = runtime()
  const tenant = { AND: [await visibleTenants(), { state: { not: 'new' } }] }
  const names = { select: { id: true, domain: true, practice: true, customer: { select: { name: true } } } }
  const [certificates, conditions, runs, work, deliveries, eventsWaiting] = await Promise.all([
    db.certificate.findMany({ where: { state: 'active', tenant }, select: { notAfter: true, tenant: names } }),
    db.condition.findMany({ where: { tenant }, select: { type: true, status: true, tenant: names } }),
    db.run.groupBy({ by: ['kind', 'outcome'], where: { endedAt: { not: null }, tenant }, _count: true }),
    db.work.groupBy({ by: ['kind'], where: { nextAt: { lte: now } }, _count: true, _min: { nextAt: true } }),
    readDeliveries(),
    db.event.count({ where: { dispatchedAt: null } }),
  ])
  return {
    certificates: certificates.map((row) => ({ ...namesOf(row.tenant), notAfter: row.notAfter })),
    conditions: conditions.map((row) => ({ ...namesOf(row.tenant), type: row.type, status: row.status })),
    runs: runs.map(({ kind, outcome, _count }) => ({ kind, outcome: outcome ?? 'unknown', count: _count })),
    work: work.map(({ kind, _count, _min }) => ({ kind, due: _count, oldest: _min.nextAt })),
    deliveries,
    eventsWaiting,
  }
}

function namesOf(tenant: { id: string; domain: string; practice: boolean; customer: { name: string } }) {
  const { id, domain, practice, customer } = tenant
  return { tenantId: id, customer: customer.name, domain, practice }
}

function readDeliveries(): Promise<Measured['deliveries']> {
  return runtime().db.$queryRaw`
    SELECT "Channel"."kind", "Delivery"."state", count(*)::int AS count, min("Delivery"."createdAt") AS oldest
    FROM "Delivery" JOIN "Channel" ON "Channel"."id" = "Delivery"."channelId"
    GROUP BY "Channel"."kind", "Delivery"."state"`
}
