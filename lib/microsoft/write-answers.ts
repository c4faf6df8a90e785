import { isDoubtful } from './graph-call'
import type { GraphAnswer } from './graph-call'
import type { FailureKind, WriteAnswer } from './observed'

/**
 * Microsoft's verdict on one write. `alsoDone` names kinds of refusal that mean the wish is fulfilled already: a
 * deletion of what is gone, a grant that stands.
 */
export function verdictOf<T>(
  answer: GraphAnswer,
  value: (body: unknown) => T,
  alsoDone: readonly FailureKind[] = [],
): WriteAnswer<T> {
  const { failure, evidence } = answer
  if (failure === null) return { result: 'done', created: answer.status === 201, value: value(answer.body), evidence }
  if (alsoDone.includes(failure.kind)) return { result: 'done', created: false, value: value(undefined), evidence }
  return isDoubtful(answer) ? { result: 'unknown', failure, evidence } : { result: 'refused', failure, evidence }
}

export function nothing(): undefined {
  return undefined
}

/** The same refusal, understood in the light of what was asked. */
export function withKind<T>(verdict: WriteAnswer<T>, from: FailureKind, to: FailureKind): WriteAnswer<T> {
  if (verdict.result !== 'refused' || verdict.failure.kind !== from) return verdict
  return { ...verdict, failure: { ...verdict.failure, kind: to } }
}
