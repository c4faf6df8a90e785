import { runtime } from '../runtime'
import { workloadsOf, type Baseline } from './baselines'
import { nothingWritten } from './verdict-parts'

/** One thing that a run writes at Microsoft, and how far it came. */
export interface Writing {
  what: string
  /** `open`: a call was sent and its answer got lost, so that only the next look can tell. */
  state: 'stands' | 'absent' | 'open'
}

/** What was and what was not written at Microsoft, for people who have to decide how to go on. */
export function describeWriting(writings: readonly Writing[]): string {
  const named = (state: Writing['state']) => writings.filter((one) => one.state === state).map((one) => one.what)
  const stands = named('stands')
  const open = named('open')
  if (stands.length + open.length === 0) return nothingWritten
  return [
    ...(stands.length === 0 ? [] : [`Written: ${stands.join(', ')}.`]),
    ...(open.length === 0 ? [] : [`Perhaps written, the next look tells: ${open.join(', ')}.`]),
    ...(named('absent').length === 0 ? [] : [`Not written: ${named('absent').join(', ')}.`]),
  ].join(' ')
}

interface StepState {
  key: string
  status: string
  startedAt: Date | null
}

/** Judges the steps of a run; `granted` of `wanted` permissions are recorded as answered. */
export function judgeWriting(
  steps: readonly StepState[],
  grants: { granted: number; wanted: number },
  isAnswered: boolean,
): readonly Writing[] {
  const stateOf = (key: string): Writing['state'] => {
    const step = steps.find((one) => one.key === key)
    if (step?.status === 'done') return 'stands'
    return step?.startedAt == null || isAnswered ? 'absent' : 'open'
  }
  const written: Writing[] = [
    { what: 'the application with its certificate', state: stateOf('application') },
    { what: 'its service principal', state: stateOf('service-principal') },
    ...judgeGrants(grants, stateOf('grants')),
  ]
  const needsRole = steps.some((step) => step.key === 'directory-role')
  return needsRole ? [...written, { what: 'the directory role', state: stateOf('directory-role') }] : written
}

function judgeGrants(
  { granted, wanted }: { granted: number; wanted: number },
  state: Writing['state'],
): readonly Writing[] {
  if (state === 'stands') return [{ what: 'the permissions', state }]
  const left = wanted - Math.min(granted, wanted)
  if (granted === 0 || left === 0) return [{ what: 'the permissions', state }]
  return [
    { what: `${granted} of ${wanted} permissions`, state: 'stands' },
    { what: left === 1 ? 'one permission' : `${left} permissions`, state },
  ]
}

/** `isAnswered`: the last call got a clear refusal, so that what is not done is surely not there. */
export async function describeStanding(
  { runId, tenantId, baseline }: { runId: string; tenantId: string; baseline: Baseline },
  isAnswered: boolean,
): Promise<string> {
  const { db } = runtime()
  const steps = await db.runStep.findMany({ where: { runId }, select: { key: true, status: true, startedAt: true } })
  const granted = await db.grant.count({ where: { tenantId, removedAt: null, assignmentId: { not: null } } })
  const wanted = workloadsOf(baseline).reduce((sum, workload) => sum + workload.permissions.length, 0)
  return describeWriting(judgeWriting(steps, { granted, wanted }, isAnswered))
}
