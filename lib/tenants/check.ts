import { record } from '../audit/audit'
import { AppError } from '../errors'
import { isGraphError } from '../microsoft/failures'
import { createGraphDirectory } from '../microsoft/graph-directory'
import { cloudByName } from '../microsoft/clouds'
import type { MicrosoftFailure } from '../microsoft/observed'
import { scopeOf } from '../reconcile/desired'
import { verify } from '../reconcile/diff'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'
import { listCertificates, type OwnCertificate } from './certificate-store'
import type { CheckEnd } from './check-schedule'
import { conditionWrites } from './condition-store'
import { judgeConditions, type Proof } from './conditions'
import type { ConditionDraft } from './condition-course'
import { desireConnected } from './desire'
import type { Proven } from './findings'
import { gatherProof } from './gathering'
import { ownGraph, type OwnIdentity } from './own-sign-in'
import { askTokens } from './own-tokens'
import { readEach, type Readings } from './reading'
import { lookAtRegistration, registrationToken } from './registration'
import { readRenewal } from './renewal'
import { proveRoles, type Tokens } from './role-proof'
import { readTenant, type TenantRow } from './tenant-store'
import { lookForSimilar, writeSimilar, type SimilarLook } from './similar'
import { resourceAppIds } from './workloads'

/**
 * One check with the application’s own sign-in: fresh tokens, a look at the registration, one harmless read per workload;
 * then conditions, and what people are told of them, in one transaction. `actor` is null when the schedule asked. What a
 * run or a rotation made out of date meanwhile is not written, and is checked again soon.
 */
export async function checkTenant(tenantId: string, actor: Actor | null, signal: AbortSignal): Promise<CheckEnd> {
  const tenant = await readTenant(tenantId)
  const certificate = (await listCertificates(tenant.id)).find((one) => one.state === 'active')
  if (tenant.appId === null || certificate === undefined) {
    throw new AppError('conflict', 'tenant is not connected', {
      say: 'This tenant is not connected yet: there is no key to check with.',
    })
  }
  const found = await look(tenant, tenant.appId, certificate, signal)
  signal.throwIfAborted()
  const drafts = judgeConditions(tenant, tenant.baseline, certificate, found.proof)
  const end = endOf(drafts, found.failures)
  const isWritten = await write({ tenant, certificate, actor, similar: found.similar }, drafts, found.proof, end)
  return isWritten ? end : { ...end, unsure: true }
}

interface Found {
  proof: Proof
  similar: SimilarLook['holders']
  failures: readonly MicrosoftFailure[]
}

async function look(
  tenant: TenantRow,
  appId: string,
  certificate: OwnCertificate,
  signal: AbortSignal,
): Promise<Found> {
  const cloud = cloudByName(runtime().clouds, tenant.cloud)
  const identity: OwnIdentity = { cloud, entraTenantId: tenant.entraTenantId, appId, certificate }
  const desired = await desireConnected(tenant, tenant.baseline, certificate, true)
  const tokens = await askTokens(identity, desired, signal)
  const looking = lookOnce(identity, desired, tokens, signal)
  const { objectId, servicePrincipalObjectId: principalObjectId } = tenant
  const beside = { signal, look: looking.then((answer) => answer.look) }
  const [seen, registration, reads, similar] = await Promise.all([
    looking,
    lookAtRegistration(identity, { tenantId: tenant.id, objectId, principalObjectId }, tokens, signal),
    readOnce(identity, tenant, tokens, beside),
    lookForSimilar(identity, tenant, tokens, beside),
  ])
  const roles = proveRoles(desired.appRoles, seen.look, tokens)
  return {
    proof: {
      ...(await gatherProof({ identity, desired, roles, tokens, registration, ...seen }, tenant.id, reads)),
      settling: await isSettling(tenant.id),
      renewal: await readRenewal(tenant.id, certificate),
    },
    similar: similar.holders,
    failures: [
      ...[...tokens.values()].flatMap((answer) => (answer.status === 'refused' ? [answer.failure] : [])),
      ...[seen.lookFailure, registration.failure, similar.failure].filter((failure) => failure !== null),
      ...Object.values(reads).flatMap(({ failure }) => failure ?? []),
    ],
  }
}

/** A run ended so lately that a replica may not know of it. */
async function isSettling(tenantId: string): Promise<boolean> {
  const { db, clock, settings } = runtime()
  const since = new Date(clock.now().getTime() - settings.STALE_PATIENCE_SECONDS * 1000)
  return (await db.run.count({ where: { tenantId, endedAt: { gt: since } } })) > 0
}

type Seen = Pick<Proven, 'look' | 'plan'> & { lookFailure: MicrosoftFailure | null }

async function lookOnce(
  identity: OwnIdentity,
  desired: Proven['desired'],
  tokens: Tokens,
  signal: AbortSignal,
): Promise<Seen> {
  const token = registrationToken(tokens)
  const unseen = { look: null, plan: null }
  if (token === null) return { ...unseen, lookFailure: null }
  try {
    const graph = ownGraph(identity.cloud, token, signal)
    const scope = scopeOf(desired)
    // every resource that we can name, so that what others granted, and to whom else, has a name too
    const resources = new Set([...scope.resourceAppIds, ...Object.values(resourceAppIds)])
    const seen = await createGraphDirectory(graph).observe({ ...scope, resourceAppIds: [...resources] })
    return { look: seen, plan: verify(desired, seen, runtime().clock.now()).plan, lookFailure: null }
  } catch (error) {
    if (!isGraphError(error)) throw error
    return { ...unseen, lookFailure: error.failure }
  }
}

async function readOnce(
  identity: OwnIdentity,
  tenant: TenantRow,
  tokens: Tokens,
  beside: { signal: AbortSignal; look: Promise<Seen['look']> },
): Promise<Readings> {
  const answer = tokens.get(resourceAppIds.graph)
  if (answer?.status !== 'granted') return {}
  const graph = ownGraph(identity.cloud, answer.token, beside.signal)
  return Object.fromEntries(await readEach(graph, tenant.baseline, tenant.objectId, beside.look))
}

/** What the next check has to wait for. */
function endOf(drafts: readonly ConditionDraft[], failures: readonly MicrosoftFailure[]): CheckEnd {
  const seconds = Math.max(0, ...failures.map(({ retryAfterSeconds }) => retryAfterSeconds ?? 0))
  return {
    unsure: drafts.some((draft) => draft.unsure === 'weather'),
    pausedUntil: seconds === 0 ? null : new Date(runtime().clock.now().getTime() + seconds * 1000),
  }
}

interface Checked {
  tenant: TenantRow
  certificate: OwnCertificate
  actor: Actor | null
  similar: SimilarLook['holders']
}

/** False when a run or a rotation was faster: what this check saw is no longer how it is. */
async function write(
  { tenant, certificate, actor, similar }: Checked,
  drafts: readonly ConditionDraft[],
  proof: Proof,
  end: CheckEnd,
): Promise<boolean> {
  return runtime().db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Tenant" WHERE "id" = ${tenant.id}::uuid FOR UPDATE`
    const now = await tx.tenant.findUnique({
      where: { id: tenant.id },
      select: { state: true, provedAt: true, certificates: { where: { state: 'active' }, select: { id: true } } },
    })
    const isSame = now?.certificates.some(({ id }) => id === certificate.keyId) === true
    if (now === null || !isSame || now.state !== tenant.state || now.provedAt?.getTime() !== tenant.provedAt?.getTime())
      return false
    const told = await conditionWrites(tx, tenant, drafts, proof.at)
    if (similar !== null) await writeSimilar(tx, tenant.id, similar, proof.at)
    await tx.tenant.update({
      where: { id: tenant.id },
      data: { pausedUntil: end.pausedUntil, ...(proof.signInFailure === null ? { provedAt: proof.at } : {}) },
    })
    if (actor !== null || told > 0) {
      const isQuiet = drafts.every((draft) => draft.status === 'ok')
      await record(tx, {
        actor: actor === null ? 'system' : labelOf(actor),
        action: 'tenant.checked',
        subject: `tenant:${tenant.id}`,
        detail: {
          ...(actor === null ? {} : { operator: actor.name }),
          outcome: isQuiet ? 'in order' : 'differences',
        },
      })
    }
    return true
  })
}
