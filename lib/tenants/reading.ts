import type { Graph } from '../microsoft/graph'
import { readWorkload } from '../microsoft/proof-reads'
import type { Observed } from '../microsoft/observed'
import type { WorkloadReading } from '../microsoft/workload-reading'
import { workloadsOf, type Baseline } from './baselines'
import { withOffer } from './offers'
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
  const readings = await readEach(graph, context.row.baseline, applicationObjectId, proven.look)
  const named = (status: WorkloadReading['status']) =>
    readings.filter(([, reading]) => reading.status === status).length
  const words = [
    `${named('ok')} read`,
    ...(named('not-present') > 0 ? [`${named('not-present')} not present here`] : []),
    ...(named('not-offered') > 0 ? [`${named('not-offered')} not offered here`] : []),
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

/** What each workload of the baseline reads; two workloads that the same read proves share it. `look` may still be on its way. */
export async function readEach(
  graph: Graph,
  baseline: Pick<Baseline, 'workloads'>,
  applicationObjectId: string | null,
  look: Observed | null | Promise<Observed | null>,
): Promise<readonly (readonly [workload: string, reading: WorkloadReading])[]> {
  const chosen = workloadsOf(baseline)
  const proofs = [...new Set(chosen.map(({ proof }) => proof))]
  const readings = new Map(
    await Promise.all(
      proofs.map(async (proof) => [proof, await readWorkload(proof, graph, { applicationObjectId })] as const),
    ),
  )
  const seen = await look
  return chosen.flatMap((workload) => {
    const reading = readings.get(workload.proof)
    return reading === undefined ? [] : [[workload.key, withOffer(workload, reading, seen)] as const]
  })
}
