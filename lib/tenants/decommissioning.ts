import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { askForSignIn } from './browser-offer'
import { listCertificates } from './certificate-store'
import type { DecommissionView, FormerTenant } from './change-views'
import { applicationName } from './desire'
import { removalSteps } from './live-steps'
import { formerTenants } from './practice'
import { removalText } from './removal-texts'
import { openRun } from './run-store'
import { reachTenant, type TenantRow } from './tenant-store'
import { unattendedKinds } from './unattended'

/** What will be gone and what stays, from our records. The run looks at Microsoft before it deletes anything. */
export async function previewDecommission(actor: Actor, tenantId: string): Promise<DecommissionView> {
  requireMay(actor, 'tenants.change')
  const { db } = runtime()
  const tenant = await reachTenant(actor, tenantId)
  const { cloud, entraTenantId } = tenant
  const [grants, certificates, open, restore] = await Promise.all([
    db.grant.count({ where: { tenantId, removedAt: null } }),
    listCertificates(tenantId),
    findOpenRun(tenantId),
    db.tenant.findFirst({ where: { cloud, entraTenantId, purpose: 'restore', objectId: { not: null } } }),
  ])
  return {
    tenantId,
    customer: tenant.customer,
    domain: tenant.domain,
    practice: tenant.practice,
    appId: tenant.appId,
    gone: [
      `The application “${applicationName}” and its service principal, with every key, secret and permission on it`,
      `${count(grants, 'permission')} that Latchkey granted`,
      ...(restore === null ? [] : ['The restore application beside it']),
      `${count(certificates.length, 'private key')} here, for good`,
    ],
    stays: [
      'Everything in the tenant that Latchkey did not make',
      'The history of this tenant here, with a receipt',
      'Backups that were already taken; they are not Latchkey’s',
    ],
    adopted: tenant.adoptedAt !== null,
    decommissioned: tenant.state === 'decommissioned',
    openRunId: open?.id ?? null,
    letter: removalText(tenant, tenant.appId),
  }
}

/** Starts the run that takes back what Latchkey made. One sign-in of an administrator follows. */
export async function startDecommissioning(
  actor: Actor,
  request: { tenantId: string; domain: string; leave: boolean },
): Promise<{ runId: string; tenantId: string }> {
  requireMay(actor, 'tenants.change')
  const tenant = await reachTenant(actor, request.tenantId)
  await requireReady(tenant, request.domain)
  const { runId, created } = await openRun({
    tenantId: tenant.id,
    kind: 'decommission',
    baseline: tenant.baseline,
    startedBy: actor,
    steps: removalSteps,
    choices: { leave: request.leave && tenant.adoptedAt !== null },
  })
  if (!created) throw openRunFirst(runId)
  await askForSignIn(runId)
  return { runId, tenantId: tenant.id }
}

/** The domain is typed, nothing else is going on, and there is something to take back. */
export async function requireReady(tenant: TenantRow, typed: string): Promise<void> {
  if (typed.trim().toLowerCase() !== tenant.domain.toLowerCase()) {
    throw new AppError('invalid_input', 'domain does not match', {
      field: 'domain',
      say: `Type ${tenant.domain} to confirm. That is not it.`,
    })
  }
  if (tenant.state === 'decommissioned') {
    throw new AppError('conflict', 'already decommissioned', { say: 'This tenant was taken back already.' })
  }
  const open = await findOpenRun(tenant.id)
  if (open !== null) throw openRunFirst(open.id)
}

/** A person’s run; a change of keys by Latchkey itself gives way. */
function findOpenRun(tenantId: string): Promise<{ id: string } | null> {
  const where = { tenantId, endedAt: null, kind: { notIn: [...unattendedKinds] } }
  return runtime().db.run.findFirst({ where, select: { id: true } })
}

function openRunFirst(runId: string): AppError {
  return new AppError('conflict', `run ${runId} is open`, {
    say: 'A run of this tenant is open. Finish it or stop it first.',
  })
}

/** Tenants that were taken back, newest first, with the run whose receipt tells of it. */
export async function listFormerTenants(_actor: Actor): Promise<readonly FormerTenant[]> {
  const rows = await runtime().db.tenant.findMany({
    where: await formerTenants(),
    orderBy: { decommissionedAt: 'desc' },
    take: 200,
    include: {
      customer: { select: { name: true } },
      runs: {
        where: { kind: { in: ['decommission', 'forget'] }, outcome: 'converged' },
        orderBy: { startedAt: 'desc' },
        take: 1,
        select: { id: true },
      },
    },
  })
  return rows.map((row) => ({
    id: row.id,
    customer: row.customer.name,
    domain: row.domain,
    practice: row.practice,
    at: (row.decommissionedAt ?? row.createdAt).toISOString(),
    receiptRunId: row.runs[0]?.id ?? null,
  }))
}

function count(number: number, one: string): string {
  return number === 1 ? `One ${one}` : `${number} ${one}s`
}
