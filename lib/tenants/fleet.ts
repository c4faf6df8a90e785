import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import type { Prisma } from '@/prisma/generated/client'
import { writeCsv } from './csv'
import { passes } from './fleet-filter'
import { listHandled, readLooks } from './fleet-handled'
import { rowInclude, toRow } from './fleet-row'
import { findNeeds } from './needs'
import { visibleTenants } from './practice'
import type { Fleet, FleetQuery, FleetRow } from './views'

const pageSize = 25

/** The fleet, one page of it, worst first unless asked otherwise. */
export async function getFleet(_actor: Actor, query: FleetQuery): Promise<Fleet> {
  const { db, clock } = runtime()
  const visible = await visibleTenants()
  const [tenants, found, customers, handled, looks] = await Promise.all([
    db.tenant.findMany({ where: visible, include: rowInclude }),
    db.tenant.findMany({ where: { AND: [visible, matching(query.search)] }, select: { id: true } }),
    db.customer.count({ where: { tenants: { some: visible } } }),
    listHandled(visible),
    readLooks(visible),
  ])
  const now = clock.now()
  const everything = tenants.map((tenant) => toRow(tenant, now))
  const wanted = new Set(found.map((tenant) => tenant.id))
  const rows = everything.filter((row) => wanted.has(row.id) && passes(row, query, now))
  const sorted = rows.toSorted(order[query.sort])
  const pages = Math.max(1, Math.ceil(sorted.length / pageSize))
  const page = Math.min(Math.max(1, query.page), pages)
  return {
    rows: sorted.slice((page - 1) * pageSize, page * pageSize),
    matching: sorted.length,
    total: tenants.length,
    customers,
    page,
    pages,
    counts: countStates(everything),
    needs: findNeeds(everything, tenants, now),
    tags: countTags(everything),
    ...{ lookedSince: looks.since?.toISOString() ?? null, nextLook: looks.next?.toISOString() ?? null, handled },
    certificates: everything.flatMap(({ certificate }) => (certificate === null ? [] : [certificate])),
  }
}

/** All tenants that a query matches, in its order, whatever the page: what “all that match” means. */
export async function findMatching(_actor: Actor, query: FleetQuery): Promise<readonly string[]> {
  return (await sortedRows(query)).map(({ id }) => id)
}

/** The same list as a file, every page of it. */
export async function exportFleet(_actor: Actor, query: FleetQuery): Promise<string> {
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
    (await sortedRows(query)).map((row) => [
      ...[row.customer, row.domain, row.state, row.stateText],
      row.workloads
        .filter(({ status }) => status !== 'absent')
        .map(({ name }) => name)
        .join('; '),
      ...[row.certificate?.notAfter ?? '', row.certificate?.renewAt ?? '', row.provedAt ?? '', row.tags.join('; ')],
    ]),
  )
}

async function sortedRows(query: FleetQuery): Promise<readonly FleetRow[]> {
  const { db, clock } = runtime()
  const where = { AND: [await visibleTenants(), matching(query.search)] }
  const now = clock.now()
  const rows = (await db.tenant.findMany({ where, include: rowInclude })).map((tenant) => toRow(tenant, now))
  return rows.filter((row) => passes(row, query, now)).toSorted(order[query.sort])
}

export async function listCustomers(_actor: Actor): Promise<readonly { id: string; name: string; tenants: number }[]> {
  const customers = await runtime().db.customer.findMany({
    where: { tenants: { some: await visibleTenants() } },
    orderBy: { name: 'asc' },
    include: { _count: { select: { tenants: true } } },
  })
  return customers.map(({ id, name, _count }) => ({ id, name, tenants: _count.tenants }))
}

function matching(search: string): Prisma.TenantWhereInput {
  const text = search.trim()
  if (text === '') return {}
  const contains = { contains: text, mode: 'insensitive' } as const
  const hex = text.replace(/[^0-9a-f]/gi, '').toUpperCase()
  const byThumbprint =
    hex.length >= 6
      ? [{ certificates: { some: { OR: [{ sha256: { contains: hex } }, { sha1: { contains: hex } }] } } }]
      : []
  const byId = /^[0-9a-f-]{36}$/i.test(text) ? [{ entraTenantId: text }, { appId: text }, { objectId: text }] : []
  return { OR: [{ customer: { name: contains } }, { domain: contains }, ...byThumbprint, ...byId] }
}

const rank: Readonly<Record<FleetRow['state'], number>> = { failing: 0, warning: 1, unknown: 2, 'setting-up': 3, ok: 4 }
const byCustomer = (a: FleetRow, b: FleetRow) => a.customer.localeCompare(b.customer)

const order: Readonly<Record<FleetQuery['sort'], (a: FleetRow, b: FleetRow) => number>> = {
  state: (a, b) => rank[a.state] - rank[b.state] || byCustomer(a, b),
  customer: byCustomer,
  expiry: (a, b) => (a.certificate?.notAfter ?? '9').localeCompare(b.certificate?.notAfter ?? '9') || byCustomer(a, b),
  proved: (a, b) => (a.provedAt ?? '').localeCompare(b.provedAt ?? '') || byCustomer(a, b),
}

function countTags(rows: readonly FleetRow[]): Fleet['tags'] {
  const counts = new Map<string, number>()
  for (const tag of rows.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts].map(([tag, count]) => ({ tag, count })).toSorted((a, b) => a.tag.localeCompare(b.tag))
}

function countStates(rows: readonly FleetRow[]): Fleet['counts'] {
  const counts = { ok: 0, warning: 0, failing: 0, unknown: 0, 'setting-up': 0 }
  for (const row of rows) counts[row.state] += 1
  return counts
}
