import type { DesiredPresent } from '../reconcile/desired'
import { freshToken, type OwnIdentity } from './own-sign-in'
import type { Tokens } from './role-proof'
import { measureAnew } from './server-clock'
import { resourceAppIds } from './workloads'

/** A fresh token for each resource that the baseline touches, all at once. */
export async function askTokens(identity: OwnIdentity, desired: DesiredPresent, signal: AbortSignal): Promise<Tokens> {
  const { cloud } = identity
  measureAnew()
  const resources = new Map<string, string>([
    [resourceAppIds.graph, cloud.graphResource],
    [resourceAppIds.exchange, cloud.exchangeResource],
    // SharePoint's own host is known only after a read with a token; its application id names it just as well
    [resourceAppIds.sharepoint, resourceAppIds.sharepoint],
  ])
  const wanted = [...new Set([resourceAppIds.graph, ...desired.appRoles.map((role) => role.resourceAppId)])]
  const answers = await Promise.all(
    wanted.map(async (appId) => {
      const resource = resources.get(appId)
      return resource === undefined ? null : ([appId, await freshToken(identity, resource, signal)] as const)
    }),
  )
  return new Map(answers.filter((answer) => answer !== null))
}
