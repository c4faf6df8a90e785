import type { Evidence } from '@/lib/microsoft/observed'

/** One permission in a preview or a receipt, named as Microsoft names it. */
export interface PermissionChange {
  resource: string
  role: string
  /** The workload that wants it; null for one that no chosen workload wants. */
  workload: string | null
  canWrite: boolean
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
