import { readWorkload, type WorkloadKey } from '../microsoft/proof-reads'
import type { WorkloadReading } from '../microsoft/workload-reading'
import { workloadsOf } from './baselines'
import { ownGraph } from './own-sign-in'
import type { Proven } from './findings'
import type { RunContext } from './run-context'
import { updateStep } from './run-store'
import { resourceAppIds } from './workloads'

export type Readings = Readonly<Record<string, WorkloadReading>>

/** One harmless read per workload with the application's own token, all at once. */
export async function readWorkloads(context: RunContext, proven: Proven): Promise<Readings> {
  const answer = proven.tokens.get(resourceAppIds.graph)
  if (answer?.status !== 'granted') return {}
  await updateStep(context.key, 'reads', { status: 'doing' })
  const graph = ownGraph(context.cloud, answer.token, context.signal)
  const applicationObjectId = proven.desired.records.application?.objectId ?? proven.look?.application?.objectId ?? null
  const keys = workloadsOf(context.row.baseline).map((workload) => workload.key)
  const readings = await Promise.all(
    keys.map(async (key) => [key, await readWorkload(key as WorkloadKey, graph, { applicationObjectId })] as const),
  )
  const named = (status: WorkloadReading['status']) =>
    readings.filter(([, reading]) => reading.status === status).length
  const words = [
    `${named('ok')} read`,
    ...(named('not-present') > 0 ? [`${named('not-present')} not present here`] : []),
    ...(named('not-tried') > 0 ? [`${named('not-tried')} granted, not tried`] : []),
    ...(named('failed') > 0 ? [`${named('failed')} refused`] : []),
  ]
  await updateStep(context.key, 'reads', {
    status: 'done',
    detail: words.join(', '),
    evidence: readings.flatMap(([, reading]) => reading.evidence.slice(-1)),
  })
  return Object.fromEntries(readings)
}
