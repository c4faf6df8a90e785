import type { Prisma } from '@/prisma/generated/client'
import { runtime } from '../runtime'
import { reaches, type Actor } from '../staff/actor'
import { writeCsv } from './csv'
import { filterOf, matchingWords } from './fleet-filter'
import { listHandled, readLooks } from './fleet-handled'
import { refreshLines } from './fleet-lines'
import { findNeeds, type Sources } from './needs'
import { visibleTenants } from './practice'
import { activeSnoozes } from './snoozes'
import type { Fleet, FleetQuery, FleetRow } from './fleet-views'

const pageSize = 25

/** Where lines may be looked at: `visibleTenants` in their own column. */
export type Visible = Pick<Prisma.TenantLineWhereInput, 'practice'>

/** The fleet, one page of it, worst first unless asked otherwise; searched, filtered, sorted and paged by the database. */
export async function getFleet(_actor: Actor, query: FleetQuery): Promise<Fleet> {
  const visible = await freshLines()
  const tenants = await visibleTenants()
  const [{ rows, matching: count, page, pages }, states, customers, needs, expiry, tags, handled, looks] =
    await Promise.all([
      readPage(visible, query),
      countStates(visible),
      runtime().db.customer.count({ where: { tenants: { some: tenants } } }),
      readNeeds(visible),
      countExpiry(visible),
      countTags(visible),
      listHandled(tenants),
      readLooks(tenants),
    ])
  return {
    ...{ rows, matching: count, page, pages, customers, ...needs, expiry, tags, handled, counts: states },
    total: Object.values(states).reduce((sum, one) => sum + one, 0),
    ...{ lookedSince: looks.since?.toISOString() ?? null, nextLook: looks.next?.toISOString() ?? null },
  }
}

/** Brings the lines up to date, and says which of them may be shown. */
export async function freshLines(): Promise<Visible> {
  await refreshLines()
  return 'practice' in (await visibleTenants()) ? { practice: false } : {}
}

/** All tenants that a query matches, in its order, whatever the page: what “all that match” means. */
export async function findMatching(actor: Actor, query: FleetQuery): Promise<readonly string[]> {
  return (await readAll(query)).map(({ id }) => id).filter((id) => reaches(actor, id))
}

/** The same list as a file, every page of it. */
export async function exportFleet(actor: Actor, query: FleetQuery): Promise<string> {
  const head = [
    'Customer',
    'Tenant',
    'State',
    'Why',
    'Workloads',
    'Certificate ends',
    'Renews itself',
    'Last proved',
    'Tags',
  ]
  return writeCsv(
    head,
    (await readAll(query))
      .filter(({ id }) => reaches(actor, id))
      .map((row) => [
        ...[row.customer, row.domain, row.state, row.stateText],
        row.workloads
          .filter(({ status }) => status !== 'absent')
          .map(({ name }) => name)
          .join('; '),
        ...[row.certificate?.notAfter ?? '', row.certificate?.renewAt ?? '', row.provedAt ?? '', row.tags.join('; ')],
      ]),
  )
}

export async function listCustomers(_actor: Actor): Promise<readonly { id: string; name: string; tenants: number }[]> {
  const customers = await runtime().db.customer.findMany({
    where: { tenants: { some: await visibleTenants() } },
    orderBy: { name: 'asc' },
    include: { _count: { select: { tenants: true } } },
  })
  return customers.map(({ id, name, _count }) => ({ id, name, tenants: _count.tenants }))
}

const byName = [{ customer: 'asc' }, { domain: 'asc' }, { tenantId: 'asc' }] as const

/** Whatever the order, two lines that are equal in it stand by name. */
export const order: Readonly<Record<FleetQuery['sort'], Prisma.TenantLineOrderByWithRelationInput[]>> = {
  state: [{ rank: 'asc' }, ...byName],
  customer: [...byName],
  expiry: [{ notAfter: { sort: 'asc', nulls: 'last' } }, ...byName],
  proved: [{ provedAt: { sort: 'asc', nulls: 'first' } }, ...byName],
}

function whereOf(visible: Visible, query: FleetQuery): Prisma.TenantLineWhereInput {
  return { AND: [visible, matchingWords(query.search), filterOf(query, runtime().clock.now())] }
}

async function readPage(visible: Visible, query: FleetQuery) {
  const { db } = runtime()
  const where = whereOf(visible, query)
  const count = await db.tenantLine.count({ where })
  const pages = Math.max(1, Math.ceil(count / pageSize))
  const page = Math.min(Math.max(1, query.page), pages)
  const lines = await db.tenantLine.findMany({
    ...{ where, orderBy: order[query.sort], take: pageSize, skip: (page - 1) * pageSize },
    select: { row: true },
  })
  return { rows: lines.map(rowOf), matching: count, page, pages }
}

async function readAll(query: FleetQuery): Promise<readonly FleetRow[]> {
  const visible = await freshLines()
  const where = whereOf(visible, query)
  const lines = await runtime().db.tenantLine.findMany({ where, orderBy: order[query.sort], select: { row: true } })
  return lines.map(rowOf)
}

/** Written by `refreshLines` and by nothing else. */
export function rowOf({ row }: { row: unknown }): FleetRow {
  return row as FleetRow
}

async function countStates(visible: Visible): Promise<Fleet['counts']> {
  const groups = await runtime().db.tenantLine.groupBy({ by: ['state'], where: visible, _count: true })
  const counts = { ok: 0, warning: 0, failing: 0, unknown: 0, 'setting-up': 0 }
  for (const { state, _count } of groups) counts[state as FleetRow['state']] = _count
  return counts
}

/** Every cause with its tenants, worst first; what is put off until a day is apart. */
export async function readNeeds(visible: Visible): Promise<Pick<Fleet, 'needs' | 'snoozed'>> {
  const { db, clock } = runtime()
  const asking = { ...visible, asking: true }
  const [lines, conditions] = await Promise.all([
    db.tenantLine.findMany({ where: asking, orderBy: [...byName], select: { row: true } }),
    db.condition.findMany({
      where: { tenant: { line: asking }, OR: [{ status: { in: ['failing', 'warning'] } }, { type: 'Certificate' }] },
      orderBy: { position: 'asc' },
      select: { tenantId: true, type: true, status: true, message: true, who: true },
    }),
  ])
  const rows = lines.map(rowOf)
  const snoozes = new Set(
    (await activeSnoozes(rows.map(({ id }) => id))).map(({ tenantId, type }) => `${tenantId} ${type}`),
  )
  const awake = new Map<string, Sources>()
  const resting = new Set<string>()
  for (const { tenantId, ...condition } of conditions) {
    const isHeld = condition.status !== 'ok' && snoozes.has(`${tenantId} ${condition.type}`)
    if (isHeld) resting.add(tenantId)
    else awake.set(tenantId, { conditions: [...(awake.get(tenantId)?.conditions ?? []), condition] })
  }
  const isSnoozed = ({ id }: FleetRow) =>
    resting.has(id) &&
    !(awake.get(id)?.conditions ?? []).some(({ status }) => status === 'failing' || status === 'warning')
  return {
    needs: findNeeds(
      rows.filter((row) => !isSnoozed(row)),
      awake,
      clock.now(),
    ),
    snoozed: rows.filter(isSnoozed).map(({ id, customer }) => ({ id, name: customer })),
  }
}

async function countExpiry({ practice }: Visible): Promise<Fleet['expiry']> {
  const { db, clock } = runtime()
  const rows = await db.$queryRaw<{ month: Date; count: number; overdue: number }[]>`
    SELECT date_trunc('month', "notAfter" AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS month,
      count(*)::int AS count, (count(*) FILTER (WHERE "renewAt" <= ${clock.now()}))::int AS overdue
    FROM "TenantLine" WHERE "notAfter" IS NOT NULL AND ("practice" = false OR ${practice === undefined}) GROUP BY 1`
  return rows.map(({ month, count, overdue }) => ({ month: month.toISOString(), count, overdue }))
}

async function countTags({ practice }: Visible): Promise<Fleet['tags']> {
  return runtime().db.$queryRaw<{ tag: string; count: number }[]>`
    SELECT tag, count(*)::int AS count FROM "TenantLine", unnest("tags") AS tag
    WHERE "practice" = false OR ${practice === undefined} GROUP BY tag ORDER BY tag`
}
