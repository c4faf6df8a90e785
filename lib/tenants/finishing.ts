import { record } from '../audit/audit'
import { renewAt } from '../certificates/lifecycle'
import { schedule } from '../queue/queue-store'
import { runtime } from '../runtime'
import { scheduleCheck } from './check-schedule'
import { conditionWrites } from './condition-store'
import { judgeConditions, type Proof } from './conditions'
import { emit, type NewEvent } from '../events/events'
import { describeChanges } from './changes'
import { destroyUnused } from './certificate-store'
import type { Built, Proven } from './findings'
import { gatherProof } from './gathering'
import type { Readings } from './reading'
import { finishOpening } from './restore-opened'
import type { RunContext } from './run-context'
import { actorOf } from './run-starter'
import { json, restingData, runChannel, updateStep } from './run-store'
import { rolesIn, standInsAmong } from './stand-ins'
import { retireSuperseded } from './setting-up'
import { AppError } from '../errors'

/** One transaction: tenant connected, certificate active, conditions, audit, run ended. Everything before it can be repeated. */
export async function finishConnected(
  context: RunContext,
  proven: Proven,
  reads: Readings,
  built: Built | null,
): Promise<void> {
  await updateStep(context.key, 'finish', { status: 'doing' })
  const { certificate } = proven.identity
  await promote(context, proven, reads)
  const gone = built === null ? [] : await retireSuperseded(context, { ...built, certificate })
  const final = withoutKeys(proven, gone)
  await destroyUnused(context.tenant.id)
  await context.leftovers.clear()
  await updateStep(context.key, 'finish', { status: 'done', detail: 'nothing of the sign-in was stored' })
  if (context.tenant.purpose === 'restore') await finishOpening(context, final)
  else await endRun(context, final, await gatherProof(final, context.tenant.id, reads))
}

/** What was seen, less the keys that left since. */
function withoutKeys(proven: Proven, gone: readonly string[]): Proven {
  const { look, plan } = proven
  if (gone.length === 0 || look === null || look.application === null || plan === null) return proven
  const stays = ({ keyId }: { keyId: string }) => !gone.includes(keyId)
  return {
    ...proven,
    look: { ...look, application: { ...look.application, keys: look.application.keys.filter(stays) } },
    plan: { ...plan, surplus: plan.surplus.filter((item) => item.kind !== 'key' || stays(item)) },
  }
}

/** The proved key is the active one from here on; ids that were brought back by hand become ours. */
async function promote(context: RunContext, proven: Proven, reads: Readings): Promise<void> {
  const { db, clock } = runtime()
  const { tenant } = context
  const { certificate, appId } = proven.identity
  const host =
    Object.values(reads).find(({ facts }) => facts !== undefined)?.facts?.sharepointHost ?? tenant.sharepointHost
  const now = clock.now()
  const application = proven.look?.application ?? null
  await db.$transaction([
    db.tenant.update({
      where: { id: tenant.id },
      data: {
        appId,
        ...(application === null ? {} : { objectId: application.objectId }),
        // another application stands in the place of the one that was taken over: this one Latchkey made
        ...(application === null || application.objectId === tenant.objectId ? {} : { adoptedAt: null }),
        ...(proven.look?.servicePrincipal ? { servicePrincipalObjectId: proven.look.servicePrincipal.objectId } : {}),
        sharepointHost: host,
      },
    }),
    db.certificate.updateMany({
      where: { tenantId: tenant.id, state: 'active', id: { not: certificate.keyId } },
      data: { state: 'retiring' },
    }),
    db.certificate.update({ where: { id: certificate.keyId }, data: { state: 'active', provenAt: now } }),
    db.certificate.updateMany({ where: { id: certificate.keyId, confirmedAt: null }, data: { confirmedAt: now } }),
    db.certificate.updateMany({ where: { id: certificate.keyId, sentAt: null }, data: { sentAt: now } }),
  ])
}

async function endRun(context: RunContext, proven: Proven, proof: Proof): Promise<void> {
  const { db, clock, bus } = runtime()
  const { tenant, row, key } = context
  const now = clock.now()
  const known = { ...tenant, appId: proven.identity.appId }
  const drafts = judgeConditions(known, row.baseline, proven.identity.certificate, proof)
  const receipt = await keptForReceipt(context, proven)
  const deed = deedOf(context)
  await db.$transaction(async (tx) => {
    const { count } = await tx.run.updateMany({
      where: { id: key.id, fence: key.fence, endedAt: null },
      data: {
        ...restingData('ended', 'converged', null),
        receipt: json(receipt),
        leaseUntil: null,
        ownerId: null,
      },
    })
    if (count === 0) throw new AppError('conflict', `run ${key.id} belongs to another process or has ended`)
    await tx.tenant.update({
      where: { id: tenant.id },
      data: {
        state: 'connected',
        baseline: json(row.baseline),
        provedAt: proof.at,
        decommissionedAt: null,
        ...(tenant.state === 'connected' ? {} : { connectedAt: now }),
      },
    })
    await conditionWrites(tx, tenant, drafts, proof.at)
    await scheduleCheck(tx, tenant.id, now)
    await schedule(tx, { tenantId: tenant.id, kind: 'rotate' }, renewAt(proven.identity.certificate, tenant.id))
    await schedule(tx, { tenantId: tenant.id, kind: 'notice' }, now)
    await record(tx, {
      actor: actorOf(row.startedBy),
      action: `tenant.${deed}`,
      subject: `tenant:${tenant.id}`,
      detail: {
        runId: row.id,
        appId: proven.identity.appId,
        sha256: proven.identity.certificate.sha256,
        count: proof.inToken.length,
      },
    })
    await emit(tx, endedEvent(context, deed), now)
  })
  await bus.publish(runChannel, row.id)
}

/** What the records would not say later: what is different now, and which older permissions the tenant gave instead. */
async function keptForReceipt(context: RunContext, proven: Proven) {
  const standIns = standInsAmong(context.row.baseline, rolesIn(proven.tokens))
  return { changes: await describeChanges(context, proven), standIns }
}

type Deed = 'connected' | 'reconfigured' | 'adopted'

function deedOf({ tenant, row }: RunContext): Deed {
  if (tenant.state === 'connected') return 'reconfigured'
  return row.choices.adopt === null ? 'connected' : 'adopted'
}

function endedEvent({ tenant, row }: RunContext, deed: Deed): NewEvent {
  return {
    kind: `tenant.${deed}`,
    key: `run:${row.id}:${deed}`,
    thread: `tenant:${tenant.id}:connection`,
    tenantId: tenant.id,
    severity: 'info',
    facts: {
      title: `${tenant.customer} is ${deed === 'adopted' ? 'taken over' : deed} and proved`,
      message: `The stored key got a token with everything that “${row.baseline.name}” wants, and the chosen workloads were read.`,
    },
  }
}
