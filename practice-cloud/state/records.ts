/** The public half of one certificate on an application or service principal. Times are milliseconds. */
export interface KeyRecord {
  keyId: string
  displayName: string
  startsAt: number
  endsAt: number
  type: string
  usage: string
  /** Base64 DER. */
  key: string
  /** Upper-case hex, what Graph calls `customKeyIdentifier`. */
  sha1: string
  /** Upper-case hex. */
  sha256: string
}

export interface PasswordRecord {
  keyId: string
  displayName: string | null
  /** The first letters of the secret. */
  hint?: string
  startsAt: number
  endsAt: number
}

export interface ApplicationRecord {
  objectId: string
  appId: string
  uniqueName: string | null
  createdAt: number
  /** Everything a caller may write and read back unchanged: displayName, tags, requiredResourceAccess … */
  settings: Readonly<Record<string, unknown>>
  keys: readonly KeyRecord[]
  passwords: readonly PasswordRecord[]
  federated: readonly Readonly<Record<string, unknown>>[]
  owners: readonly string[]
  deletedAt: number | null
  /** Made behind the caller's back by the control API, as a stranger in the portal would. */
  foreign?: boolean
}

export function nameOf(record: ApplicationRecord, otherwise: string): string {
  const name = record.settings['displayName']
  return typeof name === 'string' ? name : otherwise
}

export interface PrincipalRecord {
  objectId: string
  appId: string
  createdAt: number
  accountEnabled: boolean
  displayName: string
  /** Taken over from the application when this was made: its identifier URIs and where its sign-ins lead. */
  names?: readonly string[]
  replyUrls?: readonly string[]
  settings: Readonly<Record<string, unknown>>
  keys: readonly KeyRecord[]
  passwords?: readonly PasswordRecord[]
  owners: readonly string[]
  deletedAt: number | null
  /** Where its application is registered, if not here. */
  homeTenantId?: string
}

/** One appRoleAssignment. */
export interface GrantRecord {
  id: string
  principalId: string
  resourceId: string
  appRoleId: string
  createdAt: number
}

/** One oauth2PermissionGrant. */
export interface ScopeGrantRecord {
  id: string
  clientId: string
  resourceId: string
  consentType: string
  principalId: string | null
  scope: string
}

export interface RoleAssignmentRecord {
  id: string
  roleDefinitionId: string
  principalId: string
  directoryScopeId: string
}

export type Licence = 'exchange' | 'sharepoint' | 'teams'
export type Generation = 'current' | '2025'

/** What is decided when a tenant is made. */
export interface TenantFacts {
  tenantId: string
  domain: string
  displayName: string
  generation: Generation
  licences: readonly Licence[]
  membersMayRegisterApplications: boolean
  securityDefaults: boolean
  replicationLagMs: number
  ordinaryUsers: number
  createdAt: number
  /** appIds of Microsoft's own principals that an administrator switched off here. */
  disabledPrincipals: readonly string[]
}

/** A public client of someone's own that may ask for the device code, known in every tenant once consented. */
export interface PublicClientRecord {
  appId: string
  displayName: string
  scopes: readonly string[]
}
