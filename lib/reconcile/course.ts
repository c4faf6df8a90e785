import type { Clock } from '@/lib/clock'
import type { MicrosoftFailure } from '@/lib/microsoft/observed'
import type { Desired, Records } from './desired'
import { diff } from './diff'
import type { Ending, Journal, Mandate, WaitReason } from './mandate'
import { adopt } from './ours'
import { nothingAnswered, type Answered, type Authority, type Look, type Plan, type Step } from './plan'
import { endOf, failureOf, react, type Reaction } from './refusals'
import type { Hands, StepAnswer } from './steps'

export interface Reconciliation {
  desired: Desired
  hands: Hands
  mandate: Mandate
  clock: Clock
  journal: Journal
  /** Ends the run between two calls by throwing its reason; what was begun is finished and written down. */
  signal?: AbortSignal
}

/** One run's way, owned by one call. `look` null: look before anything else. */
export interface Course {
  look: Look | null
  isFresh: boolean
  plan: Plan
  records: Records
  answered: Answered
  startedAt: number
  rounds: number
  tries: number
  oneByOne: boolean
  doubtedSince: number | null
  refusedSince: number | null
  believed: readonly string[]
}

const emptyPlan: Plan = { stages: [], doubts: [], unmet: [], surplus: [], touchesExisting: false }

export function startCourse(run: Reconciliation): Course {
  return {
    look: null,
    isFresh: false,
    plan: emptyPlan,
    records: run.desired.records,
    answered: nothingAnswered,
    startedAt: run.clock.now().getTime(),
    rounds: 0,
    tries: 0,
    oneByOne: false,
    doubtedSince: null,
    refusedSince: null,
    believed: [],
  }
}

/** Sign-ins that the mandate allows and that somebody has given. */
export function atHand(run: Reconciliation): readonly Authority[] {
  return run.mandate.authorities.filter((authority) => run.hands[authority] !== null)
}

export function planFrom(run: Reconciliation, course: Course): Plan {
  const authorities = run.mandate.mode === 'observe' ? run.mandate.authorities : atHand(run)
  const desired = { ...run.desired, records: course.records }
  return course.look === null ? emptyPlan : diff(desired, course.look, run.clock.now(), authorities)
}

/** A doubt is held until patience ends; then the look is believed, and the same doubt is not raised again in this run. */
export function isDoubted(run: Reconciliation, course: Course): boolean {
  const doubts = course.plan.doubts.map((doubt) => `${doubt.kind} ${doubt.id}`)
  if (doubts.every((doubt) => course.believed.includes(doubt))) {
    course.doubtedSince = null
    return false
  }
  const now = run.clock.now()
  course.doubtedSince ??= now.getTime()
  if (now.getTime() < course.doubtedSince + run.mandate.patienceMs) return true
  course.doubtedSince = null
  course.believed = doubts
  if (course.look !== null) course.records = adopt({ ...run.desired, records: course.records }, course.look, now, true)
  return false
}

export function waitOutDoubt(run: Reconciliation, course: Course): Promise<Ending | null> {
  return pauseAndLook(run, course, 'stale-look', null, (course.doubtedSince ?? 0) + run.mandate.patienceMs)
}

interface Failed {
  step: Step
  failure: MicrosoftFailure
  reaction: Reaction
}

/** What refusals and lost answers ask for: an end, or a pause and then the same stage or a new look. */
export async function judge(
  run: Reconciliation,
  course: Course,
  answers: readonly StepAnswer[],
  isDoubtful: boolean,
): Promise<Ending | null> {
  const failed = findFailed(run, course, answers)
  if (failed.length < answers.length && !isDoubtful) course.tries = 0
  course.oneByOne ||= failed.some((one) => one.failure.kind === 'concurrency')
  const last = failed.find((one) => one.reaction === 'end') ?? findGivenUp(run, course, failed)
  if (last !== undefined) return endOf(last.failure, refusedLike(failed, last))
  const [longest] = failed.map((one) => one.failure).sort((a, b) => waitOf(b) - waitOf(a))
  if (longest === undefined) return isDoubtful ? pauseAndLook(run, course, 'stale-look', null) : null
  const mustLook = isDoubtful || failed.some((one) => one.reaction !== 'again')
  return (mustLook ? pauseAndLook : pause)(run, course, longest.kind, longest)
}

function findFailed(run: Reconciliation, course: Course, answers: readonly StepAnswer[]): readonly Failed[] {
  return answers.flatMap((answer): readonly Failed[] => {
    const failure = failureOf(answer)
    const reaction = react(answer, course.answered, atHand(run))
    return failure === null || reaction === 'tolerate' ? [] : [{ step: answer.step, failure, reaction }]
  })
}

/** All that met the refusal that ended the run; what was done beside them stands. */
function refusedLike(failed: readonly Failed[], last: Failed): readonly Step[] {
  return failed.filter((one) => one.failure.kind === last.failure.kind).map((one) => one.step)
}

function waitOf(failure: MicrosoftFailure): number {
  return failure.retryAfterSeconds ?? 0
}

/** A refusal that may be replication, once it has been met for as long as patience lasts. */
function findGivenUp(run: Reconciliation, course: Course, failed: readonly Failed[]): Failed | undefined {
  const doubted = failed.find((one) => one.reaction === 'doubt')
  const now = run.clock.now().getTime()
  course.refusedSince = doubted === undefined ? null : (course.refusedSince ?? now)
  return now >= (course.refusedSince ?? now) + run.mandate.patienceMs ? doubted : undefined
}

/** Not at once: a look straight after a write reads a stale replica. */
async function pauseAndLook(
  run: Reconciliation,
  course: Course,
  reason: WaitReason,
  failure: MicrosoftFailure | null,
  notBeyond?: number,
): Promise<Ending | null> {
  const ending = await pause(run, course, reason, failure, notBeyond)
  if (ending === null) course.look = null
  return ending
}

/** Waits before the next try, longer each time while nothing moves; ends the run instead when the deadline comes first. */
export async function pause(
  run: Reconciliation,
  course: Course,
  reason: WaitReason,
  failure: MicrosoftFailure | null,
  notBeyond = Infinity,
): Promise<Ending | null> {
  const { clock, mandate, journal, signal } = run
  const now = clock.now().getTime()
  const deadline = course.startedAt + mandate.deadlineMs
  const floor = (failure?.retryAfterSeconds ?? 0) * 1000
  const grown = mandate.pauseMs * Math.min(2 ** course.tries, 8)
  const next = Math.max(now + floor, Math.min(now + grown, notBeyond, deadline))
  if (now >= deadline || next > deadline) return { status: 'stalled', failure }
  course.tries += 1
  await journal.waiting(reason, new Date(next), new Date(Math.min(notBeyond, deadline)), failure)
  await clock.sleep(next - now, signal)
  return null
}
