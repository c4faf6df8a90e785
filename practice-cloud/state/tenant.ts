import { guidFrom } from '../identifiers'
import { Collection } from './timeline'
import type {
  ApplicationRecord,
  GrantRecord,
  PrincipalRecord,
  RoleAssignmentRecord,
  ScopeGrantRecord,
  TenantFacts,
} from './records'

/** One directory. People, sites, groups and Microsoft's own principals are derived from `facts`, so an empty tenant is a few maps. */
export interface Tenant {
  facts: TenantFacts
  applications: Collection<ApplicationRecord>
  principals: Collection<PrincipalRecord>
  grants: Collection<GrantRecord>
  scopeGrants: Collection<ScopeGrantRecord>
  roleAssignments: Collection<RoleAssignmentRecord>
  tokensIssued: { delegated: number; appOnly: number }
  /** Sequence number at creation: what is younger may lag. */
  bornAtSeq: number
}

/** Everything of a tenant that outlives the process. */
export interface StoredTenant {
  facts: TenantFacts
  applications: ApplicationRecord[]
  principals: PrincipalRecord[]
  grants: GrantRecord[]
  scopeGrants: ScopeGrantRecord[]
  roleAssignments: RoleAssignmentRecord[]
}

export function openTenant(facts: TenantFacts, nextSeq: () => number, stored?: Omit<StoredTenant, 'facts'>): Tenant {
  const tenant: Tenant = {
    facts,
    applications: new Collection(nextSeq),
    principals: new Collection(nextSeq),
    grants: new Collection(nextSeq),
    scopeGrants: new Collection(nextSeq),
    roleAssignments: new Collection(nextSeq),
    tokensIssued: { delegated: 0, appOnly: 0 },
    bornAtSeq: 0,
  }
  if (stored !== undefined) fill(tenant, stored)
  tenant.bornAtSeq = nextSeq()
  return tenant
}

function fill(tenant: Tenant, stored: Omit<StoredTenant, 'facts'>): void {
  const { createdAt } = tenant.facts
  for (const record of stored.applications) tenant.applications.put(record.objectId, record, record.createdAt)
  for (const record of stored.principals) tenant.principals.put(record.objectId, record, record.createdAt)
  for (const record of stored.grants) tenant.grants.put(record.id, record, record.createdAt)
  for (const record of stored.scopeGrants) tenant.scopeGrants.put(record.id, record, createdAt)
  for (const record of stored.roleAssignments) tenant.roleAssignments.put(record.id, record, createdAt)
}

export function storeTenant(tenant: Tenant): StoredTenant {
  return {
    facts: tenant.facts,
    applications: tenant.applications.list(),
    principals: tenant.principals.list(),
    grants: tenant.grants.list(),
    scopeGrants: tenant.scopeGrants.list(),
    roleAssignments: tenant.roleAssignments.list(),
  }
}

/** The id of something that every tenant has: a user, a site, Microsoft Graph's principal. */
export function derivedId(tenant: Tenant, what: string): string {
  return guidFrom(tenant.facts.tenantId, what)
}

/** `northwind` of `northwind.example`. */
export function label(tenant: Tenant): string {
  return tenant.facts.domain.split('.')[0] ?? tenant.facts.domain
}

export function initialDomain(tenant: Tenant): string {
  return `${label(tenant)}.onmicrosoft.example`
}

/** SharePoint's host has a name of its own, on purpose not the domain's: it must be read, never built. */
export function sharePointName(tenant: Tenant): string {
  return `${label(tenant)}365`
}
