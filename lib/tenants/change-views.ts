import type { Evidence } from '@/lib/microsoft/observed'
import type { OlderRole } from './baseline-views'

/** One permission in a preview or a receipt, named as Microsoft names it. */
export interface PermissionChange {
  resource: string
  role: string
  /** The workload that wants it; null for one that no chosen workload wants. */
  workload: string | null
  canWrite: boolean
  /** What may be granted instead, where nobody has looked yet what this tenant's Microsoft knows. */
  older: OlderRole | null
}

/** What somebody else granted to our application. It goes only if it is ticked. */
export interface ForeignGrant extends PermissionChange {
  assignmentId: string
}

/** What a reconfiguration would do, before anybody signs in. */
export interface ReconfigurePreview {
  baseline: { key: string; name: string; version: number; workloads: readonly string[] }
  before: { name: string; version: number }
  source: PreviewSource
  added: readonly PermissionChange[]
  removed: readonly PermissionChange[]
  unchanged: readonly PermissionChange[]
  /** Wanted, but this tenant does not offer them. */
  notOffered: readonly PermissionChange[]
  foreign: readonly ForeignGrant[]
  /** Keys, secrets and roles on our application that Latchkey did not make: they stay. */
  stays: readonly string[]
  key: { changes: boolean; sentence: string }
  /** Whatever else the run would meet: a deleted application, a disabled service principal. */
  notes: readonly string[]
}

/** Where the preview comes from: Microsoft just now, or our records, with the reason. */
export type PreviewSource =
  { kind: 'observed'; at: string; evidence: readonly Evidence[] } | { kind: 'records'; why: string }

/** The page that reconfigures: what is chosen, and what that would change. */
export interface ReconfigureView {
  tenantId: string
  customer: string
  domain: string
  practice: boolean
  connected: boolean
  /** `workloads` without those that are always on. */
  chosen: { baseline: string; workloads: readonly string[] }
  /** Null when the choice was refused, or nothing is connected. */
  preview: ReconfigurePreview | null
  refusal: string | null
  openRunId: string | null
}

/** What taking a tenant back would do, before anybody signs in. */
export interface DecommissionView {
  tenantId: string
  customer: string
  domain: string
  practice: boolean
  appId: string | null
  /** What will be gone at Microsoft and here. */
  gone: readonly string[]
  /** What stays, because Latchkey did not make it. */
  stays: readonly string[]
  /** The application stood there before: delete it, or only leave it. */
  adopted: boolean
  decommissioned: boolean
  openRunId: string | null
  /** A text for the customer, for when nobody signs in any more. */
  letter: string
}

/** A tenant that was taken back. */
export interface FormerTenant {
  id: string
  customer: string
  domain: string
  practice: boolean
  at: string
  receiptRunId: string | null
}

/** The restore application beside a tenant, as its page shows it. */
export interface RestoreView {
  tenantId: string
  state: 'none' | 'asked' | 'open' | 'closed'
  /** What can be restored to. */
  choices: readonly { key: string; name: string }[]
  hours: readonly number[]
  appId: string | null
  until: string | null
  reason: string | null
  askedBy: string | null
  /** The run that asks for a sign-in. */
  run: { id: string; tenantId: string } | null
  /** Permissions that stand there without a key. */
  grantsLeft: number
}

/** An application of somebody else that holds the same far-reaching permissions. Shown, never touched. */
export interface SimilarView {
  servicePrincipalObjectId: string
  displayName: string
  appId: string | null
  roles: readonly { resource: string; role: string }[]
  /** When the first of them was granted, as Microsoft says. */
  grantedAt: string | null
  firstSeenAt: string
  seenAt: string
}
