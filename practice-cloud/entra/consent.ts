import { randomUUID } from 'node:crypto'
import type { Cloud } from '../cloud'
import type { Person } from '../data/people'
import { GRAPH_SCOPES, roleTemplate } from '../data/roles'
import { GRAPH_APP_ID } from '../data/well-known'
import { scopeGrantId } from '../identifiers'
import type { PrincipalRecord, ScopeGrantRecord } from '../state/records'
import { derivedId } from '../state/tenant'
import type { Tenant } from '../state/tenant'
import { knownClient } from './clients'
import type { Client } from './clients'

/** What one person is asked to sign in for, however it began. */
export interface Wanted {
  clientId: string
  /** What the request named: a tenant id or domain, `organizations` or `common`. */
  authority: string
  tenantId: string | undefined
  scopes: readonly string[]
}

/** For whom somebody consents. */
export type ConsentFor = 'person' | 'organization'

/** Only scopes that were not granted yet make a question; `mayAll` offers consent for the whole organisation. */
export interface ConsentQuestion {
  scopes: readonly string[]
  mayAll: boolean
}

const CONSENTERS = [
  'Global Administrator',
  'Privileged Role Administrator',
  'Application Administrator',
  'Cloud Application Administrator',
].map(roleTemplate)

/** Whether this person must consent first, may not, or need not. Personal accounts have no directory to write to. */
export function consentQuestion(
  cloud: Cloud,
  wanted: Wanted,
  person: Person,
  again = false,
): ConsentQuestion | 'needs-admin' | undefined {
  const tenant = cloud.state.tenants.get(person.tenantId)
  if (tenant === undefined || isPreauthorized(cloud, wanted)) return undefined
  const missing = missingScopes(tenant, wanted.clientId, wanted, person)
  if (missing?.length === 0 && !again) return undefined
  const mayAll = CONSENTERS.some((role) => person.roles.includes(role))
  const mayConsent = mayAll || isOwnAffair(person, missing ?? wanted.scopes)
  return mayConsent ? { scopes: wanted.scopes, mayAll } : 'needs-admin'
}

function isPreauthorized(cloud: Cloud, { clientId }: Wanted): boolean {
  return knownClient(cloud, clientId)?.isFirstParty !== false
}

/** A member may let a program see what is theirs. */
function isOwnAffair(person: Person, scopes: readonly string[]): boolean {
  return person.member && !scopes.some(isForAdministrators)
}

/** Absent where the tenant does not know the client at all. */
function missingScopes(tenant: Tenant, appId: string, { scopes }: Wanted, person: Person): string[] | undefined {
  if (principalOf(tenant, appId) === undefined) return undefined
  const granted = new Set(grantedScopes(tenant, appId, person))
  return scopes.filter((scope) => !granted.has(scope))
}

function isForAdministrators(name: string): boolean {
  return GRAPH_SCOPES.find((scope) => scope.value === name)?.type === 'Admin'
}

function principalOf(tenant: Tenant, appId: string): PrincipalRecord | undefined {
  return tenant.principals.list().find((each) => each.appId === appId && each.deletedAt === null)
}

/** Everything that this person has, or everybody, consented to for the client. */
export function grantedScopes(tenant: Tenant, appId: string, person: Person): string[] {
  const principal = principalOf(tenant, appId)
  if (principal === undefined) return []
  return tenant.scopeGrants
    .list()
    .filter((grant) => grant.clientId === principal.objectId)
    .filter((grant) => grant.consentType === 'AllPrincipals' || grant.principalId === person.objectId)
    .flatMap((grant) => grant.scope.split(' '))
}

/** Consent leaves a service principal of the client and one delegated grant in the person's tenant. */
export function recordConsent(cloud: Cloud, wanted: Wanted, person: Person, whom: ConsentFor): void {
  const tenant = cloud.state.tenants.get(person.tenantId)
  const client = knownClient(cloud, wanted.clientId)
  if (tenant === undefined || client === undefined) return
  const at = cloud.state.clock.now()
  const principal = principalOf(tenant, client.appId) ?? install(tenant, client, at)
  const resourceId = derivedId(tenant, GRAPH_APP_ID)
  const principalId = whom === 'person' ? person.objectId : undefined
  const id = scopeGrantId(principal.objectId, resourceId, principalId)
  const before = tenant.scopeGrants.get(id)?.scope.split(' ') ?? []
  const record: ScopeGrantRecord = {
    id,
    clientId: principal.objectId,
    resourceId,
    consentType: whom === 'person' ? 'Principal' : 'AllPrincipals',
    principalId: principalId ?? null,
    scope: [...new Set([...before, ...wanted.scopes])].join(' '),
  }
  tenant.scopeGrants.put(id, record, at)
}

/** An “enterprise application”: what a foreign application leaves in a tenant where somebody consented to it. */
export function install(tenant: Tenant, client: Client, at: number): PrincipalRecord {
  const objectId = randomUUID()
  const record: PrincipalRecord = {
    objectId,
    appId: client.appId,
    createdAt: at,
    accountEnabled: true,
    displayName: client.displayName,
    settings: {
      signInAudience: client.home?.application.settings['signInAudience'] ?? 'AzureADMultipleOrgs',
      replyUrls: client.redirects.map((redirect) => redirect.uri),
    },
    keys: [],
    owners: [],
    deletedAt: null,
    ...(client.home === undefined ? {} : { homeTenantId: client.home.tenant.facts.tenantId }),
  }
  tenant.principals.put(objectId, record, at)
  return record
}
