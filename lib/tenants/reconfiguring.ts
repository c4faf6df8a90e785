import { AppError, publicError } from '../errors'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { chooseBaseline, type Baseline } from './baselines'
import { askForSignIn } from './browser-offer'
import { rememberStanding } from './changes'
import type { ReconfigurePreview, ReconfigureView } from './change-views'
import type { RunChoices } from './choices'
import { stepsFor } from './live-steps'
import { previewWith } from './preview'
import { openRun } from './run-store'
import { reachTenant, type TenantRow } from './tenant-store'
import { unattendedKinds } from './unattended'
import { findWorkload } from './workloads'

export interface ReconfigureRequest {
  tenantId: string
  baseline: string
  workloads: readonly string[]
  /** Assignments of others that the operator ticked in the preview. */
  revoke: readonly string[]
}

/** The page before the run. Without a choice it previews what the tenant has now, as its baseline is today. */
export async function getReconfigure(
  actor: Actor,
  tenantId: string,
  choice: { baseline: string; workloads: readonly string[] } | null,
): Promise<ReconfigureView> {
  requireMay(actor, 'tenants.change')
  const tenant = await reachTenant(actor, tenantId)
  const { baseline, workloads } = choice ?? { baseline: tenant.baseline.key, workloads: tenant.baseline.workloads }
  const open = await runtime().db.run.findFirst({
    where: { tenantId, endedAt: null, kind: { notIn: [...unattendedKinds] } },
    select: { id: true },
  })
  const isConnected = tenant.state === 'connected'
  const tried = isConnected ? await tryPreview(tenant, baseline, workloads) : { preview: null, refusal: null }
  return {
    tenantId,
    customer: tenant.customer,
    domain: tenant.domain,
    practice: tenant.practice,
    connected: isConnected,
    chosen: {
      baseline: tried.preview?.baseline.key ?? baseline,
      workloads: workloads.filter((key) => findWorkload(key)?.always === false),
    },
    ...tried,
    openRunId: open?.id ?? null,
  }
}

async function tryPreview(
  tenant: TenantRow,
  key: string,
  workloads: readonly string[],
): Promise<{ preview: ReconfigurePreview | null; refusal: string | null }> {
  let baseline: Baseline
  try {
    baseline = chooseBaseline(key, workloads)
  } catch (error) {
    const { code, say } = publicError(error)
    if (code !== 'invalid_input') throw error
    return { preview: null, refusal: say }
  }
  return { preview: await previewWith(tenant, baseline), refusal: null }
}

/** Starts the run that the preview described, or gives the one that is open. One sign-in of an administrator follows. */
export async function startReconfiguring(
  actor: Actor,
  request: ReconfigureRequest,
): Promise<{ runId: string; tenantId: string }> {
  requireMay(actor, 'tenants.change')
  const tenant = await reachTenant(actor, request.tenantId)
  if (tenant.state !== 'connected') {
    throw new AppError('conflict', `tenant is ${tenant.state}`, {
      say: 'This tenant is not connected, so there is nothing to reconfigure. Connect it instead.',
    })
  }
  const baseline = chooseBaseline(request.baseline, request.workloads)
  const revoke = request.revoke.length === 0 ? [] : await nameTicked(tenant, baseline, request.revoke)
  const { runId, created } = await openRun({
    tenantId: tenant.id,
    kind: 'reconfigure',
    baseline,
    startedBy: actor,
    steps: stepsFor(baseline),
    choices: { revoke, before: await rememberStanding(tenant) },
  })
  if (created) await askForSignIn(runId)
  return { runId, tenantId: tenant.id }
}

/** Only what Microsoft shows now, and only what is not wanted: a ticked box is no licence for anything else. */
async function nameTicked(
  tenant: TenantRow,
  baseline: Baseline,
  ticked: readonly string[],
): Promise<RunChoices['revoke']> {
  const { foreign } = await previewWith(tenant, baseline)
  const found = foreign.filter(({ assignmentId }) => ticked.includes(assignmentId))
  if (found.length < new Set(ticked).size) {
    throw new AppError('conflict', 'the preview is out of date', {
      say: 'The permissions there changed since this preview was made. Look at the new one and tick again.',
    })
  }
  return found.map(({ assignmentId, resource, role }) => ({ assignmentId, resource, role }))
}
