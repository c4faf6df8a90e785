import type { Evidence } from '../microsoft/observed'
import type { Journal } from '../reconcile/mandate'
import type { Look, Plan } from '../reconcile/plan'
import { runtime } from '../runtime'
import { writeRecords } from './journal'
import { foldEvidence, shownIn } from './live-steps'
import type { RunContext } from './run-context'
import { updateStep } from './run-store'

/** Shows the kernel's work on the page, live, and keeps its records durable before and after each call. */
export function liveJournal(context: RunContext, answers: Evidence[]): Journal {
  const { key, tenant, row } = context
  const shownAs = shownIn(row.kind)
  let current = 'look'
  return {
    looked: async (observed, plan, records) => {
      await writeRecords(tenant, records, [])
      current = 'look'
      await updateStep(key, 'look', {
        status: 'done',
        detail: describeLook(observed, plan),
        evidence: foldEvidence(answers.splice(0)),
      })
    },
    before: async (steps, records) => {
      await writeRecords(tenant, records, steps)
      answers.length = 0
      for (const shown of new Set(steps.map(shownAs))) {
        current = shown
        await updateStep(key, shown, { status: 'doing' })
      }
    },
    after: async (steps, stepAnswers, records) => {
      await writeRecords(tenant, records, steps)
      for (const shown of new Set(steps.map(shownAs))) {
        const own = stepAnswers.filter((one) => shownAs(one.step) === shown)
        const isDone = own.every((one) => one.answer.result === 'done')
        const failure = own.flatMap((one) => (one.answer.result === 'done' ? [] : [one.answer.failure]))[0]
        await updateStep(key, shown, {
          status: isDone ? 'done' : 'doing',
          detail: failure === undefined ? null : failure.message.slice(0, 300),
          evidence: foldEvidence(own.map((one) => one.answer.evidence)),
        })
      }
    },
    waiting: async (reason, nextTryAt, until, lastAnswer) => {
      await updateStep(key, current, {
        status: 'waiting',
        waiting: {
          since: runtime().clock.now().toISOString(),
          until: until.toISOString(),
          nextTryAt: nextTryAt.toISOString(),
          tries: 1,
          lastAnswer: lastAnswer?.code ?? reason,
          ...(busyReasons.includes(reason) ? { why: 'busy' as const } : {}),
        },
      })
    },
  }
}

const busyReasons: readonly string[] = ['throttled', 'unavailable', 'lost']

function describeLook(observed: Look, plan: Plan): string {
  const steps = plan.stages.reduce((sum, stage) => sum + stage.length, 0)
  if (plan.doubts.length > 0) return 'Microsoft shows an older state than it has answered; looking again'
  if (plan.unmet.some(({ stops }) => stops)) return 'something is there that somebody has to decide about'
  if (observed.application === null) return 'nothing of ours yet'
  return steps === 0
    ? 'everything stands as it should'
    : `our application is there, ${steps} ${steps === 1 ? 'change' : 'changes'} to make`
}
