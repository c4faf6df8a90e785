import { record } from '../audit/audit'
import { AppError } from '../errors'
import { emit } from '../events/events'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { requireReady } from './decommissioning'
import { removeOwnKeys, type KeyRemoval } from './own-key-removal'
import { starter } from './run-starter'
import { json, overtake } from './run-store'
import { countKeys, destroyKeys, forgetRows } from './taken-down'
import { reachTenant, readTenant, type TenantRow } from './tenant-store'
import type { Receipt } from './run-page-views'

/**
 * For a tenant where nobody signs in any more: our keys leave the application by its own sign-in where that works, and
 * their private halves are destroyed in any case. What stays there is powerless; the receipt says who deletes it.
 */
export async function forgetHere(
  actor: Actor,
  request: { tenantId: string; domain: string },
): Promise<{ runId: string; tenantId: string }> {
  requireMay(actor, 'tenants.change')
  const tenant = await reachTenant(actor, request.tenantId)
  await requireReady(tenant, request.domain)
  const rows = await siblings(tenant)
  const removals: KeyRemoval[] = []
  let destroyed = 0
  for (const row of rows) {
    removals.push(await removeOwnKeys(row, runtime().closing))
    destroyed += await destroyKeys(row.id, true)
  }
  const receipt = describeForgotten(tenant, removals, destroyed)
  return { runId: await write(actor, tenant, rows, receipt), tenantId: tenant.id }
}

async function siblings(tenant: TenantRow): Promise<readonly TenantRow[]> {
  const { cloud, entraTenantId } = tenant
  const rows = await runtime().db.tenant.findMany({ where: { cloud, entraTenantId }, select: { id: true } })
  return Promise.all(rows.map(({ id }) => readTenant(id)))
}

/** A run that is over as soon as it is written, so that its receipt stands where all receipts stand. */
async function write(actor: Actor, tenant: TenantRow, rows: readonly TenantRow[], receipt: Receipt): Promise<string> {
  const { db, clock } = runtime()
  const now = clock.now()
  return db.$transaction(async (tx) => {
    await overtake(tx, tenant.id)
    const open = await tx.run.findFirst({ where: { tenantId: tenant.id, endedAt: null } })
    if (open !== null) throw new AppError('conflict', 'a run began meanwhile')
    const run = await tx.run.create({
      data: {
        tenantId: tenant.id,
        kind: 'forget',
        phase: 'ended',
        outcome: 'converged',
        baseline: json(tenant.baseline),
        ...starter(actor),
        startedAt: now,
        endedAt: now,
        receipt: json(receipt),
      },
    })
    for (const row of rows) await forgetRows(tx, row, true)
    await tx.tenant.update({ where: { id: tenant.id }, data: { decommissionedAt: now } })
    await record(tx, {
      actor: labelOf(actor),
      action: 'tenant.forgotten',
      subject: `tenant:${tenant.id}`,
      detail: { runId: run.id, operator: actor.name },
    })
    await emit(
      tx,
      {
        kind: 'tenant.decommissioned',
        key: `run:${run.id}:decommissioned`,
        thread: `tenant:${tenant.id}:connection`,
        tenantId: tenant.id,
        severity: 'info',
        facts: {
          title: `${tenant.customer} was forgotten here`,
          message: receipt.sentence,
          who: `An administrator of ${tenant.domain} deletes the application`,
        },
      },
      now,
    )
    return run.id
  })
}

function describeForgotten(tenant: TenantRow, removals: readonly KeyRemoval[], destroyed: number): Receipt {
  const left = removals.flatMap((one) => one.left)
  const why = removals.find((one) => one.why !== null)?.why ?? null
  const evidence = removals.flatMap((one) => one.evidence).at(-1)
  return {
    sentence:
      why === null
        ? 'Our keys left the application and are destroyed. The application itself stays there, powerless, until somebody deletes it.'
        : 'Our keys are destroyed, so nobody here can sign in there any more. The application itself stays there until somebody deletes it.',
    rows: [
      {
        label: 'Application',
        value: 'stands there without a use',
        mono: tenant.appId,
        copy: tenant.appId,
        status: 'warning',
      },
      {
        label: 'Keys there',
        value:
          why === null
            ? 'taken off with the application’s own sign-in'
            : `${left.length} may stand there still, because ${why}`,
        mono: evidence === undefined ? null : `${evidence.call} → ${evidence.answer}`,
        copy: null,
        status: why === null ? 'ok' : 'warning',
      },
      { label: 'Private keys', value: countKeys(destroyed), mono: null, copy: null, status: 'ok' },
      {
        label: 'Who deletes it',
        value: `An administrator of ${tenant.domain}: App registrations, “Latchkey backup”, Delete`,
        mono: null,
        copy: null,
        status: 'unknown',
      },
    ],
    promises: [
      'Backups through this connection have ended.',
      'This receipt is kept. Connecting the tenant again is possible at any time.',
    ],
  }
}
