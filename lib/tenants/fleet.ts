import { renewAt } from '../certificates/lifecycle'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import type { Prisma } from '@/prisma/generated/client'
import { findNeeds } from './needs'
import { visibleTenants } from './practice'
import { unattendedKinds } from './unattended'
import { judgeState, type StateFacts } from './tenant-state'
import { baselineSchema, workloadsOf } from './baselines'
import type { ConditionStatus, Fleet, FleetQuery, FleetRow } from './views'

const pageSize = 25

/** Only what a row shows: no key, no evidence, no run steps. */
const rowInclude = {
  customer: { select: { name: true } },
  conditions: {
    select: { type: true, status: true, reason: true, message: true, who: true },
    orderBy: { position: 'asc' },
  },
  certificates: {
    where: { state: 'active' },
    select: { notBefore: true, notAfter: true },
    take: 1,
    orderBy: { keyVersion: 'desc' },
  },
  runs: {
    where: { endedAt: null, kind: { notIn: [...unattendedKinds] } },
    select: { id: true, phase: true, verdict: true },
    take: 1,
  },
} as const satisfies Prisma.TenantInclude

/** The fleet, one page of it, worst first unless asked otherwise. */
export async function getFleet(_actor: Actor, query: FleetQuery): Promise<Fleet> {
  const { db, clock } = runtime()
  const visible = await visibleTenants()
  const [tenants, found, customers] = await Promise.all([
    db.tenant.findMany({ where: visible, include: rowInclude }),
    db.tenant.findMany({ where: { AND: [visible, matching(query.search)] }, select: { id: true } }),
    db.customer.count({ where: { tenants: { some: visible } } }),
  ])
  const now = clock.now()
  const everything = tenants.map((tenant) => toRow(tenant, now))
  const wanted = new Set(found.map((tenant) => tenant.id))
  const rows = everything.filter((row) => wanted.has(row.id) && (query.state === 'all' || row.state === query.state))
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
    needs: findNeeds(everything, tenants),
    certificates: everything.flatMap(({ certificate }) => (certificate === null ? [] : [certificate])),
  }
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

type TenantWithFacts = Prisma.TenantGetPayload<{ include: typeof rowInclude }>

export function toRow(tenant: TenantWithFacts, now: Date): FleetRow {
  const certificate = tenant.certificates[0]
  const facts: StateFacts = {
    connected: tenant.state === 'connected',
    conditions: tenant.conditions.map(({ status, ...rest }) => ({ ...rest, status: status as ConditionStatus })),
    openRun: tenant.runs[0] ?? null,
    certificate: certificate ?? null,
    seed: tenant.id,
  }
  const { state, text } = judgeState(facts, now)
  const baseline = baselineSchema.parse(tenant.baseline)
  return {
    id: tenant.id,
    customer: tenant.customer.name,
    domain: tenant.domain,
    practice: tenant.practice,
    state,
    stateText: text,
    workloads: workloadsOf(baseline)
      .filter((workload) => !['directory', 'own-registration'].includes(workload.key))
      .map(({ key, name }) => {
        const found = tenant.conditions.find((condition) => condition.type === `Workload:${key}`)
        const isAbsent = found === undefined || found.reason === 'NotPresent'
        return { key, name, status: isAbsent ? 'absent' : (found.status as ConditionStatus) }
      }),
    certificate:
      certificate === undefined
        ? null
        : {
            notBefore: certificate.notBefore.toISOString(),
            notAfter: certificate.notAfter.toISOString(),
            renewAt: renewAt(certificate, tenant.id).toISOString(),
          },
    provedAt: tenant.provedAt?.toISOString() ?? null,
    runId: tenant.runs[0]?.id ?? null,
    working: ['setting-up', 'proving'].includes(tenant.runs[0]?.phase ?? ''),
  }
}

const rank: Readonly<Record<FleetRow['state'], number>> = { failing: 0, warning: 1, unknown: 2, 'setting-up': 3, ok: 4 }
const byCustomer = (a: FleetRow, b: FleetRow) => a.customer.localeCompare(b.customer)

const order: Readonly<Record<FleetQuery['sort'], (a: FleetRow, b: FleetRow) => number>> = {
  state: (a, b) => rank[a.state] - rank[b.state] || byCustomer(a, b),
  customer: byCustomer,
  expiry: (a, b) => (a.certificate?.notAfter ?? '9').localeCompare(b.certificate?.notAfter ?? '9') || byCustomer(a, b),
  proved: (a, b) => (a.provedAt ?? '').localeCompare(b.provedAt ?? '') || byCustomer(a, b),
}

function countStates(rows: readonly FleetRow[]): Fleet['counts'] {
  const counts = { ok: 0, warning: 0, failing: 0, unknown: 0, 'setting-up': 0 }
  for (const row of rows) counts[row.state] += 1
  return counts
}
