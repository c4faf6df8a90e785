import type { Evidence } from '../microsoft/observed'
import type { ConditionStatus } from './condition-views'
import type { Verdict } from './verdict-views'

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
  /** Whose page tells of the outcome: a restore application has none of its own. */
  homeId: string
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

export interface CodeView {
  userCode: string
  verificationUri: string
  expiresAt: string
  /** Length of the code's life in seconds, for the bar. */
  lifetimeSeconds: number
  lastPollAt: string | null
  pollSeconds: number
  /** At its end another appears by itself. */
  another: boolean
}

/** The way through Microsoft’s page in this browser, where it is switched on for this tenant’s cloud. */
export interface BrowserView {
  /** The last sign-in went, or goes, this way. */
  chosen: boolean
  /** Until when somebody may come back from Microsoft; null when nobody went there, or somebody is back. */
  until: string | null
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

/** What an administrator needs to do the same without a code. */
export interface ByHand {
  applicationName: string
  certificatePem: string
  certificateFileName: string
  thumbprint: string
  script: string
  steps: readonly string[]
}

export interface Receipt {
  sentence: string
  rows: readonly ReceiptRow[]
  promises: readonly string[]
}

export interface ReceiptRow {
  label: string
  value: string
  /** A line below, in words. */
  note?: string
  mono: string | null
  copy: string | null
  status: ConditionStatus
}
