import type { ObserveScope, PublicKeyCredential } from '@/lib/microsoft/observed'

/** One side of the gap. The other side is what a look shows. */
export type Desired = DesiredPresent | DesiredAbsent

export interface DesiredPresent {
  state: 'present'
  /** Deterministic per installation, tenant and purpose: the whole defence against a second application. */
  uniqueName: string
  displayName: string
  description: string
  appRoles: readonly DesiredAppRole[]
  directoryRoles: readonly { templateId: string; workload: string }[]
  certificate: DesiredCertificate | null
  records: Records
  /** Keys whose private halves are elsewhere, by an operator's order: a backup server's own. */
  otherKeys?: readonly OtherKey[]
  /** False where the application may not read its own registration: without an administrator, records stand in for the look. */
  ownRegistrationReadable?: boolean
  /** What the operator decided about our deleted application that still holds the name. Absent: ask. */
  deletedApplication?: 'restore' | 'purge'
  /** Somebody else made the application, and it was taken over: keys and permissions of ours are added, nothing else on it is written. */
  adopted?: boolean
  /** Keys of others that the operator was shown and chose: they leave beside a proven key of ours. */
  removeForeignKeys?: readonly string[]
  /** Assignments that Latchkey did not make and the operator was shown and ticked: the only foreign grants that may go. */
  revokeForeign?: readonly string[]
}

export interface DesiredAbsent {
  state: 'absent'
  uniqueName: string
  records: Records
  /** Also out of the recycle bin, so that the name is free at once; nobody can restore it then. */
  purge?: boolean
  /** The application was not made by Latchkey: only our keys and grants go, it stays. */
  leave?: boolean
  /** Taken over: found by its object id before its name. */
  adopted?: boolean
}

/** `fallbacks` are tried in their order where the tenant's resource does not offer `role`. */
export interface DesiredAppRole {
  resourceAppId: string
  role: string
  fallbacks: readonly string[]
  workload: string
}

/** `proven`: Microsoft issued a token for this very key. `supersedes`: keyIds of ours that leave once it is proven. */
export interface DesiredCertificate {
  key: PublicKeyCredential
  proven: boolean
  supersedes: readonly string[]
  /** Signed by an authority of the tenant, so that a policy against self-signed ones does not stop it. */
  byAuthority?: boolean
}

/** The public half of a key that is not ours to sign with. Unwanted: it leaves where it still stands. */
export interface OtherKey {
  key: PublicKeyCredential
  wanted: boolean
}

/** What Latchkey has durably written down about this tenant. Reads may be stale; this is not. */
export interface Records {
  application: { objectId: string; appId: string } | null
  servicePrincipalObjectId: string | null
  /** Every key that was ever made for this tenant and is not recorded as removed. */
  keys: readonly RecordedKey[]
  /** What Latchkey granted, or was about to grant when an answer got lost. */
  grants: readonly RecordedGrant[]
}

/** `keyId` is the one that Latchkey chose. Where Microsoft is not known to have kept it, `sha1` identifies the key. */
export interface RecordedKey {
  keyId: string
  sha1: string
  notAfter: string
  /** Written before the first call that carries the key. */
  sent: boolean
  /** Microsoft accepted it or showed it. */
  confirmed: boolean
  keyIdKnown: boolean
  /** Microsoft's keyId where it is not ours and an answer or a look has told it. */
  standsAs?: string | null
}

/** Without `assignmentId` (a lost answer) the first sight of this role on this resource counts as ours. */
export interface RecordedGrant {
  resourceAppId: string
  roleId: string
  assignmentId?: string | null
}

export const nothingRecorded: Records = { application: null, servicePrincipalObjectId: null, keys: [], grants: [] }

/** Resources of recorded grants are looked at too: else what a baseline no longer names could never be taken back. */
export function scopeOf(desired: Desired): ObserveScope {
  const wanted = desired.state === 'present' ? desired.appRoles : []
  return {
    uniqueName: desired.uniqueName,
    objectId: desired.records.application?.objectId ?? null,
    ...(desired.adopted === true ? { byObjectId: true } : {}),
    appId: desired.records.application?.appId ?? null,
    resourceAppIds: [...new Set([...wanted, ...desired.records.grants].map((grant) => grant.resourceAppId))],
    includeDirectoryRoles: desired.state === 'present' && desired.directoryRoles.length > 0,
  }
}
