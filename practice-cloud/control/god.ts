import type { Cloud } from '../cloud'
import { wholeSeconds } from '../clock'
import { DIRECTORY_ROLES } from '../data/roles'
import { resourceById } from '../graph/resources'
import { nameOf } from '../state/records'
import type { ApplicationRecord, KeyRecord } from '../state/records'
import type { Tenant } from '../state/tenant'

export interface GodKey {
  keyId: string
  displayName: string
  sha1: string
  sha256: string
  notBefore: string
  notAfter: string
}

export interface GodApplication {
  objectId: string
  appId: string
  uniqueName: string | null
  displayName: string
  keyCredentials: GodKey[]
  passwordCredentials: { keyId: string }[]
  federatedIdentityCredentials: number
  owners: string[]
  settings: Record<string, unknown>
  foreign: boolean
}

/** What is true in one tenant, behind all replicas. Thumbprints are upper-case hex. */
export interface God {
  tenantId: string
  applications: GodApplication[]
  servicePrincipals: {
    objectId: string
    appId: string
    displayName: string
    accountEnabled: boolean
    /** Tenant of the registration, if not this one. */
    homeTenantId: string | null
    keyCredentials: GodKey[]
  }[]
  grants: { id: string; principalId: string; resource: string; resourceAppId: string; role: string }[]
  delegatedGrants: { id: string; clientId: string; consentType: string; principalId: string | null; scope: string }[]
  directoryRoles: { id: string; principalId: string; role: string; templateId: string }[]
  deletedItems: {
    objectId: string
    appId: string
    kind: 'application' | 'servicePrincipal'
    uniqueName: string | null
  }[]
  tokensIssued: { delegated: number; appOnly: number }
  /** Polls that came sooner than the interval allows, since the last reset. */
  pollsTooFast: number
}

function showKey(key: KeyRecord): GodKey {
  return {
    keyId: key.keyId,
    displayName: key.displayName,
    sha1: key.sha1,
    sha256: key.sha256,
    notBefore: wholeSeconds(key.startsAt),
    notAfter: wholeSeconds(key.endsAt),
  }
}

function showApplication(record: ApplicationRecord): GodApplication {
  return {
    objectId: record.objectId,
    appId: record.appId,
    uniqueName: record.uniqueName,
    displayName: nameOf(record, ''),
    keyCredentials: record.keys.map(showKey),
    passwordCredentials: record.passwords.map(({ keyId }) => ({ keyId })),
    federatedIdentityCredentials: record.federated.length,
    owners: [...record.owners],
    settings: { ...record.settings },
    foreign: record.foreign === true,
  }
}

export function tellTruth(cloud: Cloud, tenant: Tenant): God {
  const applications = tenant.applications.list()
  const principals = tenant.principals.list()
  const living = new Set(principals.filter((each) => each.deletedAt === null).map((each) => each.objectId))
  return {
    tenantId: tenant.facts.tenantId,
    applications: applications.filter((each) => each.deletedAt === null).map(showApplication),
    servicePrincipals: principals
      .filter((each) => each.deletedAt === null)
      .map((each) => ({
        objectId: each.objectId,
        appId: each.appId,
        displayName: each.displayName,
        accountEnabled: each.accountEnabled,
        homeTenantId: each.homeTenantId ?? null,
        keyCredentials: each.keys.map(showKey),
      })),
    grants: listGrants(tenant, living),
    delegatedGrants: tenant.scopeGrants.list().map(({ resourceId: _resourceId, ...grant }) => grant),
    directoryRoles: tenant.roleAssignments
      .list()
      .filter((record) => living.has(record.principalId))
      .map((record) => ({
        id: record.id,
        principalId: record.principalId,
        role: DIRECTORY_ROLES.find((role) => role.templateId === record.roleDefinitionId)?.displayName ?? '',
        templateId: record.roleDefinitionId,
      })),
    deletedItems: [
      ...applications
        .filter((each) => each.deletedAt !== null)
        .map(({ objectId, appId, uniqueName }) => ({ objectId, appId, uniqueName, kind: 'application' as const })),
      ...principals
        .filter((each) => each.deletedAt !== null)
        .map(({ objectId, appId }) => ({ objectId, appId, uniqueName: null, kind: 'servicePrincipal' as const })),
    ],
    tokensIssued: { ...tenant.tokensIssued },
    pollsTooFast: cloud.flows.pollsTooFast(tenant.facts.tenantId),
  }
}

function listGrants(tenant: Tenant, living: ReadonlySet<string>): God['grants'] {
  return tenant.grants
    .list()
    .filter((grant) => living.has(grant.principalId))
    .map((grant) => {
      const resource = resourceById(tenant, grant.resourceId)
      return {
        id: grant.id,
        principalId: grant.principalId,
        resource: resource?.displayName ?? '',
        resourceAppId: resource?.appId ?? '',
        role: resource?.appRoles.find((role) => role.id === grant.appRoleId)?.value ?? grant.appRoleId,
      }
    })
}
