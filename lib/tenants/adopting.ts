import { findByClientId, listByTag, type FoundApplication } from '../microsoft/application-finding'
import { evidenceOfRefusal } from '../microsoft/evidence'
import { explainFailure, isGraphError } from '../microsoft/failures'
import type { Graph } from '../microsoft/graph'
import { createGraphDirectory } from '../microsoft/graph-directory'
import { latchkeyTag } from '../microsoft/graph-registration'
import { readRegistration } from '../microsoft/registration-reading'
import { scopeOf } from '../reconcile/desired'
import { runtime } from '../runtime'
import { describeTakeOver, type TakeOver } from './adoption-preview'
import { manyFound, nothingFound, takeOverOffered } from './adoption-verdicts'
import { desireConnected } from './desire'
import { fromLook } from './preview'
import { rest, type RunContext } from './run-context'
import { json, updateRun, updateStep } from './run-store'
import { readTenant } from './tenant-store'
import { foreignFound } from './verdict-decisions'
import type { Verdict } from './verdict-views'
import { setUpFailed } from './verdicts'
import { resourceAppIds } from './workloads'

/**
 * For a run that takes an application over: shows what would change, until the operator has agreed, and then makes the
 * application the tenant’s. Null when the run rests. Nothing is written at Microsoft here.
 */
export async function readyToSetUp(context: RunContext, graph: () => Graph): Promise<RunContext | null> {
  const { adopt } = context.row.choices
  const isTaken = adopt !== null && adopt.appId === context.tenant.appId && context.tenant.adoptedAt !== null
  if (adopt === null || isTaken) return context
  await updateStep(context.key, 'look', { status: 'doing' })
  try {
    const found = await findWanted(context, graph(), adopt.appId)
    if (found === null) return null
    if (context.row.approvedAt !== null && adopt.appId !== null) return await takeOver(context, found)
    await offer(context, graph(), found, (takeOver) => takeOverOffered(context.words, takeOver))
  } catch (error) {
    if (!isGraphError(error)) throw error
    const { failure } = error
    const evidence = [evidenceOfRefusal({ call: 'Looking for the application' }, failure)]
    const told = { evidence, written: 'Nothing was written.' }
    await rest(context, 'look', setUpFailed(context.words, failure, explainFailure(failure), told))
  }
  return null
}

/** An application of somebody else holds our name: taking it over is one of the ways on, with what that would change. */
export async function offerForeign(
  context: RunContext,
  graph: Graph,
  found: { objectId: string; appId: string; displayName: string },
): Promise<void> {
  await offer(context, graph, found, (takeOver) => {
    const stop = foreignFound(context.words, found)
    const { ways, comparison, compared } = takeOverOffered(context.words, takeOver)
    return { ...stop, ...(compared && { compared }), comparison, ways: [...stop.ways, ...ways] }
  })
}

type Wanted = Pick<FoundApplication, 'objectId' | 'appId' | 'displayName'>

async function findWanted(context: RunContext, graph: Graph, appId: string | null): Promise<Wanted | null> {
  if (appId !== null) {
    const named = await findByClientId(graph, appId)
    if (named === null) await rest(context, 'look', nothingFound(context.words, appId))
    return named
  }
  const earlier = (await listByTag(graph, latchkeyTag)).filter(({ uniqueName }) => isEarlier(context, uniqueName))
  const [first, ...others] = earlier
  if (first === undefined || others.length > 0) {
    await rest(
      context,
      'look',
      first === undefined ? nothingFound(context.words, null) : manyFound(context.words, earlier),
    )
    return null
  }
  return first
}

/** A backup application by the name that Latchkey gives, of another installation. */
function isEarlier({ tenant }: RunContext, uniqueName: string | null): boolean {
  return uniqueName !== tenant.uniqueName && /^latchkey-backup-/.test(uniqueName ?? '')
}

async function offer(
  context: RunContext,
  graph: Graph,
  found: Wanted,
  verdictFor: (takeOver: TakeOver) => Verdict,
): Promise<void> {
  const takeOver = await previewTakeOver(context, graph, found)
  const offered = {
    appId: found.appId,
    displayName: found.displayName,
    keyIds: takeOver.keys.map(({ keyId }) => keyId),
  }
  await updateRun(context.key, { choices: json({ ...context.row.choices, offered }) })
  await rest(context, 'look', verdictFor(takeOver))
}

/** The kernel’s plan for this application as if it were the tenant’s already, and what else stands on it. */
async function previewTakeOver(context: RunContext, graph: Graph, found: Wanted): Promise<TakeOver> {
  const { objectId, appId } = found
  const as = { ...context.tenant, objectId, appId, servicePrincipalObjectId: null, adoptedAt: runtime().clock.now() }
  const desired = await desireConnected(as, context.row.baseline, null, false)
  const scope = scopeOf(desired)
  const resourceIds = [...new Set([...scope.resourceAppIds, ...Object.values(resourceAppIds)])]
  const look = await createGraphDirectory(graph).observe({ ...scope, resourceAppIds: resourceIds })
  const principalObjectId = look.servicePrincipal?.objectId ?? null
  const reading = await readRegistration(graph, { objectId, principalObjectId })
  return describeTakeOver(found, fromLook(desired, context.row.baseline, look), look, reading)
}

/** From here on this application is the tenant’s; that it stood there before is kept. */
async function takeOver(context: RunContext, { objectId, appId }: Wanted): Promise<RunContext> {
  const { db, clock } = runtime()
  await db.tenant.update({
    where: { id: context.tenant.id },
    data: { objectId, appId, servicePrincipalObjectId: null, adoptedAt: clock.now() },
  })
  return { ...context, tenant: await readTenant(context.tenant.id) }
}
