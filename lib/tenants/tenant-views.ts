import type { ConditionStatus, ConditionView } from './condition-views'
import type { FleetRow } from './fleet-views'

export interface TenantView {
  id: string
  customer: string
  customerId: string
  /** Microsoft's own id of the tenant. */
  entraTenantId: string
  /** Null before our application stands there. */
  appId: string | null
  tags: readonly string[]
  domain: string
  displayName: string
  practice: boolean
  state: FleetRow['state']
  /** One sentence that is true if read aloud. */
  sentence: string
  explanation: string
  baseline: { name: string; version: number; workloads: readonly string[] }
  conditions: readonly ConditionView[]
  certificate: (CertificateLine & CertificateFacts) | null
  permissions: readonly PermissionRow[]
  facts: readonly { label: string; value: string; copy: boolean }[]
  runs: readonly RunLine[]
  audit: readonly { at: string; text: string }[]
  openRunId: string | null
  connectedAt: string | null
  /** Taken back: only its history is left. */
  decommissioned: boolean
  provedAt: string | null
  /** When the schedule looks next; null where nothing is planned. */
  nextCheckAt: string | null
}

export interface CertificateLine {
  notBefore: string
  notAfter: string
  renewAt: string
}

export interface CertificateFacts {
  sha256: string
  sha1: string
  serial: string
  subject: string
  keyVersion: number
  state: string
  derBase64: string
  /** Why it does not live for two years, or who signed it; null for the usual one. */
  whyThisLife: string | null
}

export interface PermissionRow {
  resource: string
  workload: string
  role: string
  desired: boolean
  granted: boolean | null
  proved: boolean | null
  canWrite: boolean
}

export interface RunLine {
  id: string
  kind: string
  status: ConditionStatus | 'running'
  title: string
  note: string
  at: string
}
