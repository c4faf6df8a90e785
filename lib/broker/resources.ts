import type { Resource } from '../api-clients/scopes'
import type { Cloud } from '../microsoft/clouds'
import { resourceAppIds } from '../tenants/workloads'

/** What a token is asked for: the identifier without a path that Microsoft’s token endpoint takes before `/.default`. */
export function identifierOf(resource: Resource, cloud: Cloud, sharepointHost: string | null): string {
  switch (resource) {
    case 'graph':
      return cloud.graphResource
    case 'exchange':
      return cloud.exchangeResource
    case 'sharepoint':
      // until a read has told the tenant's own host, the application id names the resource just as well
      return sharepointHost === null ? resourceAppIds.sharepoint : `https://${sharepointHost}`
  }
}

/** Is this `aud` the resource that was asked for? Microsoft names it by address or by application id. */
export function isAudienceOf(audience: string | null, resource: Resource, identifier: string): boolean {
  const named = audience?.toLowerCase().replace(/\/$/, '')
  return named === identifier.toLowerCase() || named === resourceAppIds[resource]
}
