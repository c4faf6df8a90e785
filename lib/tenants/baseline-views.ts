export interface BaselineView {
  key: string
  name: string
  version: number
  workloads: readonly string[]
}

export interface WorkloadView {
  key: string
  name: string
  always: boolean
  optionalReason: string | null
  /** The product whose documented list this is; null for our own sets. */
  vendor: string | null
  permissions: readonly PermissionView[]
}

/** The older role that stands in for a newer one; it may do more than that. */
export interface OlderRole {
  role: string
  canWrite: boolean
}

export interface PermissionView {
  resource: string
  role: string
  reason: string
  reveals: 'low' | 'medium' | 'high'
  canWrite: boolean
  /** What is granted instead where the tenant's Microsoft does not know `role` yet. */
  older: OlderRole | null
}
