import type { Prisma } from '@/prisma/generated/client'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { cutPage, readCursor } from './cursor'
import { filterOf, matching } from './fleet-filter'
import { refreshLines } from './fleet-lines'
import { visibleTenants } from './practice'
import type { FleetRow } from './fleet-views'

export interface TenantListQuery {
  search?: string | undefined
  state?: FleetRow['state'] | undefined
  customerId?: string | undefined
  tag?: string | undefined
  workload?: string | undefined
  /** Certificates that end within so many days, and those that have ended. */
  expiringWithinDays?: number | undefined
  cursor?: string | undefined
  limit: number
}

/** A tenant as programs see it in a list. */
export interface TenantSummary extends Omit<FleetRow, 'customer' | 'cause'> {
  entraTenantId: string
  customer: { id: string; name: string }
}

/** The tenants that the actor reaches, by customer and domain, a page after a cursor. */
export async function listTenants(
  actor: Actor,
  query: TenantListQuery,
): Promise<{ items: readonly TenantSummary[]; next: string | null }> {
  await refreshLines()
  const lines = await runtime().db.tenantLine.findMany({
    where: { AND: [{ tenant: await visibleTenants() }, reachOf(actor), ...wheresOf(query)] },
    orderBy: [{ customer: 'asc' }, { domain: 'asc' }, { tenantId: 'asc' }],
    take: query.limit + 1,
    select: {
      ...{ tenantId: true, customer: true, domain: true, row: true },
      tenant: { select: { customerId: true, entraTenantId: true } },
    },
  })
  const { items, next } = cutPage(lines, query.limit, ({ customer, domain, tenantId }) => [customer, domain, tenantId])
  return { items: items.map(toSummary), next }
}

/** Only what is within reach, and nothing that says that there is more. */
function reachOf({ reach }: Actor): Prisma.TenantLineWhereInput {
  return reach === 'all' ? {} : { tenantId: { in: [...reach] } }
}

function wheresOf(query: TenantListQuery): readonly Prisma.TenantLineWhereInput[] {
  const { search = '', state = 'all', customerId, tag, workload, expiringWithinDays, cursor } = query
  const now = runtime().clock.now()
  const days = expiringWithinDays
  return [
    matching(search),
    filterOf({ search, state, tag, workload, page: 1, sort: 'customer' }, now),
    customerId === undefined ? {} : { tenant: { customerId } },
    days === undefined ? {} : { notAfter: { lte: new Date(now.getTime() + days * 86_400_000) } },
    cursor === undefined ? {} : after(cursor),
  ]
}

function after(cursor: string): Prisma.TenantLineWhereInput {
  const [customer = '', domain = '', tenantId = ''] = readCursor(cursor, 3)
  return {
    OR: [
      { customer: { gt: customer } },
      { customer, domain: { gt: domain } },
      { customer, domain, tenantId: { gt: tenantId } },
    ],
  }
}

function toSummary(line: { row: unknown; tenant: { customerId: string; entraTenantId: string } }): TenantSummary {
  const { customer, cause: _cause, ...row } = line.row as FleetRow
  return {
    ...row,
    entraTenantId: line.tenant.entraTenantId,
    customer: { id: line.tenant.customerId, name: customer },
  }
}
