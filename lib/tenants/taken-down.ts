import { record } from '../audit/audit'
import { AppError } from '../errors'
import { emit, type NewEvent } from '../events/events'
import { runtime } from '../runtime'
import { listCertificates, retireCertificates } from './certificate-store'
import { conditionWrites } from './condition-store'
import { sayDay } from './days'
import type { RunContext } from './run-context'
import { actorOf } from './run-starter'
import { json, restingData, runChannel, updateStep } from './run-store'
import type { TenantRow } from './tenant-store'
import type { Receipt } from './run-page-views'
import type { Database } from '../db/client'

/** One application of ours that is no longer there. */
export interface TakenDown {
  tenant: TenantRow
  objectId: string | null
  appId: string | null
  /** It was adopted and stays; only our keys and permissions are gone. */
  left: boolean
  /** In the tenant's recycle bin until then; null: deleted for good. */
  restsUntil: Date | null
  /** Applications of others under our name, which were not touched. */
  foreign: readonly string[]
}

/** Keys destroyed here, then one transaction: state, conditions, work, audit, receipt, the run's end. */
export async function finishTakenDown(context: RunContext, gone: readonly TakenDown[]): Promise<void> {
  const { key, tenant, row } = context
  await updateStep(key, 'destroy', { status: 'doing' })
  let destroyed = 0
  for (const one of gone) destroyed += await destroyKeys(one.tenant.id, one.restsUntil !== null)
  await updateStep(key, 'destroy', { status: 'done', detail: countKeys(destroyed) })
  await updateStep(key, 'finish', { status: 'done', detail: 'nothing of the sign-in was stored' })
  const receipt = describeTakenDown(gone, destroyed)
  const { db, bus } = runtime()
  await db.$transaction(async (tx) => {
    const { count } = await tx.run.updateMany({
      where: { id: key.id, fence: key.fence, endedAt: null },
      data: { ...restingData('ended', 'converged', null), receipt: json(receipt), leaseUntil: null, ownerId: null },
    })
    if (count === 0) throw new AppError('conflict', `run ${key.id} belongs to another process or has ended`)
    for (const one of gone) await forgetRows(tx, one.tenant, one.restsUntil !== null)
    await tx.tenant.update({
      where: { id: tenant.id },
      data: { state: 'decommissioned', decommissionedAt: runtime().clock.now(), adoptedAt: null },
    })
    await record(tx, {
      actor: actorOf(row.startedBy),
      action: 'tenant.decommissioned',
      subject: `tenant:${tenant.id}`,
      detail: { runId: row.id, count: destroyed, until: restingUntil(gone)?.toISOString() ?? null },
    })
    await emit(tx, takenBackEvent(tenant, row.id, receipt.sentence), runtime().clock.now())
  })
  await bus.publish(runChannel, row.id)
}

/**
 * Private halves are destroyed for good. Where the application only rests, the public rows stay: restored, it would carry
 * those keys again, and the run that restores it takes them off.
 */
export async function destroyKeys(tenantId: string, isResting: boolean): Promise<number> {
  const { db, custodian } = runtime()
  const certificates = await listCertificates(tenantId)
  if (isResting) {
    for (const { keyRef } of certificates) await custodian.destroy(keyRef)
    await db.certificate.updateMany({ where: { tenantId, removedAt: null }, data: { state: 'retiring' } })
  } else await retireCertificates(certificates)
  const requests = await db.certificateRequest.findMany({ where: { tenantId, answeredAt: null } })
  for (const { keyRef } of requests) await custodian.destroy(keyRef)
  await db.certificateRequest.deleteMany({ where: { tenantId, answeredAt: null } })
  return certificates.length + requests.length
}

type Writer = Pick<
  Database,
  | 'tenant'
  | 'grant'
  | 'work'
  | 'condition'
  | 'event'
  | 'similarApplication'
  | 'restoreOpening'
  | 'snooze'
  | 'serverKey'
  | 'rotation'
  | '$queryRaw'
>

/** Nothing is to be done or said about it any more. What rests keeps its ids, so that a later connect knows it again. */
export async function forgetRows(tx: Writer, tenant: TenantRow, isResting: boolean): Promise<void> {
  const now = runtime().clock.now()
  await conditionWrites(tx, tenant, [], now)
  await tx.condition.deleteMany({ where: { tenantId: tenant.id } })
  await tx.work.deleteMany({ where: { tenantId: tenant.id } })
  await tx.serverKey.updateMany({
    where: { tenantId: tenant.id, removedAt: null },
    data: { state: 'removed', removedAt: now },
  })
  await tx.snooze.deleteMany({ where: { tenantId: tenant.id } })
  await tx.rotation.updateMany({ where: { tenantId: tenant.id, endedAt: null }, data: { endedAt: now } })
  await tx.similarApplication.deleteMany({ where: { tenantId: tenant.id } })
  await tx.restoreOpening.updateMany({
    where: { tenantId: tenant.id, closedAt: null },
    data: { closedAt: now, closedHow: 'decommission' },
  })
  await tx.grant.updateMany({ where: { tenantId: tenant.id, removedAt: null }, data: { removedAt: now } })
  await tx.tenant.update({
    where: { id: tenant.id },
    data: {
      state: 'decommissioned',
      connectedAt: null,
      provedAt: null,
      servicePrincipalObjectId: null,
      ...(isResting ? {} : { objectId: null, appId: null }),
    },
  })
}

function takenBackEvent(tenant: TenantRow, runId: string, message: string): NewEvent {
  return {
    kind: 'tenant.decommissioned',
    key: `run:${runId}:decommissioned`,
    thread: `tenant:${tenant.id}:connection`,
    tenantId: tenant.id,
    severity: 'info',
    facts: { title: `${tenant.customer} was taken back`, message },
  }
}

function describeTakenDown(gone: readonly TakenDown[], destroyed: number): Receipt {
  const until = restingUntil(gone)
  const isLeft = gone.some((one) => one.left)
  return {
    sentence: sentenceOf(until, isLeft),
    rows: [
      ...gone.filter((one) => one.appId !== null).map(rowOf),
      row('Permissions', 'taken back, all that Latchkey granted'),
      until === null
        ? row('Recycle bin', isLeft ? 'nothing of ours' : 'emptied of it; nobody can restore it')
        : {
            ...row('Recycle bin', `rests there until ${sayDay(until)}, then Microsoft deletes it for good`),
            status: 'warning',
          },
      row('Private keys', countKeys(destroyed)),
      ...gone.flatMap((one) => one.foreign).map((name) => row('Not touched', `“${name}”, which Latchkey did not make`)),
    ],
    promises: [
      'Backups through this connection have ended. A token that Microsoft issued in the last hour may work until it ends.',
      'This receipt is kept. Connecting the tenant again is possible at any time.',
      'The administrator’s sign-in was dropped. Nothing of it was stored.',
    ],
  }
}

function sentenceOf(until: Date | null, isLeft: boolean): string {
  if (isLeft) return 'Our keys and permissions are gone; the application stays, because Latchkey did not make it.'
  return until === null
    ? 'The application, its service principal, permissions and keys are gone at Microsoft, and a last look showed it.'
    : `The application is deleted and nobody can sign in with it. The account that signed in may not empty the recycle bin, so it rests there until ${sayDay(until)}.`
}

function rowOf({ tenant, appId, left }: TakenDown): Receipt['rows'][number] {
  const label = tenant.purpose === 'restore' ? 'Restore application' : 'Application'
  return { label, value: left ? 'stays, without our keys' : 'deleted', mono: appId, copy: appId, status: 'ok' }
}

function row(label: string, value: string): Receipt['rows'][number] {
  return { label, value, mono: null, copy: null, status: 'ok' }
}

function restingUntil(gone: readonly TakenDown[]): Date | null {
  const dates = gone.flatMap((one) => one.restsUntil ?? [])
  return dates.length === 0 ? null : new Date(Math.max(...dates.map((date) => date.getTime())))
}

export function countKeys(count: number): string {
  if (count === 0) return 'none was left here'
  return count === 1 ? 'one destroyed here' : `${count} destroyed here`
}
