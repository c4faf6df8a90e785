import { explainFailure, isGraphError } from '../microsoft/failures'
import type { Directory } from '../microsoft/directory'
import { createGraphDirectory } from '../microsoft/graph-directory'
import type { MicrosoftFailure, Observed } from '../microsoft/observed'
import { scopeOf, type DesiredPresent } from '../reconcile/desired'
import { verify } from '../reconcile/diff'
import type { Look, Plan } from '../reconcile/plan'
import { runtime } from '../runtime'
import { listCertificates } from './certificate-store'
import { desireConnected } from './desire'
import { evidenceOf, type Built, type Proven } from './findings'
import { finishConnected } from './finishing'
import { ownGraph, type OwnIdentity } from './own-sign-in'
import { askTokens } from './own-tokens'
import { readWorkloads } from './reading'
import { rest, type RunContext } from './run-context'
import { updateRun, updateStep } from './run-store'
import { isTransient, proveRoles, type RoleProof, type Tokens } from './role-proof'
import { interrupted, proofRefused, referenceOf, stillSpreading } from './verdicts'
import { resourceAppIds } from './workloads'

/** Carries the run from “everything is written” to its end; without `built` the stored key alone has to do. */
export async function proveAndFinish(context: RunContext, built: Built | null): Promise<void> {
  await updateRun(context.key, { phase: 'proving', outcome: null })
  const start = built ?? (await fromRecords(context))
  const appId = context.row.broughtAppId ?? start?.desired.records.application?.appId ?? null
  if (start === null || appId === null) {
    await rest(context, 'prove', interrupted('The steps marked done stand in the tenant.'))
    return
  }
  const identity: OwnIdentity = {
    cloud: context.cloud,
    entraTenantId: context.tenant.entraTenantId,
    appId,
    certificate: start.certificate,
  }
  await updateStep(context.key, 'prove', { status: 'doing', detail: null })
  const proven = await proveUntilSpread(context, identity, start.desired, built)
  if (proven === null) return
  const reads = await readWorkloads(context, proven)
  await finishConnected(context, proven, reads, built)
}

async function fromRecords({ tenant, row }: RunContext) {
  const certificate = (await listCertificates(tenant.id))[0]
  if (certificate === undefined) return null
  return { certificate, desired: await desireConnected(tenant, row.baseline, certificate, false) }
}

/** Asks for fresh tokens, and looks beside them, until both show everything or the deadline has come. */
async function proveUntilSpread(
  context: RunContext,
  identity: OwnIdentity,
  desired: DesiredPresent,
  built: Built | null,
): Promise<Proven | null> {
  const { clock, settings } = runtime()
  const since = clock.now()
  const until = new Date(since.getTime() + settings.SPREAD_DEADLINE_SECONDS * 1000)
  let seen: LastLook = { look: null, plan: null, verified: false, answer: null }
  for (let tries = 1; ; tries++) {
    const [tokens, look] = await Promise.all([
      askTokens(identity, desired, context.signal),
      built === null || seen.verified ? seen : lookAgain(built.administrator, desired, built.look),
    ])
    seen = built === null ? await lookAsApplication(context, desired, tokens) : look
    const roles = proveRoles(desired.appRoles, seen.look ?? built?.look ?? null, tokens)
    if (context.signal.aborted) return null
    const evidence = evidenceOf(tokens)
    if (roles.complete && seen.verified) {
      await updateStep(context.key, 'prove', {
        status: 'done',
        detail: `${roles.inToken.length} permissions in the token`,
        evidence,
      })
      return { identity, desired, roles, tokens, look: seen.look, plan: seen.plan }
    }
    if (roles.isFinal && roles.failure !== null) {
      await rest(context, 'prove', proofRefused(roles.failure, explainFailure(roles.failure), evidence))
      return null
    }
    const lastAnswer = describeGap(roles, seen)
    const next = new Date(clock.now().getTime() + pauseMs(tries, roles.failure))
    if (next > until) {
      await rest(
        context,
        'prove',
        stillSpreading(lastAnswer, evidence, roles.failure === null ? null : referenceOf(roles.failure)),
      )
      return null
    }
    await updateStep(context.key, 'prove', {
      status: 'waiting',
      evidence,
      waiting: {
        since: since.toISOString(),
        until: until.toISOString(),
        nextTryAt: next.toISOString(),
        tries,
        lastAnswer,
      },
    })
    await clock.sleep(next.getTime() - clock.now().getTime(), context.signal)
    if (context.signal.aborted) return null
  }
}

interface LastLook {
  look: Observed | null
  plan: Plan | null
  verified: boolean
  /** What keeps it from being verified, for people. */
  answer: string | null
}

async function lookAgain(directory: Directory, desired: DesiredPresent, known: Look): Promise<LastLook> {
  try {
    const seen = await directory.observe(scopeOf(desired))
    const look: Look = known.answered === undefined ? seen : { ...seen, answered: known.answered }
    const { verified, plan } = verify(desired, look, runtime().clock.now())
    const gap = plan.doubts[0]?.kind ?? plan.stages[0]?.[0]?.kind ?? plan.unmet[0]?.kind ?? ''
    return { look, plan, verified, answer: verified ? null : `the directory does not show it yet (${gap})` }
  } catch (error) {
    if (!isGraphError(error)) throw error
    if (isTransient(error.failure)) return { look: null, plan: null, verified: false, answer: error.failure.code }
    return { look: null, plan: null, verified: true, answer: null }
  }
}

/** With Application.Read.All the application sees its own registration; without it nobody at hand can, and the condition says so. */
async function lookAsApplication(context: RunContext, desired: DesiredPresent, tokens: Tokens): Promise<LastLook> {
  const unseen: LastLook = { look: null, plan: null, verified: true, answer: null }
  const answer = tokens.get(resourceAppIds.graph)
  if (answer?.status !== 'granted' || !answer.token.roles.includes('Application.Read.All')) return unseen
  const graph = ownGraph(context.cloud, answer.token, context.signal)
  try {
    const known = desired.records.application
    const brought = context.row.broughtAppId
    if (known !== null || brought === null) return await lookAgain(createGraphDirectory(graph), desired, emptyLook)
    const own = await graph.get(`/applications(appId='${brought}')?$select=id`)
    const objectId = (own.body as { id?: unknown }).id
    if (typeof objectId !== 'string') return unseen
    const records = { ...desired.records, application: { objectId, appId: brought } }
    const seen = await lookAgain(createGraphDirectory(graph), { ...desired, records }, emptyLook)
    return { ...seen, verified: true }
  } catch (error) {
    if (!isGraphError(error)) throw error
    return unseen
  }
}

const emptyLook: Look = {
  organization: null,
  application: null,
  deletedApplication: null,
  servicePrincipal: null,
  grants: [],
  resources: {},
  directoryRoles: 'unreadable',
  keyPolicy: 'unreadable',
}

function describeGap(roles: RoleProof, seen: LastLook): string {
  if (roles.failure !== null) return roles.failure.code
  if (roles.missing.length > 0)
    return `a token without ${roles.missing[0] ?? ''}${roles.missing.length > 1 ? ` and ${roles.missing.length - 1} more` : ''}`
  return seen.answer ?? 'nothing yet'
}

/** 1×, 1.5×, 2.25× … of the pause, at most eight times; Microsoft's Retry-After is a floor. */
function pauseMs(tries: number, failure: MicrosoftFailure | null): number {
  const grown = runtime().settings.SPREAD_PAUSE_SECONDS * 1000 * Math.min(8, 1.5 ** (tries - 1))
  return Math.max(grown, (failure?.retryAfterSeconds ?? 0) * 1000)
}
