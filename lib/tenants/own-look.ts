import { isGraphError } from '../microsoft/failures'
import { cloudByName } from '../microsoft/clouds'
import { createGraphDirectory } from '../microsoft/graph-directory'
import type { Graph } from '../microsoft/graph'
import type { Evidence, Observed } from '../microsoft/observed'
import { scopeOf, type DesiredPresent } from '../reconcile/desired'
import { runtime } from '../runtime'
import type { OwnCertificate } from './certificate-store'
import type { PreviewSource } from './change-views'
import { freshToken, ownGraph } from './own-sign-in'
import type { TenantRow } from './tenant-store'
import { resourceAppIds } from './workloads'

export type OwnLook = { source: PreviewSource; look: Observed; graph: Graph } | { source: PreviewSource }

/** The registration as the application itself sees it; without the right, or without an answer, only the reason. */
export async function observeWithOwnSignIn(
  tenant: TenantRow,
  desired: DesiredPresent,
  certificate: OwnCertificate | null,
): Promise<OwnLook> {
  if (tenant.appId === null || certificate === null) return fromRecords('there is no key to look with')
  const { clouds, clock, closing } = runtime()
  const cloud = cloudByName(clouds, tenant.cloud)
  const answer = await freshToken(
    { cloud, entraTenantId: tenant.entraTenantId, appId: tenant.appId, certificate },
    cloud.graphResource,
    closing,
  )
  if (answer.status !== 'granted') return fromRecords('the stored key could not sign in just now')
  if (!answer.token.roles.includes('Application.Read.All'))
    return fromRecords('the application may not read its own registration')
  const graph = ownGraph(cloud, answer.token, closing)
  try {
    // every resource that we can name, so that what others granted has a name too
    const known: readonly string[] = Object.values(resourceAppIds)
    const scope = scopeOf(desired)
    const look = await createGraphDirectory(graph).observe({
      ...scope,
      resourceAppIds: [...new Set([...scope.resourceAppIds, ...known])],
    })
    const evidence: readonly Evidence[] = answer.token.evidence === null ? [] : [answer.token.evidence]
    return { source: { kind: 'observed', at: clock.now().toISOString(), evidence }, look, graph }
  } catch (error) {
    if (!isGraphError(error)) throw error
    return fromRecords('Microsoft did not show the registration just now')
  }
}

function fromRecords(reason: string): OwnLook {
  return { source: { kind: 'records', why: `From our records, because ${reason}.` } }
}
