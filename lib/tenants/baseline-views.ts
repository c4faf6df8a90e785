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

export interface PermissionView {
  resource: string
  role: string
  reason: string
  reveals: 'low' | 'medium' | 'high'
  canWrite: boolean
}
