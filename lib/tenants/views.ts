import type { Evidence } from '@/lib/microsoft/observed'

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

export interface CertificateLine {
  notBefore: string
  notAfter: string
  renewAt: string
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

export type ConditionStatus = 'ok' | 'warning' | 'failing' | 'unknown'

export interface ConditionView {
  type: string
  /** For people: “Sign-in”, “Exchange Online”. */
  name: string
  status: ConditionStatus
  reason: string
  message: string
  remedy: string | null
  who: string | null
  evidence: readonly Evidence[]
  checkedAt: string
  /** When it took this status and reason. */
  since: string
  /** When it was last in order; null: never. */
  provedAt: string | null
  /** Since when no check could tell; null while the last one could. */
  unsureSince: string | null
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

export interface RunLine {
  id: string
  kind: string
  status: ConditionStatus | 'running'
  title: string
  note: string
  at: string
}

export type RunPhase =
  | 'sign-in'
  | 'setting-up'
  | 'proving'
  | 'waiting'
  | 'by-hand'
  | 'certificate'
  /** Latchkey changes the key by itself: minutes of work, and pauses of hours between them. */
  | 'rotating'
  | 'ended'

/** All that the run page shows, and all that its event stream carries. */
export interface RunView {
  id: string
  tenantId: string
  customer: string
  domain: string
  practice: boolean
  kind: string
  baselineName: string
  phase: RunPhase
  startedAt: string
  endedAt: string | null
  /** Server time of this view, so that countdowns do not trust the browser's clock. */
  now: string
  code: CodeView | null
  browser: BrowserView | null
  program: string
  signedInAs: { name: string; upn: string; roles: readonly string[]; partner: boolean } | null
  steps: readonly StepView[]
  /** Present when ended, or when waiting for a person. */
  verdict: Verdict | null
  /** Present when it ended converged. */
  receipt: Receipt | null
  byHand: ByHand | null
  /** Present while a certificate waits for the customer's authority. */
  certificateRequest: CertificateRequestView | null
}

/** What a certificate authority needs, and what the page says beside it. */
export interface CertificateRequestView {
  pem: string
  fileName: string
  subject: string
  maxLifetimeDays: number | null
  madeAt: string
  /** A text ready to send along with the file. */
  letter: string
}

/** The way through Microsoft’s page in this browser, where it is switched on for this tenant’s cloud. */
export interface BrowserView {
  /** The last sign-in went, or goes, this way. */
  chosen: boolean
  /** Until when somebody may come back from Microsoft; null when nobody went there, or somebody is back. */
  until: string | null
}

export interface CodeView {
  userCode: string
  verificationUri: string
  expiresAt: string
  /** Length of the code's life in seconds, for the bar. */
  lifetimeSeconds: number
  lastPollAt: string | null
  pollSeconds: number
}

export interface StepView {
  key: string
  name: string
  status: 'todo' | 'doing' | 'done' | 'failed' | 'waiting'
  detail: string | null
  evidence: readonly Evidence[]
  startedAt: string | null
  finishedAt: string | null
  waiting: {
    since: string
    until: string
    nextTryAt: string
    tries: number
    lastAnswer: string
    /** Microsoft is busy or silent; absent: it spreads what was written. */
    why?: 'busy'
  } | null
}

/** How it ended, for people: a plain sentence, who must act, and the ways on; the first way is the primary one. */
export interface Verdict {
  reason: string
  status: 'ok' | 'failing' | 'waiting'
  title: string
  explanation: string
  who: string | null
  /** The heads of a comparison, where they are not “Expected” and “Found”. */
  compared?: readonly [string, string]
  /** Rows of a comparison “expected | signed in”, if that is what went wrong. */
  comparison: readonly { what: string; expected: string; found: string; differs: boolean }[]
  ways: readonly Way[]
  evidence: readonly Evidence[]
  /** Trace and correlation ids of Microsoft's answer, if it gave any. */
  reference: string | null
  /** “Nothing was written.” or what was. */
  written: string
}

export interface Way {
  kind:
    | 'new-code'
    | 'by-hand'
    | 'copy-text'
    | 'connect-other'
    | 'approve'
    | 'retry-proof'
    | 'back'
    | 'restore'
    | 'purge'
    | 'request-certificate'
    | 'take-over'
    | 'take-over-alone'
    | 'browser-sign-in'
  title: string
  explanation: string
  label: string
  /** For copy-text: the text ready to send. For connect-other: the domain. */
  text: string | null
}

export interface Receipt {
  sentence: string
  rows: readonly { label: string; value: string; mono: string | null; copy: string | null; status: ConditionStatus }[]
  promises: readonly string[]
}

/** What an administrator needs to do the same without a code. */
export interface ByHand {
  applicationName: string
  certificatePem: string
  certificateFileName: string
  thumbprint: string
  script: string
  steps: readonly string[]
}

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
