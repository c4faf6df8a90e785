/** What Graph says about our application in one tenant, already reshaped. Microsoft's own shapes stop in this room. */
export interface Observed {
  organization: { tenantId: string; displayName: string; verifiedDomains: readonly string[] } | null
  application: ObservedApplication | null
  /** Our application in the tenant's recycle bin, where it keeps its `uniqueName` for 30 days. */
  deletedApplication: { objectId: string; appId: string; deletedAt: string | null } | null
  servicePrincipal: ObservedServicePrincipal | null
  /** App roles that our service principal holds, on every resource. */
  grants: readonly ObservedGrant[]
  /** Resource service principals by their appId; null means that the tenant has none (workload not licensed). */
  resources: Readonly<Record<string, ObservedResource | null>>
  /** Directory role template ids of our service principal, or why they could not be read. */
  directoryRoles: readonly string[] | 'unreadable'
  /** The tenant's limits for certificates, or why they could not be read (the Azure CLI client may not). */
  keyPolicy: KeyPolicy | 'unreadable'
}

export interface ObservedApplication {
  objectId: string
  appId: string
  uniqueName: string | null
  displayName: string
  createdAt: string | null
  keys: readonly ObservedKey[]
  /** How many client secrets stand on it. Latchkey makes none. */
  passwordCount: number
}

/** A key credential. `sha1` is Microsoft's customKeyIdentifier: 40 upper-case hex characters; dates are ISO 8601 UTC. */
export interface ObservedKey {
  keyId: string
  sha1: string
  displayName: string | null
  notBefore: string
  notAfter: string
}

export interface ObservedServicePrincipal {
  objectId: string
  appId: string
  enabled: boolean
}

export interface ObservedGrant {
  assignmentId: string
  resourceObjectId: string
  roleId: string
}

export interface ObservedResource {
  objectId: string
  appId: string
  displayName: string
  /** Application permissions that this tenant's resource offers. Ids are read here and nowhere else. */
  roles: readonly { id: string; value: string }[]
}

export interface KeyPolicy {
  maxLifetimeDays: number | null
  selfSignedForbidden: boolean
}

/** Where to look for our application. */
export interface ObserveScope {
  uniqueName: string
  /** From our records, if a write was ever answered. */
  objectId: string | null
  /** The object id goes before the name: an application that was taken over has another name, or none. */
  byObjectId?: boolean
  /** From our records too: known, its service principal and grants are looked at in the same round trip. */
  appId?: string | null
  /** Resource appIds that desired names. */
  resourceAppIds: readonly string[]
  includeDirectoryRoles: boolean
}

/** The public half of a certificate as it is written to `keyCredentials`. `der` is base64. */
export interface PublicKeyCredential {
  keyId: string
  displayName: string
  sha1: string
  der: string
  notBefore: string
  notAfter: string
}

/** Microsoft's verdict on one write. `unknown` means that the effect may or may not have happened. */
export type WriteAnswer<T = undefined> =
  | { result: 'done'; created: boolean; value: T; evidence: Evidence }
  | { result: 'refused'; failure: MicrosoftFailure; evidence: Evidence }
  | { result: 'unknown'; failure: MicrosoftFailure; evidence: Evidence }

/** One call and its answer, as it is shown to people: never a token, never a body with secrets. */
export interface Evidence {
  call: string
  answer: string
  at: string
  milliseconds: number
  /** True for a call that only texts speak of: how Microsoft really answers it is not known. */
  unseen?: boolean
  /** Present when Microsoft refused: its code, and the ids that its support asks for. */
  refusal?: { code: string; traceId: string | null; correlationId: string | null }
}

/** A refusal of Entra or Graph in one shape. `code` is `AADSTS700027` or a Graph error code such as `Authorization_RequestDenied`. */
export interface MicrosoftFailure {
  code: string
  status: number | null
  message: string
  /** Branch on this, never on texts. */
  kind: FailureKind
  retryAfterSeconds: number | null
  traceId: string | null
  correlationId: string | null
  at: string
  /** Conditional Access policies named in `claims`, if any. */
  policyIds: readonly string[]
}

export type FailureKind =
  | 'throttled'
  | 'unavailable'
  | 'lost'
  | 'spreading'
  | 'concurrency'
  | 'exists-already'
  | 'not-found'
  | 'not-allowed'
  | 'token-refused'
  | 'blocked-by-policy'
  | 'mfa-needed'
  | 'foreign-account'
  | 'tenant-unknown'
  | 'declined'
  | 'expired'
  | 'key-lifetime-policy'
  | 'key-type-policy'
  | 'name-taken'
  | 'application-missing'
  | 'application-disabled'
  | 'resource-missing'
  | 'clock'
  | 'invalid'
  | 'other'
