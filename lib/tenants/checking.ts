import { record } from '../audit/audit'
import { AppError } from '../errors'
import { createGraphDirectory } from '../microsoft/graph-directory'
import { isGraphError } from '../microsoft/failures'
import { scopeOf } from '../reconcile/desired'
import { verify } from '../reconcile/diff'
import { cloudByName } from '../microsoft/clouds'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import type { Baseline } from './baselines'
import { listCertificates } from './certificate-store'
import { conditionWrites, judgeConditions } from './conditions'
import { desireConnected } from './desire'
import type { Proven } from './findings'
import { gatherProof } from './finishing'
import { ownGraph, type OwnIdentity } from './own-sign-in'
import { askTokens } from './own-tokens'
import { readEach, type Readings } from './reading'
import { proveRoles, type Tokens } from './role-proof'
import { readTenant } from './tenant-store'
import { resourceAppIds } from './workloads'

/** Proves sign-in, permissions and workloads with the stored key, and replaces the conditions by what was found. */
export async function checkNow(actor: Actor, tenantId: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  const { db, clouds, closing } = runtime()
  const tenant = await readTenant(tenantId)
  const certificate = (await listCertificates(tenant.id)).find((one) => one.state === 'active')
  if (tenant.appId === null || certificate === undefined) {
    throw new AppError('conflict', 'tenant is not connected', {
      say: 'This tenant is not connected yet: there is no key to check with.',
    })
  }
  const cloud = cloudByName(clouds, tenant.cloud)
  const identity: OwnIdentity = { cloud, entraTenantId: tenant.entraTenantId, appId: tenant.appId, certificate }
  const desired = await desireConnected(tenant, tenant.baseline, certificate, true)
  const tokens = await askTokens(identity, desired, closing)
  const seen = await lookOnce(identity, desired, tokens)
  const roles = proveRoles(desired.appRoles, seen.look, tokens)
  const reads = await readOnce(identity, tenant.baseline, tokens, tenant.objectId, seen.look)
  const proof = gatherProof({ identity, desired, roles, tokens, ...seen }, reads)
  const drafts = judgeConditions(tenant, tenant.baseline, certificate, proof)
  await db.$transaction(async (tx) => {
    await conditionWrites(tx, tenant.id, drafts, proof.at)
    if (proof.signInFailure === null) await tx.tenant.update({ where: { id: tenant.id }, data: { provedAt: proof.at } })
    await record(tx, {
      actor: `operator:${actor.operatorId}`,
      action: 'tenant.checked',
      subject: `tenant:${tenant.id}`,
      detail: {
        operator: actor.name,
        outcome: drafts.every((draft) => draft.status === 'ok') ? 'in order' : 'differences',
      },
    })
  })
}

type Seen = Pick<Proven, 'look' | 'plan'>

async function lookOnce(identity: OwnIdentity, desired: Proven['desired'], tokens: Tokens): Promise<Seen> {
  const answer = tokens.get(resourceAppIds.graph)
  if (answer?.status !== 'granted' || !answer.token.roles.includes('Application.Read.All'))
    return { look: null, plan: null }
  try {
    const look = await createGraphDirectory(ownGraph(identity.cloud, answer.token, runtime().closing)).observe(
      scopeOf(desired),
    )
    return { look, plan: verify(desired, look, runtime().clock.now()).plan }
  } catch (error) {
    if (!isGraphError(error)) throw error
    return { look: null, plan: null }
  }
}

async function readOnce(
  identity: OwnIdentity,
  baseline: Baseline,
  tokens: Tokens,
  applicationObjectId: string | null,
  look: Seen['look'],
): Promise<Readings> {
  const answer = tokens.get(resourceAppIds.graph)
  if (answer?.status !== 'granted') return {}
  const graph = ownGraph(identity.cloud, answer.token, runtime().closing)
  return Object.fromEntries(await readEach(graph, baseline, applicationObjectId, look))
}
