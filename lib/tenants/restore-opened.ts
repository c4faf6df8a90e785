import { AppError } from '../errors'
import { record } from '../audit/audit'
import { emit } from '../events/events'
import { schedule } from '../queue/queue-store'
import { runtime } from '../runtime'
import { momentOf } from './days'
import { restoreApplicationName } from './desire'
import type { Proven } from './findings'
import type { RunContext } from './run-context'
import { actorOf } from './run-starter'
import { json, restingData, runChannel } from './run-store'
import { mainTenantOf, type TenantRow } from './tenant-store'

/** The kind of scheduled work that closes a restore application when its time ends. */
export const restoreCloseKind = 'restore-close'

/** The hours that the run waits for were asked with it. */
export async function openingOf(tenantId: string) {
  return runtime().db.restoreOpening.findFirst({
    where: { tenantId, openedAt: null, closedAt: null },
    orderBy: { askedAt: 'desc' },
  })
}

/** A certificate for some hours lives for days, not years: even one that could not be taken off ends soon. */
export async function restoreLifeDays(tenant: TenantRow): Promise<number | null> {
  if (tenant.purpose !== 'restore') return null
  const opening = await openingOf(tenant.id)
  return Math.ceil((opening?.hours ?? 24) / 24) + 1
}

/** In one transaction: open, and due to be closed. From here on it closes by itself, whatever happens to the browser. */
export async function finishOpening(context: RunContext, proven: Proven): Promise<void> {
  const { db, clock, bus } = runtime()
  const { tenant, row, key } = context
  const opening = await openingOf(tenant.id)
  const now = clock.now()
  const main = await mainTenantOf(tenant.id)
  const until = new Date(now.getTime() + (opening?.hours ?? 1) * 3_600_000)
  await db.$transaction(async (tx) => {
    const { count } = await tx.run.updateMany({
      where: { id: key.id, fence: key.fence, endedAt: null },
      data: {
        ...restingData('ended', 'converged', null),
        receipt: json(describeOpening(proven, until, opening?.reason ?? '')),
        leaseUntil: null,
        ownerId: null,
      },
    })
    if (count === 0) throw new AppError('conflict', `run ${key.id} belongs to another process or has ended`)
    await tx.tenant.update({
      where: { id: tenant.id },
      data: { state: 'open', baseline: json(row.baseline), connectedAt: now, provedAt: now, decommissionedAt: null },
    })
    if (opening !== null) {
      await tx.restoreOpening.update({ where: { id: opening.id }, data: { openedAt: now, until } })
    }
    await schedule(tx, { tenantId: tenant.id, kind: restoreCloseKind }, until)
    await record(tx, {
      actor: actorOf(row.startedBy),
      action: 'restore.opened',
      subject: `tenant:${main.id}`,
      detail: { runId: row.id, until: until.toISOString(), reason: opening?.reason ?? '' },
    })
    await emit(
      tx,
      {
        kind: 'restore.opened',
        key: `run:${row.id}:restore-opened`,
        thread: `tenant:${tenant.id}:restore`,
        tenantId: main.id,
        severity: 'info',
        facts: {
          title: `The restore application of ${tenant.customer} is open`,
          message: `Opened by ${opening?.askedBy ?? 'an operator'}: ${opening?.reason ?? ''}. It closes by itself.`,
          until: until.toISOString(),
        },
      },
      now,
    )
  })
  await bus.publish(runChannel, row.id)
}

function describeOpening(proven: Proven, until: Date, reason: string) {
  const { appId, certificate } = proven.identity
  const line = (label: string, value: string, mono: string | null = null) => {
    return { label, value, mono, copy: mono, status: 'ok' as const }
  }
  return {
    sentence: `The restore application is open until ${momentOf(until)}. Then its key is taken off and destroyed by itself.`,
    rows: [
      line('Restore application', restoreApplicationName, appId),
      line('Open until', momentOf(until)),
      line('Reason', reason),
      line('Permissions', `${proven.roles.inToken.length} in the token`, proven.roles.inToken.join(', ')),
      line('Certificate', `ends on ${momentOf(certificate.notAfter)} at the latest`),
    ],
    promises: [
      'It can be closed at any time on the tenant’s page.',
      'Its permissions, powerless without a key, go at the next sign-in of an administrator.',
      'The administrator’s sign-in was dropped. Nothing of it was stored.',
    ],
  }
}
