import type { Cloud } from '../cloud'
import { viewOf } from '../cloud'
import { AZURE_CLI_APP_ID, AZURE_CLI_SCOPES } from '../data/well-known'
import { GRAPH_SCOPES } from '../data/roles'
import { nameOf } from '../state/records'
import type { ApplicationRecord } from '../state/records'
import type { Tenant } from '../state/tenant'
import { EntraRefusal } from './refusals'

/** Of which platform a redirect address is: it decides how the client has to redeem a code. */
export type Platform = 'web' | 'spa' | 'publicClient'
export interface Redirect {
  platform: Platform
  uri: string
}

/** A program to which a person can sign in: Microsoft's own, one made known by the control API, or a registered application. */
export interface Client {
  appId: string
  displayName: string
  /** Microsoft's own are pre-authorized: nobody is asked for consent. */
  isFirstParty: boolean
  /** Whether it may redeem without a credential where no redirect address says how. */
  isPublic: boolean
  /** Said by its owner to be no public client; `null` at Microsoft leaves that to the redirect address. */
  refusesPublic: boolean
  redirects: readonly Redirect[]
  /** Delegated Graph scopes for which `.default` stands. */
  scopes: readonly string[]
  /** Absent for programs without a registration here. */
  home?: { tenant: Tenant; application: ApplicationRecord }
}

const LOOPBACK: readonly Redirect[] = [{ platform: 'publicClient', uri: 'http://localhost' }]
const AZURE_CLI: Client = {
  appId: AZURE_CLI_APP_ID,
  displayName: 'Microsoft Azure CLI',
  isFirstParty: true,
  isPublic: true,
  refusesPublic: false,
  redirects: LOOPBACK,
  scopes: AZURE_CLI_SCOPES,
}

/** The program of this client id as it is registered, whoever may use it. */
export function knownClient(cloud: Cloud, clientId: string): Client | undefined {
  if (clientId === AZURE_CLI_APP_ID) return AZURE_CLI
  const plain = cloud.state.clients.get(clientId)
  if (plain !== undefined)
    return { ...AZURE_CLI, appId: clientId, displayName: plain.displayName, isFirstParty: false, scopes: plain.scopes }
  for (const tenant of cloud.state.tenants.values()) {
    const application = tenant.applications
      .list(viewOf(cloud, tenant, 'tokenService'))
      .find((each) => each.appId === clientId && each.deletedAt === null)
    if (application !== undefined) return registered(tenant, application)
  }
  return undefined
}

export function clientName(cloud: Cloud, clientId: string): string {
  return knownClient(cloud, clientId)?.displayName ?? 'an unknown program'
}

function registered(tenant: Tenant, application: ApplicationRecord): Client {
  const { settings } = application
  return {
    appId: application.appId,
    displayName: nameOf(application, application.appId),
    isFirstParty: false,
    isPublic: settings['isFallbackPublicClient'] === true,
    refusesPublic: settings['isFallbackPublicClient'] === false,
    redirects: (['web', 'spa', 'publicClient'] as const).flatMap((platform) =>
      addressesOf(settings[platform]).map((uri) => ({ platform, uri })),
    ),
    scopes: requiredScopes(settings['requiredResourceAccess']),
    home: { tenant, application },
  }
}

function addressesOf(platform: unknown): string[] {
  const uris = typeof platform === 'object' && platform !== null && 'redirectUris' in platform && platform.redirectUris
  return Array.isArray(uris) ? uris.filter((uri) => typeof uri === 'string') : []
}

/** Names of the delegated Graph scopes that the registration lists. */
function requiredScopes(access: unknown): string[] {
  const listed = JSON.stringify(access ?? [])
  return GRAPH_SCOPES.filter((scope) => listed.includes(scope.id)).map((scope) => scope.value)
}

/** The client as this authority admits it; `tenant` is absent for `organizations` and `common`. */
export function admitClient(cloud: Cloud, tenant: Tenant | undefined, clientId: string): Client {
  const client = knownClient(cloud, clientId)
  if (client === undefined) throw unknownClient(tenant, clientId)
  refuseOtherTenants(client, tenant)
  if (tenant !== undefined) refuseDisabled(cloud, client, tenant)
  return client
}

export function unknownClient(tenant: Tenant | undefined, clientId: string): EntraRefusal {
  return new EntraRefusal(
    700016,
    `Application with identifier '${clientId}' was not found in the directory '${tenant?.facts.displayName ?? 'organizations'}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  )
}

function refuseOtherTenants({ home, appId, displayName }: Client, tenant: Tenant | undefined): void {
  if (home === undefined || home.tenant === tenant || isMultiTenant(home.application)) return
  if (tenant !== undefined) throw unknownClient(tenant, appId)
  throw new EntraRefusal(
    50194,
    `Application '${appId}'(${displayName}) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.`,
  )
}

export function isMultiTenant(application: ApplicationRecord): boolean {
  const audience = application.settings['signInAudience']
  return audience === 'AzureADMultipleOrgs' || audience === 'AzureADandPersonalMicrosoftAccount'
}

/** Switched off by its owner, or in this tenant. */
export function refuseDisabled(cloud: Cloud, client: Client, tenant: Tenant): void {
  const principal = tenant.principals
    .list(viewOf(cloud, tenant, 'tokenService'))
    .find((each) => each.appId === client.appId && each.deletedAt === null)
  const off =
    tenant.facts.disabledPrincipals.includes(client.appId) ||
    principal?.accountEnabled === false ||
    client.home?.application.settings['isDisabled'] === true
  if (off) throw new EntraRefusal(7000112, `Application '${client.appId}'(${client.displayName}) is disabled.`)
}

/** The registered address that fits: the same text, but for the port of this machine's own (RFC 8252 §7.3). */
export function findRedirect(client: Client, address: string): Redirect | undefined {
  const wanted = withoutLoopbackPort(address)
  return client.redirects.find((each) => each.uri === address || withoutLoopbackPort(each.uri) === wanted)
}

function withoutLoopbackPort(address: string): string {
  return address
    .replace(/^(http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])):\d+(?=\/|$|\?)/, '$1')
    .replace(/^(http:\/\/[^/]+)\/$/, '$1')
}
