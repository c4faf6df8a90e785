import { runtime } from '../runtime'
import type { BatchRowState } from './batch-store'
import { rowInclude, toRow } from './fleet-row'
import type { Verdict } from './verdict-views'

interface OpenRow {
  position: number
  tenantId: string | null
  runId: string | null
  state: string
}

export interface Settled {
  position: number
  state: BatchRowState
  text: string
  reason: string | null
  at: Date
  runId?: string
}

/** Checks are done by the worker in its own time: a row is done when its tenant was looked at since it was asked for. */
export async function settleChecks(rows: readonly OpenRow[], since: Date): Promise<readonly Settled[]> {
  const { db, clock } = runtime()
  const ids = rows.filter(({ state }) => state === 'todo').flatMap(({ tenantId }) => tenantId ?? [])
  if (ids.length === 0) return []
  const tenants = await db.tenant.findMany({
    where: { id: { in: ids }, conditions: { some: { checkedAt: { gte: since } } } },
    include: { ...rowInclude, conditions: { ...rowInclude.conditions, select: { ...conditionFacts } } },
  })
  const byId = new Map(tenants.map((tenant) => [tenant.id, tenant]))
  return rows.flatMap(({ position, tenantId }) => {
    const tenant = byId.get(tenantId ?? '')
    if (tenant === undefined) return []
    const { state, stateText } = toRow(tenant, clock.now())
    const at = new Date(Math.max(...tenant.conditions.map(({ checkedAt }) => checkedAt.getTime())))
    return [{ position, state: 'done' as const, text: `${stateText}.`, reason: state, at }]
  })
}

const conditionFacts = { type: true, status: true, reason: true, message: true, who: true, checkedAt: true } as const

/** Renewals go on by themselves for hours: a row is done when its new key is in use. */
export async function settleRotations(rows: readonly OpenRow[], since: Date): Promise<readonly Settled[]> {
  const open = rows.filter(({ state }) => state === 'todo' || state === 'doing')
  const found = await runtime().db.rotation.findMany({
    where: {
      tenantId: { in: open.flatMap(({ tenantId }) => tenantId ?? []) },
      OR: [{ endedAt: null }, { endedAt: { gte: since } }],
    },
    orderBy: { stageSince: 'desc' },
    include: { run: { select: { outcome: true, verdict: true } } },
  })
  return open.flatMap(({ position, tenantId }) => {
    const rotation = found.find((one) => one.tenantId === tenantId)
    if (rotation === undefined) return []
    const verdict = rotation.run.verdict as Verdict | null
    const { runId, stageSince: at } = rotation
    return [{ position, runId, at, reason: verdict?.reason ?? null, ...stageWords(rotation, verdict) }]
  })
}

function stageWords(
  rotation: { stage: string; waitsFor: string | null; endedAt: Date | null; run: { outcome: string | null } },
  verdict: Verdict | null,
): { state: BatchRowState; text: string } {
  if (rotation.run.outcome === 'converged') return { state: 'done', text: 'Renewed; the old key is destroyed.' }
  if (rotation.endedAt !== null || rotation.waitsFor !== null)
    return { state: 'failed', text: `${verdict?.title ?? 'It waits for a person'}.` }
  if (rotation.stage === 'removing') return { state: 'done', text: 'The new key is in use; the old one leaves soon.' }
  return {
    state: 'doing',
    text: rotation.stage === 'proving' ? 'The new key signs in again and again.' : 'A new key is made and added.',
  }
}

/** A sign-in each: what came of the run so far; where none is known, the latest of this tenant since it was asked for. */
export async function settleRuns(rows: readonly OpenRow[], since: Date): Promise<readonly Settled[]> {
  const open = rows.filter(({ state }) => state !== 'done' && state !== 'refused')
  const runs = await runtime().db.run.findMany({
    where: {
      OR: [
        { id: { in: open.flatMap(({ runId }) => runId ?? []) } },
        { tenantId: { in: open.flatMap(({ tenantId }) => tenantId ?? []) }, startedAt: { gte: since } },
      ],
    },
    orderBy: { startedAt: 'desc' },
    select: {
      ...{ id: true, tenantId: true, phase: true, outcome: true, verdict: true, endedAt: true, startedAt: true },
    },
  })
  return open.flatMap(({ position, runId, tenantId }) => {
    const run = runs.find((one) => one.tenantId === tenantId) ?? runs.find((one) => one.id === runId)
    if (run === undefined) return []
    const verdict = run.verdict as Verdict | null
    const at = run.endedAt ?? run.startedAt
    return [{ position, runId: run.id, at, reason: verdict?.reason ?? null, ...stateOf(run, verdict) }]
  })
}

function stateOf(
  run: { phase: string; outcome: string | null; endedAt: Date | null },
  verdict: Verdict | null,
): { state: BatchRowState; text: string } {
  if (run.outcome === 'converged') return { state: 'done', text: 'Connected and proved.' }
  if (run.endedAt !== null) return { state: 'failed', text: verdict?.title ?? 'Stopped.' }
  if (verdict !== null) return { state: 'failed', text: verdict.title }
  return { state: 'doing', text: run.phase === 'sign-in' ? 'Waits for the administrator’s sign-in.' : 'Being set up.' }
}
