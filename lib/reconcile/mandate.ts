import type { MicrosoftFailure } from '@/lib/microsoft/observed'
import type { Records } from './desired'
import type { Authority, Look, Plan, Step } from './plan'
import type { StepAnswer } from './steps'

/** What a run may do and how long it may take; all durations are milliseconds. */
export interface Mandate {
  mode: 'observe' | 'apply'
  authorities: readonly Authority[]
  /** Stages that may be taken before the run counts as stalled. */
  maxRounds: number
  /** How long a look that contradicts an answer, or a refusal that may be replication, is doubted before it is believed. */
  patienceMs: number
  /** The first pause; it doubles up to eightfold while nothing moves. */
  pauseMs: number
  /** From the start of the run. Retry-After is obeyed, and ends the run when it reaches beyond this. */
  deadlineMs: number
  /** False: a plan that changes what stands in the tenant waits for the operator. */
  mayTouchExisting: boolean
  /** `caller`: the last look runs beside the proof, as a second run in mode `observe` with the outcome's records. */
  lastLook: 'here' | 'caller'
}

/** Where a run is written down while it runs. What these return is awaited, and what they throw ends the run. */
export interface Journal {
  looked(observed: Look, plan: Plan, records: Records): void | Promise<void>
  /** `records` carry the intent. They must be durable when this resolves: no call is made before. */
  before(steps: readonly Step[], records: Records): Promise<void>
  after(steps: readonly Step[], answers: readonly StepAnswer[], records: Records): Promise<void>
  waiting(reason: WaitReason, nextTryAt: Date, until: Date, lastAnswer: MicrosoftFailure | null): void | Promise<void>
}

export type WaitReason = 'stale-look' | MicrosoftFailure['kind']

/** How a run ended. `records` are the newest in every case; a key that they lack was removed at Microsoft. */
export type Outcome = Ending & { plan: Plan; observed: Look | null; records: Records }

export type Ending =
  /** `verified`: a look that was not older than the last write showed no gap. */
  | { status: 'converged'; verified: boolean }
  | { status: 'drifted' }
  | { status: 'blocked'; needs: Authority | 'decision'; failure: MicrosoftFailure | null; refused?: readonly Step[] }
  /** Without `failure`, looks went on contradicting answers until the deadline. `refused`: the steps that it was said to. */
  | { status: 'stalled'; failure: MicrosoftFailure | null; refused?: readonly Step[] }
