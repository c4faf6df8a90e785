import { randomUUID } from 'node:crypto'
import type { Authority } from '../certificates/authority'
import type { CloudClock } from '../clock'
import { PARTNER_TENANT } from '../data/well-known'
import { isGuid } from '../identifiers'
import type { SigningKey } from './signing-key'
import { openTenant, storeTenant } from './tenant'
import type { StoredTenant, Tenant } from './tenant'
import type { Licence, PublicClientRecord, TenantFacts } from './records'

/** Everything that outlives the process. */
export interface StoredCloud {
  version: 1
  signingKey: { kid: string; pkcs8: string }
  clients: PublicClientRecord[]
  tenants: StoredTenant[]
  authorities?: Authorities | undefined
}

/** Certificate authorities, made when they are first needed. */
export interface Authorities {
  /** Vouches for this cloud's own TLS listener. */
  tls?: Authority
  /** Stands for the certificate authority of a customer. */
  customer?: Authority
}

/** The directories of this cloud and what they share. */
export interface CloudState {
  clock: CloudClock
  signingKey: SigningKey
  clients: Map<string, PublicClientRecord>
  tenants: Map<string, Tenant>
  /** Domain names, lower case, to tenant ids. */
  domains: Map<string, string>
  authorities: Authorities
  nextSeq: () => number
}

const ALL_LICENCES: readonly Licence[] = ['exchange', 'sharepoint', 'teams']

export const NORTHWIND_ID = '5b1f0d3c-8a47-4e29-9c61-2f7e8d90a1b4'
export const FABRIKAM_ID = 'c2e7a9f4-3d58-4b16-a0f2-91d6c4e8b375'

/** Where the provider itself lives: its bootstrap application is registered here. */
export const PROVIDER_DOMAIN = 'provider.practice.example'

/** The tenants of a first start: a customer as Microsoft makes them today, one old and without Teams, and the provider. */
const FIRST_TENANTS: readonly Omit<TenantFacts, 'createdAt'>[] = [
  {
    tenantId: NORTHWIND_ID,
    domain: 'northwind.example',
    displayName: 'Northwind Traders',
    generation: 'current',
    licences: ALL_LICENCES,
    membersMayRegisterApplications: true,
    securityDefaults: true,
    replicationLagMs: 0,
    ordinaryUsers: 6,
    disabledPrincipals: [],
  },
  {
    tenantId: FABRIKAM_ID,
    domain: 'fabrikam.example',
    displayName: 'Fabrikam',
    generation: '2025',
    licences: ['exchange', 'sharepoint'],
    membersMayRegisterApplications: false,
    securityDefaults: false,
    replicationLagMs: 0,
    ordinaryUsers: 6,
    disabledPrincipals: [],
  },
  {
    tenantId: PARTNER_TENANT,
    domain: PROVIDER_DOMAIN,
    displayName: 'Practice Provider',
    generation: 'current',
    licences: ['exchange'],
    membersMayRegisterApplications: false,
    securityDefaults: true,
    replicationLagMs: 0,
    ordinaryUsers: 6,
    disabledPrincipals: [],
  },
]

export function createCloudState(clock: CloudClock, signingKey: SigningKey): CloudState {
  let seq = 0
  return {
    clock,
    signingKey,
    clients: new Map(),
    tenants: new Map(),
    domains: new Map(),
    authorities: {},
    nextSeq: () => ++seq,
  }
}

export function addFirstTenants(cloud: CloudState): void {
  for (const facts of FIRST_TENANTS) addTenant(cloud, { ...facts, createdAt: cloud.clock.now() - 200 * 86_400_000 })
}

export function addTenant(cloud: CloudState, facts: TenantFacts, stored?: Omit<StoredTenant, 'facts'>): Tenant {
  const tenant = openTenant(facts, cloud.nextSeq, stored)
  cloud.tenants.set(facts.tenantId, tenant)
  cloud.domains.set(facts.domain, facts.tenantId)
  cloud.domains.set(`${facts.domain.split('.')[0] ?? facts.domain}.onmicrosoft.example`, facts.tenantId)
  return tenant
}

/** A tenant as an administrator would buy one: current, licensed for everything, unless said otherwise. */
export function newTenantFacts(
  cloud: CloudState,
  wanted: Partial<TenantFacts> & { domain: string; displayName: string },
): TenantFacts {
  return {
    tenantId: randomUUID(),
    generation: 'current',
    licences: ALL_LICENCES,
    membersMayRegisterApplications: true,
    securityDefaults: false,
    replicationLagMs: 0,
    ordinaryUsers: 6,
    createdAt: cloud.clock.now() - 30 * 86_400_000,
    disabledPrincipals: [],
    ...wanted,
  }
}

export function removeTenant(cloud: CloudState, tenantId: string): void {
  cloud.tenants.delete(tenantId)
  for (const [domain, owner] of cloud.domains) if (owner === tenantId) cloud.domains.delete(domain)
}

/** By tenant id or verified domain, case ignored. */
export function findTenant(cloud: CloudState, idOrDomain: string): Tenant | undefined {
  const key = idOrDomain.toLowerCase()
  const tenantId = isGuid(key) ? key : cloud.domains.get(key)
  return tenantId === undefined ? undefined : cloud.tenants.get(tenantId)
}

/** Some other tenant of this cloud: home of the person who signs in to the wrong one. */
export function otherTenant(cloud: CloudState, tenant: Tenant): Tenant | undefined {
  for (const candidate of cloud.tenants.values()) if (candidate !== tenant) return candidate
  return undefined
}

export function storeCloud(cloud: CloudState): StoredCloud {
  return {
    version: 1,
    signingKey: { kid: cloud.signingKey.kid, pkcs8: cloud.signingKey.pkcs8 },
    clients: [...cloud.clients.values()],
    tenants: [...cloud.tenants.values()].map(storeTenant),
    authorities: cloud.authorities,
  }
}

export function loadCloud(cloud: CloudState, stored: StoredCloud): void {
  for (const client of stored.clients) cloud.clients.set(client.appId, client)
  for (const { facts, ...records } of stored.tenants) addTenant(cloud, facts, records)
  Object.assign(cloud.authorities, stored.authorities)
  addMissingProvider(cloud)
}

/** A state of before there was a provider gets one. */
function addMissingProvider(cloud: CloudState): void {
  const provider = FIRST_TENANTS.find((facts) => facts.tenantId === PARTNER_TENANT)
  if (provider !== undefined && !cloud.tenants.has(PARTNER_TENANT) && !cloud.domains.has(PROVIDER_DOMAIN))
    addTenant(cloud, { ...provider, createdAt: cloud.clock.now() - 200 * 86_400_000 })
}
