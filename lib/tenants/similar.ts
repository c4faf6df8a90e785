import type { Database } from '../db/client'
import { isGraphError } from '../microsoft/failures'
import type { MicrosoftFailure, Observed } from '../microsoft/observed'
import type { WantedRole } from '../microsoft/permissions'
import { readRoleHolders, type RoleHolder } from '../microsoft/role-holders'
import { workloadsOf, type Baseline } from './baselines'
import { ownGraph, type OwnIdentity } from './own-sign-in'
import { registrationToken } from './registration'
import type { Tokens } from './role-proof'
import { json } from './run-store'
import { restoreTenantOf, type TenantRow } from './tenant-store'
import { namesOf, type Workload } from './workload'
import { resourceAppIds, workloads } from './workloads'

/** `holders` is null where nobody could look: what was found before then stands. */
export interface SimilarLook {
  holders: readonly RoleHolder[] | null
  failure: MicrosoftFailure | null
}

/** Other applications of the tenant that reach as far as ours. It judges nothing: what is unreadable is no trouble of the tenant’s. */
export async function lookForSimilar(
  identity: OwnIdentity,
  tenant: TenantRow,
  tokens: Tokens,
  beside: { signal: AbortSignal; look: Promise<Observed | null> },
): Promise<SimilarLook> {
  const token = registrationToken(tokens)
  const look = await beside.look
  if (token === null || look === null) return { holders: null, failure: null }
  const restore = await restoreTenantOf(tenant)
  const ours = [
    tenant.servicePrincipalObjectId,
    look.servicePrincipal?.objectId ?? null,
    restore?.servicePrincipalObjectId ?? null,
  ]
  try {
    const graph = ownGraph(identity.cloud, token, beside.signal)
    const except = ours.filter((id) => id !== null)
    return {
      holders: await readRoleHolders(graph, look.resources, farReaching(tenant.baseline), except),
      failure: null,
    }
  } catch (error) {
    if (!isGraphError(error)) throw error
    return { holders: null, failure: error.failure }
  }
}

/** The permissions that reveal much, of every workload that we know for the same kind of data. */
export function farReaching(baseline: Pick<Baseline, 'workloads'>): readonly WantedRole[] {
  const proofs = new Set(workloadsOf(baseline).map(({ proof }) => proof))
  return workloads
    .filter(({ proof }) => proofs.has(proof) || kin(proof).some((one) => proofs.has(one)))
    .flatMap(({ permissions }) => permissions.filter(({ reveals }) => reveals === 'high'))
    .flatMap(({ resource, ...permission }) =>
      namesOf(permission).map((name) => ({ resourceAppId: resourceAppIds[resource], role: name })),
    )
}

/** Mailboxes may be opened in three ways. */
function kin(proof: Workload['proof']): readonly Workload['proof'][] {
  const mailboxes: readonly Workload['proof'][] = ['exchange', 'ews', 'public-folders']
  return mailboxes.includes(proof) ? mailboxes : []
}

/** What the look found replaces what was known, inside the caller’s transaction; since when it is known stays. */
export async function writeSimilar(
  tx: Pick<Database, 'similarApplication'>,
  tenantId: string,
  holders: readonly RoleHolder[],
  at: Date,
): Promise<void> {
  const found = holders.map(({ servicePrincipalObjectId }) => servicePrincipalObjectId)
  await tx.similarApplication.deleteMany({ where: { tenantId, servicePrincipalObjectId: { notIn: found } } })
  for (const { servicePrincipalObjectId, displayName, appId, roles, grantedAt } of holders) {
    const data = { displayName, appId, grantedAt, roles: json(roles), seenAt: at }
    await tx.similarApplication.upsert({
      where: { tenantId_servicePrincipalObjectId: { tenantId, servicePrincipalObjectId } },
      create: { ...data, tenantId, servicePrincipalObjectId, firstSeenAt: at },
      update: data,
    })
  }
}
