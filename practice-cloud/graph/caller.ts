import type { Cloud } from '../cloud'
import { DIRECTORY_ROLES } from '../data/roles'
import { GRAPH_AUDIENCE } from '../data/well-known'
import type { TokenClaims } from '../entra/tokens'
import { readToken } from '../entra/tokens'
import type { Tenant } from '../state/tenant'
import { GraphRefusal } from './refusals'

/** Who calls, as the token says. */
export interface Caller {
  claims: TokenClaims
  appOnly: boolean
  /** Delegated scopes, or app roles of an app-only token. */
  permissions: ReadonlySet<string>
  /** Names of directory roles of the person. */
  directoryRoles: ReadonlySet<string>
  /** A member of this very directory: neither guest nor partner. */
  isMember: boolean
}

export interface Identified {
  tenant: Tenant
  caller: Caller
}

function invalid(message: string, headers: Record<string, string> = {}): GraphRefusal {
  return new GraphRefusal(401, 'InvalidAuthenticationToken', message, { headers })
}

/** Reads the bearer token: signature, audience and dates, by this cloud's clock. */
export function identify(cloud: Cloud, authorization: string | undefined): Identified {
  const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) throw invalid('Access token is empty.')
  const claims = readToken(cloud, token)
  if (claims === undefined) throw invalid('CompactToken parsing failed with error code: 80049217')
  const seconds = cloud.state.clock.now() / 1000
  if (claims.exp <= seconds)
    throw invalid('Lifetime validation failed, the token is expired.', {
      'www-authenticate': `Bearer realm="", authorization_uri="${cloud.origin}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`,
    })
  if (claims.aud !== GRAPH_AUDIENCE && claims.aud !== '00000003-0000-0000-c000-000000000000')
    throw invalid('Access token validation failure. Invalid audience.')
  const tenant = cloud.state.tenants.get(claims.tid)
  if (tenant === undefined || cloud.faults.active('tenant-gone', claims.tid).length > 0)
    throw invalid(`AADSTS90002: Tenant '${claims.tid}' not found.`)
  return { tenant, caller: openCaller(tenant, claims) }
}

function openCaller(tenant: Tenant, claims: TokenClaims): Caller {
  const appOnly = claims.idtyp === 'app'
  if (appOnly) refuseMissingPrincipal(tenant, claims)
  const names = DIRECTORY_ROLES.filter((role) => claims.wids.includes(role.templateId)).map((role) => role.displayName)
  return {
    claims,
    appOnly,
    permissions: new Set(appOnly ? (claims.roles ?? []) : (claims.scp ?? '').split(' ')),
    directoryRoles: new Set(appOnly ? [] : names),
    isMember: !appOnly && claims.acct === 0,
  }
}

/** A token outlives its application's service principal, but nobody answers to it. */
function refuseMissingPrincipal(tenant: Tenant, claims: TokenClaims): void {
  const principal = tenant.principals.get(claims.oid)
  if (principal === undefined || principal.deletedAt !== null || !principal.accountEnabled)
    throw new GraphRefusal(
      403,
      'Authorization_IdentityNotFound',
      'The identity of the calling application could not be established.',
    )
}
