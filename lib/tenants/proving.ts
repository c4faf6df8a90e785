import { explainFailure, isGraphError } from '../microsoft/failures'
import type { Directory } from '../microsoft/directory'
import { createGraphDirectory } from '../microsoft/graph-directory'
import type { Evidence, MicrosoftFailure, Observed } from '../microsoft/observed'
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
import { lookAtRegistration } from './registration'
import { rest, type RunContext } from './run-context'
import { updateRun, updateStep } from './run-store'
import { isTransient, proveRoles, type RoleProof, type Tokens } from './role-proof'
import { referenceOf } from './verdict-texts'
import { currentSkew } from './server-clock'
import { clockWrongAtProof } from './verdict-clock'
import { allWritten } from './verdict-parts'
import { interrupted, proofRefused, stillSpreading } from './verdicts'
import type { Verdict } from './verdict-views'
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
  const [reads, registration] = await Promise.all([readWorkloads(context, proven), readBeside(context, proven)])
  await finishConnected(context, { ...proven, registration }, reads, built)
}

/** A new registration may not be known everywhere yet, and nobody else can have changed it: what fails then is not held against it. */
async function readBeside({ tenant, signal }: RunContext, { identity, desired, look, tokens }: Proven) {
  const our = {
    tenantId: tenant.id,
    objectId: look?.application?.objectId ?? desired.records.application?.objectId ?? null,
    principalObjectId: look?.servicePrincipal?.objectId ?? desired.records.servicePrincipalObjectId,
  }
  const found = await lookAtRegistration(identity, our, tokens, signal)
  return tenant.state === 'new' ? { ...found, failure: null } : found
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
    const attempt = await tryOnce(context, identity, desired, built, seen)
    seen = attempt.seen
    if (isStopped(context)) return null
    if (attempt.roles.complete && seen.verified) return accept(context, identity, desired, attempt)
    const next = new Date(clock.now().getTime() + pauseMs(tries, attempt.roles.failure))
    if (attempt.roles.isFinal || next > until) {
      await giveUp(context, attempt)
      return null
    }
    await updateStep(context.key, 'prove', {
      status: 'waiting',
      evidence: evidenceOf(attempt.tokens),
      waiting: {
        since: since.toISOString(),
        until: until.toISOString(),
        nextTryAt: next.toISOString(),
        tries,
        lastAnswer: describeGap(attempt),
        ...(attempt.roles.failure !== null && isTransient(attempt.roles.failure) ? { why: 'busy' as const } : {}),
      },
    })
    await clock.sleep(next.getTime() - clock.now().getTime(), context.signal)
    if (isStopped(context)) return null
  }
}

interface Attempt {
  tokens: Tokens
  seen: LastLook
  roles: RoleProof
}

async function tryOnce(
  context: RunContext,
  identity: OwnIdentity,
  desired: DesiredPresent,
  built: Built | null,
  before: LastLook,
): Promise<Attempt> {
  const isDue = built !== null && !before.verified
  const [tokens, look] = await Promise.all([
    askTokens(identity, desired, context.signal),
    isDue ? lookAgain(built.administrator, desired, built.look) : before,
  ])
  const seen = built === null ? await lookAsApplication(context, desired, tokens) : look
  return { tokens, seen, roles: proveRoles(desired.appRoles, seen.look ?? built?.look ?? null, tokens) }
}

async function accept(
  context: RunContext,
  identity: OwnIdentity,
  desired: DesiredPresent,
  { roles, tokens, seen }: Attempt,
): Promise<Proven> {
  const detail = `${roles.inToken.length} permissions in the token`
  await updateStep(context.key, 'prove', { status: 'done', detail, evidence: evidenceOf(tokens) })
  return { identity, desired, roles, tokens, look: seen.look, plan: seen.plan }
}

/** A refusal that waiting does not mend, or the deadline: the run rests, and says which of the two it was. */
async function giveUp(context: RunContext, attempt: Attempt): Promise<void> {
  const { failure, isFinal } = attempt.roles
  const evidence = evidenceOf(attempt.tokens)
  const verdict =
    isFinal && failure !== null
      ? refusedProof(context, failure, evidence)
      : stillSpreading(sayGap(attempt), evidence, failure === null ? null : referenceOf(failure))
  await rest(context, 'prove', verdict)
}

function refusedProof({ words }: RunContext, failure: MicrosoftFailure, evidence: readonly Evidence[]): Verdict {
  if (failure.kind === 'clock') return clockWrongAtProof(currentSkew(), failure, evidence, allWritten)
  return proofRefused(words, failure, explainFailure(failure), evidence)
}

/** A call, so that a check before an await says nothing about the time after it. */
function isStopped({ signal }: RunContext): boolean {
  return signal.aborted
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

function describeGap({ roles, seen }: Attempt): string {
  if (roles.failure !== null) return roles.failure.code
  const [first, ...others] = roles.missing
  if (first === undefined) return seen.answer ?? 'nothing yet'
  return others.length === 0 ? `a token without ${first}` : `a token without ${first} and ${others.length} more`
}

/** The same for a sentence: no code, which stands in the evidence. */
function sayGap({ roles, seen }: Attempt): string {
  const { failure, missing } = roles
  if (failure !== null && isTransient(failure)) return explainFailure(failure)?.meaning ?? 'Microsoft is busy.'
  if (failure !== null) return 'Not all of Microsoft’s servers know the new key yet.'
  const [first, ...others] = missing
  if (first === undefined)
    return seen.answer === null ? 'Something is still missing.' : 'The directory does not show everything yet.'
  return `Microsoft’s tokens still lack ${first}${others.length === 0 ? '' : ` and ${others.length} more`}.`
}

/** 1×, 1.5×, 2.25× … of the pause, at most eight times; Microsoft's Retry-After is a floor. */
function pauseMs(tries: number, failure: MicrosoftFailure | null): number {
  const grown = runtime().settings.SPREAD_PAUSE_SECONDS * 1000 * Math.min(8, 1.5 ** (tries - 1))
  return Math.max(grown, (failure?.retryAfterSeconds ?? 0) * 1000)
}
