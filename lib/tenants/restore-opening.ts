import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { workloadsOf, type Baseline } from './baselines'
import { askForSignIn } from './browser-offer'
import { stepsFor } from './live-steps'
import { restoreOf } from './restore-catalogue'
import { openRun } from './run-store'
import { ensureRestoreTenant, reachTenant, type TenantRow } from './tenant-store'

/** For how many hours one may be opened. */
export const restoreHours: readonly number[] = [1, 2, 4, 8, 24]

export interface RestoreRequest {
  tenantId: string
  workloads: readonly string[]
  hours: number
  reason: string
}

/** What of this tenant can be restored to, by the workloads that are backed up. */
export function restoreChoices(baseline: Pick<Baseline, 'workloads'>): readonly { key: string; name: string }[] {
  const found = workloadsOf(baseline).flatMap(({ key }) => restoreOf(key) ?? [])
  return [...new Map(found.map(({ key, name }) => [key, { key, name }])).values()]
}

/** An application of its own, for some hours and a reason. One sign-in of an administrator follows. */
export async function openRestore(actor: Actor, request: RestoreRequest): Promise<{ runId: string; tenantId: string }> {
  requireMay(actor, 'tenants.change')
  const tenant = await reachTenant(actor, request.tenantId)
  if (tenant.purpose !== 'backup' || tenant.state !== 'connected') {
    throw new AppError('conflict', `tenant is ${tenant.state}`, {
      say: 'Only a connected tenant can be restored to. Connect it first.',
    })
  }
  const baseline = chooseRestore(tenant, request.workloads)
  const { reason, hours } = readRequest(request)
  const row = await ensureRestoreTenant(tenant, baseline)
  if (row.state === 'open') {
    throw new AppError('conflict', 'restore is open', {
      say: 'The restore application is open already. Close it first.',
    })
  }
  const { runId, created } = await openRun({
    tenantId: row.id,
    kind: 'restore',
    baseline,
    startedBy: actor,
    steps: stepsFor(baseline),
  })
  if (created) {
    await ask(actor, row.id, { reason, hours })
    await askForSignIn(runId)
  }
  return { runId, tenantId: row.id }
}

async function ask(
  actor: Actor,
  tenantId: string,
  { reason, hours }: { reason: string; hours: number },
): Promise<void> {
  const { db, clock } = runtime()
  const askedAt = clock.now()
  await db.$transaction([
    db.restoreOpening.updateMany({
      where: { tenantId, openedAt: null, closedAt: null },
      data: { closedAt: askedAt, closedHow: 'abandoned' },
    }),
    db.restoreOpening.create({ data: { tenantId, reason, hours, askedBy: actor.name, askedAt } }),
  ])
}

function chooseRestore(tenant: TenantRow, chosen: readonly string[]): Baseline {
  const workloads = restoreChoices(tenant.baseline)
    .map(({ key }) => key)
    .filter((key) => chosen.includes(key))
  if (workloads.length === 0) {
    throw new AppError('invalid_input', 'no restore workload', {
      field: 'workloads',
      say: 'Choose at least one workload to restore to.',
    })
  }
  return { key: 'restore', name: 'Restore', version: 1, workloads }
}

function readRequest({ reason, hours }: RestoreRequest): { reason: string; hours: number } {
  const text = reason.trim()
  if (text.length < 3 || text.length > 300) {
    throw new AppError('invalid_input', 'reason', {
      field: 'reason',
      say: 'Say in a few words what is restored and for whom: it stays in the history.',
    })
  }
  if (!restoreHours.includes(hours)) {
    throw new AppError('invalid_input', 'hours', { field: 'hours', say: 'Choose for how long it shall be open.' })
  }
  return { reason: text, hours }
}
