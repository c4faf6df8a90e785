import { z } from 'zod'
import { runtime } from '../runtime'
import { reaches, type Actor } from '../staff/actor'
import type { SimilarView } from './change-views'
import { resourceTitle } from './workloads'

const stored = z.array(z.object({ resourceAppId: z.string(), role: z.string() }))

/** Other applications that reach as far as ours, the longest known first; none where the tenant is not connected. */
export async function listSimilar(actor: Actor, tenantId: string): Promise<readonly SimilarView[]> {
  const rows = await runtime().db.similarApplication.findMany({
    where: { tenantId: { in: reaches(actor, tenantId) ? [tenantId] : [] }, tenant: { state: 'connected' } },
    orderBy: [{ firstSeenAt: 'asc' }, { displayName: 'asc' }],
  })
  return rows.map((row) => ({
    servicePrincipalObjectId: row.servicePrincipalObjectId,
    displayName: row.displayName,
    appId: row.appId,
    roles: stored.parse(row.roles).map(({ resourceAppId, role }) => ({ resource: resourceTitle(resourceAppId), role })),
    grantedAt: row.grantedAt?.toISOString() ?? null,
    firstSeenAt: row.firstSeenAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
  }))
}
