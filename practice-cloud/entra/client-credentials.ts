import type { Cloud } from '../cloud'
import { viewOf } from '../cloud'
import { EXCHANGE_APP_ID, EXCHANGE_AUDIENCE, GRAPH_APP_ID, GRAPH_AUDIENCE, SHAREPOINT_APP_ID } from '../data/well-known'
import { resourceByAppId } from '../graph/resources'
import type { ApplicationRecord, PrincipalRecord } from '../state/records'
import type { Tenant } from '../state/tenant'
import { sharePointName } from '../state/tenant'
import { claimedThumbprint, isSignedBy, namedKey, numberClaim, parseToken } from './assertion'
import type { SignedToken } from './assertion'
import { required } from './device'
import { blockedByPolicy, EntraRefusal } from './refusals'
import { mintAppToken } from './tokens'

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** Seconds by which the two clocks may differ. */
const TOLERANCE_SECONDS = 300

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
  verifyAssertion(cloud, tenant, application, form)
  const principal = findPrincipal(cloud, tenant, application)
  const { resourceAppId, audience } = resourceOf(tenant, scope)
  const occasion = { method: 'POST', path: '/token', operation: 'clientCredentials' }
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

function findApplication(cloud: Cloud, tenant: Tenant, clientId: string): ApplicationRecord {
  const view = viewOf(cloud, tenant, 'tokenService')
  const found = tenant.applications.list(view).find((each) => each.appId === clientId && each.deletedAt === null)
  if (found !== undefined) return found
  throw new EntraRefusal(
    700016,
    `Application with identifier '${clientId}' was not found in the directory '${tenant.facts.displayName}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  )
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

function verifyAssertion(cloud: Cloud, tenant: Tenant, application: ApplicationRecord, form: URLSearchParams): void {
  const assertion = form.get('client_assertion')
  if (assertion === null || assertion === '' || form.get('client_assertion_type') !== ASSERTION_TYPE)
    throw new EntraRefusal(
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    )
  const token = parseToken(assertion)
  if (token === undefined) throw new EntraRefusal(50027, 'JWT token is invalid or malformed.')
  if (token.header['alg'] !== 'PS256' && token.header['alg'] !== 'RS256')
    throw new EntraRefusal(5002738, 'Invalid JWT token. The algorithm is not supported; use PS256 or RS256.')
  verifySignature(cloud, application, token)
  verifyClaims(cloud, tenant, application, token)
}

/** The key must be registered, as this service has heard, inside its dates, and must fit the signature. */
function verifySignature(cloud: Cloud, application: ApplicationRecord, token: SignedToken): void {
  const now = cloud.state.clock.now()
  const key = namedKey(token, application.keys)
  const reason =
    key === undefined
      ? 'The key was not found.'
      : key.startsAt > now || key.endsAt <= now
        ? 'The key used is expired.'
        : isSignedBy(token, key)
          ? undefined
          : 'The key was found, but use of the key to verify the signature failed.'
  if (reason !== undefined)
    throw new EntraRefusal(
      700027,
      `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - ${reason}, Thumbprint of key used by client: '${claimedThumbprint(token)}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${application.appId}'.]`,
    )
}

function verifyClaims(cloud: Cloud, tenant: Tenant, application: ApplicationRecord, token: SignedToken): void {
  const { claims } = token
  if (claims['iss'] !== application.appId || claims['sub'] !== application.appId)
    throw new EntraRefusal(
      700023,
      "Client assertion contains an invalid issuer or subject: both must be the application's client id.",
    )
  if (!isOurTokenEndpoint(cloud, tenant, claims['aud']))
    throw new EntraRefusal(
      700023,
      `Client assertion audience claim does not match Realm issuer. Review the documentation of certificate credentials.`,
    )
  const now = cloud.state.clock.now() / 1000
  const notBefore = numberClaim(token, 'nbf') ?? numberClaim(token, 'iat') ?? 0
  const expires = numberClaim(token, 'exp') ?? 0
  if (now + TOLERANCE_SECONDS < notBefore || now - TOLERANCE_SECONDS > expires)
    throw new EntraRefusal(
      700024,
      `Client assertion is not within its valid time range. Current time: ${stamp(now)}, assertion valid from ${stamp(notBefore)}, expiry time of assertion ${stamp(expires)}.`,
    )
}

function stamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('Z', '0000Z')
}

/** `aud` names the token endpoint of this tenant on this host; https is admitted because some clients insist on it. */
function isOurTokenEndpoint(cloud: Cloud, tenant: Tenant, audience: unknown): boolean {
  if (typeof audience !== 'string' || !URL.canParse(audience)) return false
  const url = new URL(audience)
  if (!cloud.hosts.has(url.host)) return false
  return [tenant.facts.tenantId, tenant.facts.domain].some((name) => url.pathname === `/${name}/oauth2/v2.0/token`)
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
      return undefined
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
