import { explainFailure } from '../microsoft/failures'
import { evidenceOfRefusal } from '../microsoft/evidence'
import type { Directory } from '../microsoft/directory'
import type { Evidence } from '../microsoft/observed'
import type { DelegatedToken } from '../microsoft/tokens'
import { mayPurge } from '../microsoft/who'
import type { DesiredAbsent, Records } from '../reconcile/desired'
import type { Outcome } from '../reconcile/mandate'
import { reconcile } from '../reconcile/reconcile'
import { runtime } from '../runtime'
import { readRecords } from './desire'
import { liveJournal } from './live-journal'
import { takingDownFailed } from './removal-verdicts'
import { rest, type RunContext } from './run-context'
import { updateStep } from './run-store'
import { administratorDirectory } from './administrator-sight'
import { listServerKeys } from './server-key-store'
import { finishTakenDown, type TakenDown } from './taken-down'
import { readTenant, type TenantRow } from './tenant-store'
import { failureOf } from './unfinished'
import { administratorOnly, applyMandate } from './mandates'

/** Deleted applications stay in the recycle bin for this long (Graph's page on deleted items). */
const restDays = 30

/**
 * Takes back what Latchkey made in the tenant, its restore application too, with one administrator's sign-in. Safe to
 * repeat after any interruption; the private keys are destroyed only after everything is gone.
 */
export async function takeDown(context: RunContext, token: DelegatedToken): Promise<void> {
  const answers: Evidence[] = []
  const hand = { directory: administratorDirectory(context, token, answers), answers, purge: mayPurge(token.account) }
  const gone: TakenDown[] = []
  await updateStep(context.key, 'look', { status: 'doing' })
  for (const tenant of await siblings(context.tenant)) {
    const taken = await takeOne({ ...context, tenant }, hand)
    if (taken === null) return
    gone.push(taken)
  }
  await markDone(context, gone)
  await context.leftovers.clear()
  await finishTakenDown(context, gone)
}

interface Hand {
  directory: Directory
  answers: Evidence[]
  purge: boolean
}

/** This tenant and the restore application beside it: what stands or rests there by our records. */
async function siblings(tenant: TenantRow): Promise<readonly TenantRow[]> {
  const { cloud, entraTenantId, id } = tenant
  const others = await runtime().db.tenant.findMany({
    where: { cloud, entraTenantId, id: { not: id } },
    select: { id: true },
  })
  return [tenant, ...(await Promise.all(others.map((other) => readTenant(other.id))))]
}

async function takeOne(context: RunContext, hand: Hand): Promise<TakenDown | null> {
  const leave = context.row.choices.leave && context.tenant.adoptedAt !== null
  const { servicePrincipalObjectId, objectId, appId } = context.tenant
  let purge = hand.purge && !leave
  let outcome = await removeAll(context, hand, { purge, leave })
  if (purge && isOnlyPurgeRefused(outcome)) {
    purge = false
    outcome = await removeAll(context, hand, { purge, leave })
  }
  if (outcome.status !== 'converged') {
    await restUnfinished(context, outcome)
    return null
  }
  if (purge && servicePrincipalObjectId !== null) await hand.directory.purgeDeletedApplication(servicePrincipalObjectId)
  const deleted = outcome.observed?.deletedApplication ?? null
  const resting = !leave && deleted !== null && deleted.objectId === objectId ? deleted : null
  const foreign = outcome.plan.surplus.flatMap((item) => (item.kind === 'application' ? [item.displayName] : []))
  const restsUntil = resting === null ? null : until(resting.deletedAt)
  return { tenant: context.tenant, objectId, appId, left: leave, restsUntil, foreign }
}

function until(deletedAt: string | null): Date {
  const from = deletedAt === null ? runtime().clock.now().getTime() : Date.parse(deletedAt)
  return new Date(from + restDays * 86_400_000)
}

async function removeAll(
  context: RunContext,
  { directory, answers }: Hand,
  { purge, leave }: { purge: boolean; leave: boolean },
): Promise<Outcome> {
  const { clock } = runtime()
  const tenant = await readTenant(context.tenant.id)
  const desired: DesiredAbsent = {
    state: 'absent',
    uniqueName: tenant.uniqueName,
    ...(tenant.adoptedAt === null ? {} : { adopted: true }),
    records: await recordsWithServerKeys(tenant),
    purge,
    leave,
  }
  const mandate = applyMandate({ authorities: ['administrator'], mayTouchExisting: true, lastLook: 'here' })
  const hands = administratorOnly(directory)
  return reconcile({ desired, hands, mandate, clock, journal: liveJournal(context, answers), signal: context.signal })
}

/** Everything else is done: the application rests in the recycle bin, and this account may not empty it. */
function isOnlyPurgeRefused(outcome: Outcome): boolean {
  if (outcome.status !== 'blocked' && outcome.status !== 'stalled') return false
  const refused = outcome.refused ?? []
  return refused.length > 0 && refused.every((step) => step.kind === 'purgeDeletedApplication')
}

async function restUnfinished(context: RunContext, outcome: Outcome): Promise<void> {
  const failure = failureOf(outcome)
  const step = await runtime().db.runStep.findFirst({
    where: { runId: context.key.id, status: { not: 'done' } },
    orderBy: { position: 'asc' },
  })
  const meaning = failure === null ? null : explainFailure(failure)
  const title =
    failure === null
      ? 'Microsoft still shows what was deleted'
      : (meaning?.meaning ?? 'Microsoft refused one of the steps')
  const remedy =
    failure === null ? 'This usually ends by itself within an hour.' : (meaning?.remedy ?? 'The answer is shown below.')
  const evidence = failure === null ? [] : [evidenceOfRefusal({ call: step?.name ?? 'Deleting' }, failure)]
  const isBegun = outcome.records.servicePrincipalObjectId !== context.tenant.servicePrincipalObjectId
  const written = isBegun ? 'The steps marked done are gone in the tenant.' : 'Nothing was deleted.'
  const verdict = takingDownFailed(context.words, { title, remedy, failure }, { evidence, written })
  await rest(context, step?.key ?? 'look', verdict)
}

/** What there was nothing to do for is done too. */
async function markDone(context: RunContext, gone: readonly TakenDown[]): Promise<void> {
  const isResting = gone.some((one) => one.restsUntil !== null)
  const isLeft = gone.some((one) => one.left)
  const details: Readonly<Record<string, string>> = {
    'service-principal': isLeft ? 'its permissions from us are taken back' : 'was not there any more',
    application: isLeft ? 'our keys are removed; the application stays' : 'was not there any more',
    purge: isResting ? 'rests in the recycle bin: this account may not empty it' : 'nothing rests in the recycle bin',
  }
  for (const [key, detail] of Object.entries(details)) {
    const step = await runtime().db.runStep.findUnique({ where: { runId_key: { runId: context.key.id, key } } })
    if (step?.status !== 'done') await updateStep(context.key, key, { status: 'done', detail })
  }
  await updateStep(context.key, 'verify', { status: 'done', detail: 'the last look shows nothing of ours' })
}

/** Keys of backup servers stand there by our order: where the application stays, they go with ours. */
async function recordsWithServerKeys(tenant: TenantRow): Promise<Records> {
  const records = await readRecords(tenant)
  const others = (await listServerKeys(tenant.id)).map(({ id, sha1, notAfter, standsAs, state }) => ({
    ...{ keyId: id, sha1, notAfter: notAfter.toISOString(), keyIdKnown: standsAs === null, standsAs },
    ...{ sent: state !== 'waiting', confirmed: state === 'standing' },
  }))
  return { ...records, keys: [...records.keys, ...others] }
}
