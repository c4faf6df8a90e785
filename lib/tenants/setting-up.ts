import { createGraphDirectory } from '../microsoft/graph-directory'
import type { Evidence } from '../microsoft/observed'
import type { DelegatedToken } from '../microsoft/tokens'
import type { DesiredPresent } from '../reconcile/desired'
import { resolveRoles } from '../reconcile/grants'
import type { Outcome } from '../reconcile/mandate'
import type { Look } from '../reconcile/plan'
import { reconcile } from '../reconcile/reconcile'
import type { Hands } from '../reconcile/steps'
import { runtime } from '../runtime'
import { administratorGraph } from './administrator-sight'
import { ensureCertificate, listCertificates, retireCertificates, type OwnCertificate } from './certificate-store'
import { whyThisLife } from './certificate-words'
import { desireConnected } from './desire'
import { proofsOf } from './key-proofs'
import { liveJournal } from './live-journal'
import type { Built } from './findings'
import { restoreLifeDays } from './restore-opened'
import type { RunContext } from './run-context'
import { updateStep } from './run-store'
import { offerForeign } from './adopting'
import { sayStandIns, standInsAmong } from './stand-ins'
import { failureOf, restAfter } from './unfinished'
import { applyMandate } from './mandates'

/** Makes the key, writes the application, grants what is missing. Null when the run rests; what was done stays done. */
export async function setUp(context: RunContext, token: DelegatedToken): Promise<Built | null> {
  const answers: Evidence[] = []
  const graph = administratorGraph(context, token, answers)
  const directory = createGraphDirectory(graph)
  const decided = decidedFor(context)
  let limits: { maxLifetimeDays: number | null } = { maxLifetimeDays: await restoreLifeDays(context.tenant) }
  for (let attempt = 0; ; attempt++) {
    const certificate = await keyStep(context, limits)
    const desired = { ...(await desireConnected(context.tenant, context.row.baseline, certificate, false)), ...decided }
    if (attempt === 0) await updateStep(context.key, 'look', { status: 'doing' })
    const outcome = await runKernel(
      context,
      desired,
      { administrator: directory, application: null, proof: proofsOf(context.tenant.id) },
      answers,
    )
    if (outcome.status === 'converged' && outcome.observed !== null) {
      await markWhatStands(context)
      await nameStandIns(context, desired, outcome.observed)
      return {
        administrator: directory,
        certificate,
        desired: { ...desired, records: outcome.records },
        look: outcome.observed,
      }
    }
    const foreign = outcome.plan.unmet.find((unmet) => unmet.kind === 'foreign-application')
    if (foreign !== undefined && context.tenant.state === 'new') {
      await offerForeign(context, graph, foreign)
      return null
    }
    const shorter = shorterLife(outcome, attempt)
    if (shorter === null || certificate.issuedBy !== null) {
      await restAfter(context, outcome, certificate)
      return null
    }
    limits = { maxLifetimeDays: shorter }
  }
}

/** What the operator was shown and decided before this sign-in. */
function decidedFor({ row: { deletedChoice, choices } }: RunContext): Partial<DesiredPresent> {
  return {
    ...(deletedChoice === null ? {} : { deletedApplication: deletedChoice }),
    ...(choices.adopt === null ? {} : { removeForeignKeys: choices.adopt.removeKeys }),
    ...(choices.revoke.length === 0 ? {} : { revokeForeign: choices.revoke.map(({ assignmentId }) => assignmentId) }),
  }
}

/**
 * After the new key is proved: the keys that it replaces leave the application, then their private halves are destroyed.
 * Keys of others that the operator chose leave too; answers the ids of those that are gone.
 */
export async function retireSuperseded(context: RunContext, built: Built): Promise<readonly string[]> {
  const before = await listCertificates(context.tenant.id)
  const decided = decidedFor(context)
  const desired = {
    ...(await desireConnected(context.tenant, context.row.baseline, built.certificate, true)),
    ...decided,
  }
  const chosen = decided.removeForeignKeys ?? []
  if (desired.certificate === null || desired.certificate.supersedes.length + chosen.length === 0) return []
  const outcome = await runKernel(
    context,
    { ...desired, records: { ...desired.records } },
    { administrator: built.administrator, application: null, proof: proofsOf(context.tenant.id) },
    [],
  )
  const standing = new Set(outcome.records.keys.map((key) => key.keyId))
  const gone = before.filter((certificate) => certificate.sent && !standing.has(certificate.keyId))
  await retireCertificates(gone)
  const left = (outcome.observed?.application?.keys ?? []).map(({ keyId }) => keyId)
  return outcome.observed === null ? [] : chosen.filter((keyId) => !left.includes(keyId))
}

async function keyStep(context: RunContext, limits: { maxLifetimeDays: number | null }): Promise<OwnCertificate> {
  await updateStep(context.key, 'key', { status: 'doing' })
  const { certificate, made } = await ensureCertificate(context.tenant, limits)
  await updateStep(context.key, 'key', {
    status: 'done',
    detail: [
      made ? 'sealed, saved, read back, same fingerprint' : 'kept: the one that is there is good',
      whyThisLife(certificate),
    ]
      .filter(Boolean)
      .join('; '),
  })
  return certificate
}

function runKernel(context: RunContext, desired: DesiredPresent, hands: Hands, answers: Evidence[]): Promise<Outcome> {
  const { clock } = runtime()
  const mandate = applyMandate({
    authorities: ['administrator', 'application'],
    mayTouchExisting:
      context.tenant.state === 'connected' || context.row.approvedAt !== null || context.row.deletedChoice !== null,
    lastLook: 'caller',
  })
  return reconcile({ desired, hands, mandate, clock, journal: liveJournal(context, answers), signal: context.signal })
}

/** Steps that the plan did not need are done too: they stand already. */
async function markWhatStands(context: RunContext): Promise<void> {
  const open = await runtime().db.runStep.findMany({
    where: {
      runId: context.key.id,
      key: { in: ['application', 'service-principal', 'grants', 'directory-role'] },
      status: { not: 'done' },
    },
  })
  for (const step of open)
    await updateStep(context.key, step.key, { status: 'done', detail: 'stands already, nothing to do' })
}

/** An older permission that was taken in place of the one that was promised is said where it was granted. */
async function nameStandIns({ key, row }: RunContext, desired: DesiredPresent, look: Look): Promise<void> {
  const standIns = standInsAmong(row.baseline, resolveRoles(desired, look).roles)
  if (standIns.length > 0) await updateStep(key, 'grants', { status: 'done', detail: sayStandIns(standIns) })
}

/** The tenant's policy as it was read, in days; where only its refusal is known, the next of the lives to try. */
function shorterLife(outcome: Outcome, attempt: number): number | null {
  const unmet = outcome.plan.unmet.find((one) => one.kind === 'key-lifetime')
  if (unmet !== undefined) return attempt === 0 ? unmet.maxLifetimeDays : null
  return failureOf(outcome)?.kind === 'key-lifetime-policy' ? (livesToTry[attempt] ?? null) : null
}

/** The refusal names no number. Microsoft's own examples of this policy use months; below a week nobody could keep up. */
const livesToTry = [30, 7] as const
