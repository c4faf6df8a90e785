import type { Cloud } from '../cloud'
import { viewOf } from '../cloud'
import {
  ARM_APP_ID,
  ARM_AUDIENCES,
  EXCHANGE_APP_ID,
  EXCHANGE_AUDIENCE,
  GRAPH_APP_ID,
  GRAPH_AUDIENCE,
  SHAREPOINT_APP_ID,
} from '../data/well-known'
import { resourceByAppId } from '../graph/resources'
import type { ApplicationRecord, PrincipalRecord } from '../state/records'
import type { Tenant } from '../state/tenant'
import { sharePointName } from '../state/tenant'
import { verifyCredential } from './client-assertion'
import { isMultiTenant, knownClient, unknownClient } from './clients'
import { blockedByPolicy, EntraRefusal, required } from './refusals'
import { mintAppToken } from './tokens'

/** RFC 6749 §4.4 with RFC 7523 §2.2: a token for an application that proves itself by its certificate. */
export function clientCredentials(cloud: Cloud, tenant: Tenant | undefined, form: URLSearchParams): object {
  if (tenant === undefined)
    throw new EntraRefusal(
      9001023,
      'The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.',
    )
  const clientId = required(form, 'client_id')
  const scope = required(form, 'scope')
  const application = findApplication(cloud, tenant, clientId)
  verifyCredential(cloud, [tenant.facts.tenantId, tenant.facts.domain], application, form)
  const principal = findPrincipal(cloud, tenant, application)
  const { resourceAppId, audience } = resourceOf(tenant, scope)
  const occasion = { method: 'POST', path: '/token', operation: 'clientCredentials' }
  if (cloud.faults.take('account-disabled', tenant.facts.tenantId, occasion) !== undefined)
    throw new EntraRefusal(7000112, `Application '${clientId}'(${principal.displayName}) is disabled.`)
  if (cloud.faults.take('workload-identity-blocked', tenant.facts.tenantId, occasion) !== undefined)
    throw blockedByPolicy()
  tenant.tokensIssued.appOnly += 1
  return {
    token_type: 'Bearer',
    expires_in: 3599,
    ext_expires_in: 3599,
    access_token: mintAppToken(cloud, {
      tenantId: tenant.facts.tenantId,
      appId: clientId,
      displayName: principal.displayName,
      principalId: principal.objectId,
      audience,
      roles: rolesOn(cloud, tenant, principal, resourceAppId),
    }),
  }
}

/** Registered here; or elsewhere for many tenants, and installed here. */
function findApplication(cloud: Cloud, tenant: Tenant, clientId: string): ApplicationRecord {
  const view = viewOf(cloud, tenant, 'tokenService')
  const own = tenant.applications.list(view).find((each) => each.appId === clientId && each.deletedAt === null)
  if (own !== undefined) return own
  const elsewhere = knownClient(cloud, clientId)?.home?.application
  const isInstalled = tenant.principals.list(view).some((each) => each.appId === clientId && each.deletedAt === null)
  if (elsewhere === undefined || !isMultiTenant(elsewhere) || !isInstalled) throw unknownClient(tenant, clientId)
  return elsewhere
}

function findPrincipal(cloud: Cloud, tenant: Tenant, application: ApplicationRecord): PrincipalRecord {
  const view = viewOf(cloud, tenant, 'tokenService')
  const found = tenant.principals.list(view).find((each) => each.appId === application.appId && each.deletedAt === null)
  if (found === undefined)
    throw new EntraRefusal(
      7000229,
      `The client application ${application.appId} is missing service principal in the tenant ${tenant.facts.tenantId}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
    )
  if (!found.accountEnabled || application.settings['isDisabled'] === true)
    throw new EntraRefusal(7000112, `Application '${application.appId}'(${found.displayName}) is disabled.`)
  return found
}

function resourceOf(tenant: Tenant, scope: string): { resourceAppId: string; audience: string } {
  if (!scope.endsWith('/.default') || scope.includes(' '))
    throw new EntraRefusal(
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    )
  const resource = scope.slice(0, -'/.default'.length)
  const resourceAppId = appIdOf(tenant, resource)
  if (resourceAppId !== undefined && resourceByAppId(tenant, resourceAppId) !== undefined)
    return { resourceAppId, audience: resource }
  throw new EntraRefusal(
    500011,
    `The resource principal named ${resource} was not found in the tenant named ${tenant.facts.displayName}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
  )
}

function appIdOf(tenant: Tenant, resource: string): string | undefined {
  const name = sharePointName(tenant)
  switch (resource) {
    case GRAPH_AUDIENCE:
    case `${GRAPH_AUDIENCE}/`:
    case GRAPH_APP_ID:
      return GRAPH_APP_ID
    case EXCHANGE_AUDIENCE:
    case 'https://outlook.office.com':
    case EXCHANGE_APP_ID:
      return EXCHANGE_APP_ID
    case `https://${name}.sharepoint.com`:
    case `https://${name}-admin.sharepoint.com`:
    case SHAREPOINT_APP_ID:
      return SHAREPOINT_APP_ID
    default:
      return ARM_AUDIENCES.includes(resource) ? ARM_APP_ID : undefined
  }
}

/** Names of the granted roles, as far as the token service has heard of the grants. */
function rolesOn(cloud: Cloud, tenant: Tenant, principal: PrincipalRecord, resourceAppId: string): string[] {
  const resource = resourceByAppId(tenant, resourceAppId)
  if (resource === undefined) return []
  const values = new Map(resource.appRoles.map((role) => [role.id, role.value]))
  return tenant.grants
    .list(viewOf(cloud, tenant, 'tokenService'))
    .filter((grant) => grant.principalId === principal.objectId && grant.resourceId === resource.objectId)
    .flatMap((grant) => values.get(grant.appRoleId) ?? [])
}
