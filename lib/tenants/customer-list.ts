import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { cutPage, readCursor } from './cursor'
import { visibleTenants } from './practice'
import { withinReach } from './tenant-store'

export interface CustomerSummary {
  id: string
  name: string
  /** Of those within reach. */
  tenants: number
}

/** Customers with a tenant within reach, by name, a page after a cursor. */
export async function pageCustomers(
  actor: Actor,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: readonly CustomerSummary[]; next: string | null }> {
  const tenants = { AND: [await visibleTenants(), withinReach(actor)] }
  const [name = '', id = ''] = cursor === undefined ? [] : readCursor(cursor, 2)
  const rows = await runtime().db.customer.findMany({
    where: {
      tenants: { some: tenants },
      ...(cursor === undefined ? {} : { OR: [{ name: { gt: name } }, { name, id: { gt: id } }] }),
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit + 1,
    include: { _count: { select: { tenants: { where: tenants } } } },
  })
  const { items, next } = cutPage(rows, limit, (row) => [row.name, row.id])
  return { items: items.map((row) => ({ id: row.id, name: row.name, tenants: row._count.tenants })), next }
}
