import type { ConditionStatus } from './condition-views'
import type { CertificateLine } from './tenant-views'

/** What pages may know of a tenant: plain data, no row of the database, no secret. Times are ISO 8601 UTC. */
export interface FleetRow {
  id: string
  customer: string
  domain: string
  practice: boolean
  state: ConditionStatus | 'setting-up'
  /** The specific word for the state column: “Proved”, “Certificate ends in 9 days”, “Waits for their administrator”. */
  stateText: string
  workloads: readonly { key: string; name: string; status: ConditionStatus | 'absent' }[]
  certificate: CertificateLine | null
  provedAt: string | null
  /** The open run, if one is live. */
  runId: string | null
  /** A run is at work right now; one that waits for somebody is not. */
  working: boolean
  tags: readonly string[]
  /** What rows with the same trouble have in common, for grouping and filtering. */
  cause: string
}

/** As much of a row as it takes to tell one tenant from another. */
export type FoundTenant = Pick<FleetRow, 'id' | 'customer' | 'domain' | 'practice' | 'state' | 'stateText'>

export interface FleetFind {
  tenants: readonly FoundTenant[]
  /** How many there are in all; `tenants` are the first of them. */
  matching: number
}

export interface FleetQuery {
  search: string
  state: FleetRow['state'] | 'all'
  page: number
  sort: 'state' | 'customer' | 'expiry' | 'proved'
  /** Absent filters let everything through. */
  workload?: string | undefined
  tag?: string | undefined
  customer?: string | undefined
  cause?: string | undefined
  /** When the certificate ends, or that it should have renewed itself by now. */
  expiry?: 'month' | 'quarter' | 'due' | 'none' | undefined
  proved?: 'day' | 'week' | 'older' | 'never' | undefined
}

export interface Fleet {
  rows: readonly FleetRow[]
  matching: number
  total: number
  customers: number
  page: number
  pages: number
  counts: Readonly<Record<FleetRow['state'], number>>
  needs: readonly NeedsPerson[]
  /** Tenants whose every trouble somebody has put off until a day: not among the needs. */
  snoozed: readonly { id: string; name: string }[]
  /** Of the whole fleet: how many certificates end in a month, and how many of them should have renewed by now. */
  expiry: readonly ExpiryCount[]
  /** Every tag that a tenant has, with how many have it. */
  tags: readonly { tag: string; count: number }[]
  /** The oldest look at a connected tenant, and the next that is planned. */
  lookedSince: string | null
  nextLook: string | null
  handled: readonly HandledLine[]
}

/** `month` is its first moment, ISO 8601 UTC. */
export interface ExpiryCount {
  month: string
  count: number
  overdue: number
}

/** What was done, or is waited out, without anybody. */
export interface HandledLine {
  kind: 'rotated' | 'waits' | 'resolved' | 'checked'
  text: string
  at: string | null
  /** The time is still to come. */
  ahead: boolean
}

/** One cause, however many tenants it stops: who must act, what to do, until when. */
export interface NeedsPerson {
  status: 'failing' | 'warning'
  title: string
  message: string
  who: string
  until: string | null
  tenants: readonly { id: string; name: string }[]
  /** Said of each, where they differ: “9 days”. */
  details: readonly (string | null)[]
  action: { label: string; href: string }
  /** For the list of exactly these. */
  cause: string
}
