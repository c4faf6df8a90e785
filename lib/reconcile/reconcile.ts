import type { MicrosoftFailure } from '@/lib/microsoft/observed'
import {
  atHand,
  isDoubted,
  judge,
  pause,
  planFrom,
  startCourse,
  waitOutDoubt,
  type Course,
  type Reconciliation,
} from './course'
import { scopeOf, type Records } from './desired'
import { stops } from './diff'
import { fold, intend, recall } from './fold'
import type { Ending, Outcome } from './mandate'
import { adopt } from './ours'
import { nothingAnswered, type Authority, type Look, type Plan, type Step } from './plan'
import { endOf, failureIn, isFinal } from './refusals'
import { mayTake, takeStage, type StepAnswer, type Target } from './steps'

/**
 * Closes the gap between desired and what Microsoft shows: look, diff, take the first stage, fold its answers in, again.
 * Looks again after doubt and at the end. Safe to repeat after any interruption.
 */
export async function reconcile(run: Reconciliation): Promise<Outcome> {
  const course = startCourse(run)
  for (;;) {
    run.signal?.throwIfAborted()
    const ending = await advance(run, course)
    if (ending === null) continue
    return { ...ending, plan: course.plan, observed: course.look, records: course.records }
  }
}

async function advance(run: Reconciliation, course: Course): Promise<Ending | null> {
  if (course.look === null) {
    const failure = await lookAgain(run, course)
    if (failure !== null) return isFinal(failure) ? endOf(failure) : pause(run, course, failure.kind, failure)
    if (isDoubted(run, course)) return waitOutDoubt(run, course)
  }
  course.plan = planFrom(run, course)
  const ending = conclude(run, course)
  if (ending !== null) return ending === 'look' ? forgetLook(course) : ending
  const stage = nextStage(course.plan, atHand(run))
  if (stage === undefined) return { status: 'blocked', needs: neededFor(course.plan, atHand(run)), failure: null }
  if (course.rounds >= run.mandate.maxRounds) return { status: 'stalled', failure: null }
  return write(run, course, stage)
}

async function lookAgain(run: Reconciliation, course: Course): Promise<MicrosoftFailure | null> {
  const desired = { ...run.desired, records: course.records }
  const directory = run.hands.administrator ?? run.hands.application
  const isBlind =
    desired.state === 'present' && desired.ownRegistrationReadable === false && run.hands.administrator === null
  if (directory === null) throw new Error('a run needs at least one sign-in to look with')
  try {
    const seen = isBlind ? recall(desired) : await directory.observe(scopeOf(desired), run.signal)
    course.look = { ...seen, answered: course.answered }
  } catch (error) {
    const failure = failureIn(error)
    if (failure === null) throw error
    return failure
  }
  course.isFresh = true
  course.records = adopt(desired, course.look, run.clock.now(), false)
  course.plan = planFrom(run, course)
  await run.journal.looked(course.look, course.plan, course.records)
  return null
}

function forgetLook(course: Course): null {
  course.look = null
  return null
}

function conclude(run: Reconciliation, course: Course): Ending | 'look' | null {
  const { plan } = course
  const decision = { status: 'blocked', needs: 'decision', failure: null } as const
  if (plan.unmet.some(stops)) return decision
  if (plan.stages.length === 0) return concludeEmpty(run, course)
  if (run.mandate.mode === 'observe') return { status: 'drifted' }
  return plan.touchesExisting && !run.mandate.mayTouchExisting ? decision : null
}

/** An empty plan is verified only by a look that nothing was written after. */
function concludeEmpty(run: Reconciliation, course: Course): Ending | 'look' {
  const isRecalled = course.look?.recalled === true
  const verified = course.isFresh && !isRecalled
  return verified || isRecalled || run.mandate.lastLook === 'caller' ? { status: 'converged', verified } : 'look'
}

/** The first stage of which something may be taken. What the application may do by itself never needs a step that it may not. */
function nextStage(plan: Plan, authorities: readonly Authority[]): readonly Step[] | undefined {
  return plan.stages
    .map((stage) => stage.filter((step) => mayTake(step, authorities)))
    .find((stage) => stage.length > 0)
}

function neededFor(plan: Plan, authorities: readonly Authority[]): Authority {
  const lacks = plan.stages.flat().some((step) => step.authority === 'administrator')
  return lacks && !authorities.includes('administrator') ? 'administrator' : 'application'
}

async function write(run: Reconciliation, course: Course, stage: readonly Step[]): Promise<Ending | null> {
  const { look, records: before } = course
  if (look === null) return null
  course.rounds += 1
  course.records = intend(before, stage)
  await run.journal.before(stage, course.records)
  const answers = await takeStage(stage, run.hands, targetOf(look, course.records), course.oneByOne)
  const known = fold({ look, records: course.records, doubtful: false }, before, answers)
  course.look = known.look
  course.isFresh = false
  course.answered = known.look.answered ?? nothingAnswered
  course.records = known.records
  course.believed = stillBelieved(course.believed, answers)
  await run.journal.after(stage, answers, course.records)
  course.plan = planFrom(run, course)
  return judge(run, course, answers, known.doubtful)
}

/** What was answered since is no longer merely believed; only keys that nothing was written about stay so. */
function stillBelieved(believed: readonly string[], answers: readonly StepAnswer[]): readonly string[] {
  const done = answers.filter(({ answer }) => answer.result === 'done').map(({ step }) => step)
  if (done.length === 0) return believed
  const written = done.flatMap((step) => ('key' in step && step.key !== null ? [`key-unseen ${step.key.keyId}`] : []))
  return believed.filter((doubt) => doubt.startsWith('key-unseen') && !written.includes(doubt))
}

function targetOf(look: Look, records: Records): Target {
  const { objectId = null, appId = null } = look.application ?? records.application ?? {}
  const servicePrincipalObjectId = look.servicePrincipal?.objectId ?? records.servicePrincipalObjectId
  return { applicationObjectId: objectId, appId, servicePrincipalObjectId }
}
