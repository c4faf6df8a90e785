import type { Message } from '../http/message'

/** What Graph charges for reads that cost more than one unit, and for the one search by POST. */
const DEAR: Readonly<Record<string, number>> = {
  listApplications: 2,
  listGrants: 2,
  listScopeGrants: 2,
  getScopeGrant: 2,
  listPrincipalRoles: 2,
  listMyRoles: 2,
  listUsers: 2,
  getByIds: 3,
  listSkus: 3,
}
const SMALL_PAGE = 20

/** The price of one request in Graph's resource units: `$select` and a small page make it cheaper, `$expand` dearer. */
export function unitsOf(operation: string, { query }: Message): number {
  const top = Number(query.get('$top') ?? SMALL_PAGE)
  const discount = (query.has('$select') ? 1 : 0) + (top < SMALL_PAGE ? 1 : 0)
  const price = (DEAR[operation] ?? 1) + (query.has('$expand') ? 1 : 0) - discount
  return Math.max(1, price)
}
