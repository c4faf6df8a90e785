import { runtime } from '../runtime'
import type { RunKey } from './run-store'

/** A step of a run with its time. */
export interface TimedStep {
  key: string
  startedAt: Date | null
  finishedAt: Date | null
}

/**
 * How long a run has worked since the last sign-in, in milliseconds: no waiting for a person, and no time in which the
 * portal was down, because a step that was cut short starts its time anew.
 */
export function workingTime(steps: readonly TimedStep[]): number {
  const signedIn = steps.find(({ key }) => key === 'sign-in')?.finishedAt?.getTime() ?? 0
  const spans = steps
    .filter(({ key }) => key !== 'sign-in')
    .flatMap(({ startedAt, finishedAt }) =>
      startedAt === null || finishedAt === null ? [] : [[startedAt.getTime(), finishedAt.getTime()] as const],
    )
    .sort(([a], [b]) => a - b)
  let total = 0
  let counted = signedIn
  for (const [from, to] of spans) {
    total += Math.max(0, to - Math.max(from, counted))
    counted = Math.max(counted, to)
  }
  return total
}

/** A step that was cut short starts its time anew: the time in between was nobody's work. */
export async function restartClocks({ id, fence }: RunKey): Promise<void> {
  await runtime().db.runStep.updateMany({
    where: { runId: id, status: { not: 'done' }, run: { fence, endedAt: null } },
    data: { startedAt: null, finishedAt: null },
  })
}
