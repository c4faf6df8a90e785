import type { FailureKind, MicrosoftFailure } from '@/lib/microsoft/observed'
import type { Ending } from './mandate'
import type { Answered, Authority, Step } from './plan'
import type { StepAnswer } from './steps'

/** What a failed step asks of the loop: take it again, look first, look as long as patience lasts, or end. */
export type Reaction = 'tolerate' | 'again' | 'look' | 'doubt' | 'end'

const transient: readonly FailureKind[] = ['throttled', 'unavailable', 'concurrency', 'spreading']
/** A person, a policy or the tenant has to change first: trying again cannot help. */
const final: readonly FailureKind[] = [
  'not-allowed',
  'token-refused',
  'blocked-by-policy',
  'mfa-needed',
  'foreign-account',
  'tenant-unknown',
  'declined',
  'expired',
  'key-lifetime-policy',
  'key-type-policy',
  'clock',
]
/** Another sign-in could do what this one was refused. */
const personal: readonly FailureKind[] = [
  'not-allowed',
  'token-refused',
  'mfa-needed',
  'foreign-account',
  'declined',
  'expired',
]
const settling: readonly FailureKind[] = ['not-found', 'lost', 'exists-already']
const merging: readonly Step['kind'][] = ['mergeKey', 'mergeRemoveKey']
const proving: readonly Step['kind'][] = ['addKey', 'removeKey']

/** Trying the very same again cannot help, so what the step was for has to come about in another way. */
export function isLasting(kind: FailureKind): boolean {
  return !transient.includes(kind) && !settling.includes(kind)
}

export function failureOf({ answer }: StepAnswer): MicrosoftFailure | null {
  return answer.result === 'done' ? null : answer.failure
}

export function react({ step, answer }: StepAnswer, answered: Answered, authorities: readonly Authority[]): Reaction {
  if (answer.result === 'done') return 'tolerate'
  if (answer.result === 'unknown') return 'look'
  const { kind } = answer.failure
  return isLasting(kind)
    ? reactToLasting(step, kind, answered, authorities)
    : reactToPassing(step, kind, answered.createdSomething)
}

function reactToPassing(step: Step, kind: FailureKind, created: boolean): Reaction {
  // a merge refuses when its read lacks a key that must stand: only a look tells which of the two is stale
  if (kind === 'spreading' && merging.includes(step.kind)) return 'look'
  return transient.includes(kind) || (kind === 'not-found' && created) ? 'again' : 'look'
}

function reactToLasting(
  step: Step,
  kind: FailureKind,
  { createdSomething }: Answered,
  authorities: readonly Authority[],
): Reaction {
  // 403 is also the answer for a principal whose application was made a moment ago and is not yet everywhere
  if (kind === 'not-allowed' && step.kind === 'upsertServicePrincipal' && createdSomething) return 'doubt'
  if (step.kind === 'assignDirectoryRole') return 'tolerate'
  if (proving.includes(step.kind) && authorities.includes('administrator')) return 'tolerate'
  return final.includes(kind) ? 'end' : 'doubt'
}

export function endOf(failure: MicrosoftFailure, refused: readonly Step[] = []): Ending {
  return personal.includes(failure.kind)
    ? { status: 'blocked', needs: 'administrator', failure, refused }
    : { status: 'stalled', failure, refused }
}

export function isFinal(failure: MicrosoftFailure): boolean {
  return final.includes(failure.kind)
}

/** Reads throw. Recognised by shape, because modules may be loaded more than once; anything else is a defect and goes on up. */
export function failureIn(error: unknown): MicrosoftFailure | null {
  if (typeof error !== 'object' || error === null || !('failure' in error)) return null
  const { failure } = error
  const isFailure = typeof failure === 'object' && failure !== null && 'kind' in failure && 'code' in failure
  return isFailure ? (failure as MicrosoftFailure) : null
}
