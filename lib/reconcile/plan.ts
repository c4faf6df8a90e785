import type { MicrosoftFailure, Observed, PublicKeyCredential } from '@/lib/microsoft/observed'

export type Authority = 'administrator' | 'application'

/** What each kind of step needs to be taken. Ids of our own objects are not here: they may not exist yet when a plan is shown. */
export interface StepFields {
  restoreApplication: { objectId: string }
  purgeDeletedApplication: { objectId: string }
  /** `key` replaces every key on the application: only ever set on a first write. */
  upsertApplication: {
    uniqueName: string
    displayName: string
    description: string
    requested: readonly RequestedAccess[]
    key: PublicKeyCredential | null
  }
  upsertServicePrincipal: object
  grantAppRole: { resourceAppId: string; resourceObjectId: string; roleId: string; role: string; workload: string }
  revokeAppRole: { resourceAppId: string; roleId: string; role: string; assignmentId: string }
  assignDirectoryRole: { templateId: string; workload: string }
  /** Proof of possession by `signWith`, a living key of ours: needs no permission and replaces nothing. */
  addKey: { key: PublicKeyCredential; signWith: string }
  /** Read, merge, write back; refuses when the read lacks one of `mustStand`. `other`: not ours, so never signed with. */
  mergeKey: { key: PublicKeyCredential; mustStand: readonly string[]; other?: true }
  removeKey: { key: LeavingKey; signWith: string }
  mergeRemoveKey: { keys: readonly LeavingKey[]; mustStand: readonly string[] }
  deleteServicePrincipal: { objectId: string }
  deleteApplication: { objectId: string }
}

export type StepKind = keyof StepFields

/** One write. `authority` says whose sign-in it takes. */
export type Step<K extends StepKind = StepKind> = {
  [P in K]: { kind: P; authority: Authority | 'either' } & StepFields[P]
}[K]

export interface RequestedAccess {
  resourceAppId: string
  roleIds: readonly string[]
}

/** `keyId` is Microsoft's; `recordedAs` is the one that Latchkey chose, which may differ. */
export interface LeavingKey {
  keyId: string
  recordedAs: string
}

/** The gap between desired and observed. Later stages need earlier ones; the steps of one stage do not need each other. */
export interface Plan {
  stages: readonly (readonly Step[])[]
  doubts: readonly Doubt[]
  unmet: readonly Unmet[]
  surplus: readonly Surplus[]
  /** It would change or take away something that stands in the tenant: shown to the operator first. */
  touchesExisting: boolean
}

/** The look contradicts what Microsoft has answered, so it is probably stale: look again before believing it. */
export interface Doubt {
  kind: DoubtKind
  id: string
}

export type DoubtKind =
  | 'application-unseen'
  | 'application-replaced'
  | 'application-still-seen'
  | 'application-still-deleted'
  | 'service-principal-unseen'
  | 'service-principal-still-seen'
  | 'name-unseen'
  | 'key-unseen'
  | 'key-unanswered'
  | 'key-still-seen'
  | 'grant-unseen'
  | 'grant-still-seen'
  | 'directory-role-unseen'

/** Desired, but no step of ours can bring it about. What `stops` leaves the plan empty until somebody decides. */
export type Unmet =
  | { kind: 'role-missing'; stops: false; resourceAppId: string; role: string; workload: string }
  | { kind: 'resource-missing'; stops: false; resourceAppId: string; role: string; workload: string }
  | { kind: 'directory-role-refused'; stops: false; templateId: string; workload: string; failure: MicrosoftFailure }
  | { kind: 'service-principal-disabled'; stops: false; objectId: string }
  | { kind: 'name-held'; stops: true; objectId: string; appId: string; deletedAt: string | null; ours: boolean }
  | { kind: 'foreign-application'; stops: true; objectId: string; appId: string; displayName: string }
  | { kind: 'certificate-expired'; stops: true; keyId: string; notAfter: string }
  | { kind: 'key-lifetime'; stops: true; maxLifetimeDays: number }
  | { kind: 'self-signed-forbidden'; stops: true }

/** It is there and not for us to remove: shown, never touched. */
export type Surplus =
  | { kind: 'application'; objectId: string; displayName: string }
  | { kind: 'key'; keyId: string; sha1: string; displayName: string | null; notAfter: string }
  | { kind: 'passwords'; count: number }
  | { kind: 'grant'; assignmentId: string; resourceAppId: string | null; roleId: string; role: string | null }
  | { kind: 'directory-role'; templateId: string }
  /** Ours, but Microsoft's id for it is unknown: it leaves by expiry or at the next administrator sign-in. */
  | { kind: 'key-left'; keyId: string; sha1: string; notAfter: string }

/** What was observed, with what the answers of this run have taught since. */
export interface Look extends Observed {
  /** Made from our records because nobody at hand may read the registration: says nothing about names, grants and roles. */
  recalled?: boolean
  answered?: Answered
}

/** What Microsoft answered in this run and a stale look may contradict. */
export interface Answered {
  createdSomething: boolean
  displayName: string | null
  /** Digest of the requested access that the last upsert carried; no look shows it. */
  requested: string | null
  directoryRoles: readonly string[]
  refusedDirectoryRoles: readonly { templateId: string; failure: MicrosoftFailure }[]
  /** Role ids that Microsoft said are granted, also those that it would not give an assignment's id for. */
  granted: readonly string[]
  /** Ids of applications, service principals, keys and assignments whose removal was answered. */
  gone: readonly string[]
  restored: readonly string[]
  /** A proof of possession was refused: merge instead where an administrator is at hand. */
  proofRefused: boolean
}

export const nothingAnswered: Answered = {
  createdSomething: false,
  displayName: null,
  requested: null,
  directoryRoles: [],
  refusedDirectoryRoles: [],
  granted: [],
  gone: [],
  restored: [],
  proofRefused: false,
}
