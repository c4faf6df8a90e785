import { evidenceOfRefusal } from '../microsoft/evidence'
import { explainFailure } from '../microsoft/failures'
import type { Evidence, MicrosoftFailure } from '../microsoft/observed'
import type { Outcome } from '../reconcile/mandate'
import type { StepKind, Unmet } from '../reconcile/plan'
import { runtime } from '../runtime'
import { workloadsOf } from './baselines'
import { ensureRequest } from './certificate-requests'
import type { OwnCertificate } from './certificate-store'
import { noteCondition } from './condition-store'
import { rest, type RunContext } from './run-context'
import { describeStanding } from './standing'
import {
  authorityLifeTooLong,
  capTooShort,
  deletedFound,
  foreignFound,
  grantsRefused,
  selfSignedForbidden,
  strangerDeletedFound,
} from './verdict-decisions'
import { approvalNeeded, certificateEnded, olderStateShown, setUpFailed, stillSpreading } from './verdicts'
import { nothingWritten } from './verdict-parts'
import type { Verdict } from './verdict-views'

/** The run rests after the kernel could not bring everything about: who is needed, what for, and what stands. */
export async function restAfter(context: RunContext, outcome: Outcome, certificate: OwnCertificate): Promise<void> {
  const failure = failureOf(outcome)
  const step = await currentStep(context)
  const written = await standingOf(context, failure)
  const evidence = failure === null ? [] : [evidenceOfRefusal({ call: step.name }, failure)]
  const found = { failure, evidence, written }
  const tooLong = certificate.issuedBy === null ? null : lifeRefused(outcome)
  if (tooLong !== null) await ensureRequest(context.tenant, tooLong.maxLifetimeDays)
  const verdict =
    tooLong === null
      ? await verdictFor(context, outcome, found)
      : authorityLifeTooLong(context.words, tooLong.maxLifetimeDays, found)
  await rest(context, step.key, verdict)
}

export function failureOf(outcome: Outcome): MicrosoftFailure | null {
  return outcome.status === 'stalled' || outcome.status === 'blocked' ? outcome.failure : null
}

/** The authority's certificate lives longer than the policy admits; null for any other outcome. */
function lifeRefused(outcome: Outcome): { maxLifetimeDays: number | null } | null {
  const unmet = outcome.plan.unmet.find((one) => one.kind === 'key-lifetime')
  if (unmet !== undefined) return unmet
  return failureOf(outcome)?.kind === 'key-lifetime-policy' ? { maxLifetimeDays: null } : null
}

interface Found {
  failure: MicrosoftFailure | null
  evidence: readonly Evidence[]
  written: string
}

async function verdictFor(context: RunContext, outcome: Outcome, found: Found): Promise<Verdict> {
  const { failure, evidence, written } = found
  if (failure !== null) {
    const roles = refusedRoles(outcome)
    if (roles.length > 0) return refusedGrants(context, roles, { ...found, failure })
    if (failure.kind === 'key-type-policy') return selfSignedForbidden(context.words, found)
    if (failure.kind === 'key-lifetime-policy') return capTooShort(context.words, { ...found, failure })
    return setUpFailed(context.words, failure, explainFailure(failure), { evidence, written })
  }
  if (outcome.status === 'stalled') {
    if (written === nothingWritten) return olderStateShown(context.words)
    return { ...stillSpreading('The directory does not show yet what was written.', [], null), written }
  }
  const unmet = outcome.plan.unmet.find((one) => one.stops)
  return { ...decisionFor(context, outcome, unmet), written }
}

function decisionFor({ words }: RunContext, outcome: Outcome, unmet: Unmet | undefined): Verdict {
  switch (unmet?.kind) {
    case 'name-held':
      return unmet.ours ? deletedFound(words, unmet.deletedAt) : strangerDeletedFound(words, unmet)
    case 'foreign-application':
      return foreignFound(words, unmet)
    case 'self-signed-forbidden':
      return selfSignedForbidden(words, { failure: null, evidence: [], written: nothingWritten })
    case 'certificate-expired':
      return certificateEnded()
    default:
      return approvalNeeded(describeChanges(outcome.plan))
  }
}

function refusedRoles(outcome: Outcome): readonly string[] {
  const refused = outcome.status === 'stalled' || outcome.status === 'blocked' ? (outcome.refused ?? []) : []
  return refused.flatMap((step) => (step.kind === 'grantAppRole' ? [step.role] : []))
}

/** The other permissions stand. The tenant shows what is missing until a later run has granted it. */
async function refusedGrants(
  context: RunContext,
  roles: readonly string[],
  found: Found & { failure: MicrosoftFailure },
): Promise<Verdict> {
  const wanted = workloadsOf(context.row.baseline).reduce((sum, one) => sum + one.permissions.length, 0)
  await noteCondition(context.tenant, {
    type: 'Permissions',
    status: context.tenant.state === 'connected' ? 'warning' : 'failing',
    reason: 'GrantRefused',
    message: `Microsoft refused to grant ${roles.join(', ')}; ${wanted - roles.length} of ${wanted} permissions stand.`,
    remedy: 'Continue the open run with the sign-in of somebody who may grant it.',
    who: 'A Global Administrator or Privileged Role Administrator of the tenant',
    evidence: found.evidence,
  })
  return grantsRefused(context.words, { ...found, roles, wanted })
}

/** A broken wire leaves open what stands; any other refusal says clearly that its call changed nothing. */
function standingOf(context: RunContext, failure: MicrosoftFailure | null): Promise<string> {
  const isOpen = failure !== null && ['lost', 'unavailable'].includes(failure.kind)
  return describeStanding(
    { runId: context.key.id, tenantId: context.tenant.id, baseline: context.row.baseline },
    !isOpen,
  )
}

async function currentStep(context: RunContext): Promise<{ key: string; name: string }> {
  const step = await runtime().db.runStep.findFirst({
    where: { runId: context.key.id, status: { not: 'done' } },
    orderBy: { position: 'asc' },
  })
  return step ?? { key: 'look', name: 'Looking' }
}

/** The plan in words, for the operator who has to agree to it. */
function describeChanges({ stages, surplus }: Outcome['plan']): string {
  const counts = new Map<string, number>()
  for (const step of stages.flat()) counts.set(changeWords[step.kind], (counts.get(changeWords[step.kind]) ?? 0) + 1)
  const changes = [...counts].map(([words, count]) => (count === 1 ? words : `${words} (${count})`))
  const stays = surplus.length === 0 ? '' : ` What Latchkey did not make stays as it is: ${surplus.length} found.`
  return `It would ${changes.join(', ')}.${stays}`
}

const changeWords: Readonly<Record<StepKind, string>> = {
  restoreApplication: 'restore the deleted application',
  purgeDeletedApplication: 'delete the old application for good',
  upsertApplication: 'write the application',
  upsertServicePrincipal: 'write its service principal',
  grantAppRole: 'grant a permission',
  revokeAppRole: 'take back a permission that Latchkey granted',
  assignDirectoryRole: 'assign a directory role',
  addKey: 'add the certificate',
  mergeKey: 'add the certificate beside the keys that are there',
  removeKey: 'remove an old certificate of ours',
  mergeRemoveKey: 'remove old certificates of ours',
  deleteServicePrincipal: 'delete the service principal',
  deleteApplication: 'delete the application',
}
