import type { Prisma } from '@/prisma/generated/client'
import { runtime } from '../runtime'
import { rowInclude, toRow, type TenantWithFacts } from './fleet-row'
import { isAsking } from './needs'
import { inFleet } from './practice'
import { json } from './run-store'
import type { FleetRow } from './fleet-views'

/** One refresher at a time in the whole deployment; any number that nothing else uses. */
const refreshLock = 7_302
const chunkSize = 500

const rankOf: Readonly<Record<FleetRow['state'], number>> = {
  ...{ failing: 0, warning: 1, unknown: 2 },
  ...{ 'setting-up': 3, ok: 4 },
}

/**
 * Judges anew every line that a change or the passing of time has put out of date. Every reader calls it first, so that
 * no line is older than its facts; without changes it costs two looks into an index.
 */
export async function refreshLines(): Promise<void> {
  const { db, clock } = runtime()
  const now = clock.now()
  const [change, stale] = await Promise.all([
    db.tenantChange.findFirst({ select: { id: true } }),
    db.tenantLine.findFirst({ where: { staleAt: { lte: now } }, select: { tenantId: true } }),
  ])
  if (change === null && stale === null) return
  await db.$transaction((tx) => refreshIn(tx, now), { maxWait: 30_000, timeout: 120_000 })
}

async function refreshIn(tx: Prisma.TransactionClient, now: Date): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${refreshLock}::bigint)`
  const changes = await tx.tenantChange.findMany()
  const stale = await tx.tenantLine.findMany({ where: { staleAt: { lte: now } }, select: { tenantId: true } })
  const ids = [...new Set([...changes, ...stale].map(({ tenantId }) => tenantId))]
  for (let from = 0; from < ids.length; from += chunkSize) {
    const chunk = ids.slice(from, from + chunkSize)
    const tenants = await tx.tenant.findMany({ where: { id: { in: chunk }, ...inFleet }, include: rowInclude })
    await tx.tenantLine.deleteMany({ where: { tenantId: { in: chunk } } })
    await tx.tenantLine.createMany({ data: tenants.map((tenant) => toLine(tenant, now)) })
  }
  const done = changes.map(({ id }) => String(id))
  await tx.$executeRaw`DELETE FROM "TenantChange" WHERE "id" = ANY(${done}::bigint[])`
}

function toLine(tenant: TenantWithFacts, now: Date): Prisma.TenantLineCreateManyInput {
  const row = toRow(tenant, now)
  return {
    tenantId: row.id,
    ...{ customer: row.customer, domain: row.domain, practice: row.practice, state: row.state },
    ...{ rank: rankOf[row.state], cause: row.cause, asking: isAsking(row) },
    ...{ workloads: row.workloads.map(({ key }) => key), tags: [...row.tags] },
    ...{ notAfter: row.certificate?.notAfter ?? null, renewAt: row.certificate?.renewAt ?? null },
    ...{ provedAt: row.provedAt, row: json(row), staleAt: staleAt(row, now) },
  }
}

/** Time alone changes one thing: a certificate ends, after its last second (RFC 5280 §4.1.2.5). */
function staleAt({ certificate }: FleetRow, now: Date): Date | null {
  const end = certificate === null ? 0 : Date.parse(certificate.notAfter) + 1000
  return end > now.getTime() ? new Date(end) : null
}
