import { record } from '../audit/audit'
import { AppError } from '../errors'
import { explainFailure } from '../microsoft/failures'
import { discoverTenant } from '../microsoft/discovery'
import type { Cloud } from '../microsoft/clouds'
import type { MicrosoftFailure } from '../microsoft/observed'
import { runtime } from '../runtime'
import { labelOf, reaches, type Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { chooseBaseline } from './baselines'
import { askForSignIn } from './browser-offer'
import { rememberStanding } from './changes'
import { ensureCertificate, markSent } from './certificate-store'
import { conduct, keepLease } from './conduct'
import { requireConnectable, requireOwnCustomer } from './connect-reach'
import type { RunChoices } from './choices'
import { adoptionSteps, stepsFor } from './live-steps'
import { isPracticeOn } from './practice'
import { makeContext } from './run-context'
import { claimRun, openRun, readRunRow, releaseRun, restingData, updateRun, updateStep, type RunRow } from './run-store'
import { ensureTenant, reachTenant, uuid, type TenantRow } from './tenant-store'
import { cancelled } from './verdicts'

/** Who lives behind a domain, as Microsoft says. */
export interface ResolvedDomain {
  domain: string
  entraTenantId: string
  cloud: string
  cloudName: string
  practice: boolean
  knownTenantId: string | null
  knownCustomer: string | null
}

/** Asks Microsoft before a code is shown: the right tenant or none. Refusals name the field and the reason. */
export async function resolveDomain(actor: Actor, domain: string): Promise<ResolvedDomain> {
  requireMay(actor, 'tenants.change')
  const found = await findTenant(domain)
  const known = await runtime().db.tenant.findUnique({
    where: {
      cloud_entraTenantId_purpose: { cloud: found.cloud.name, entraTenantId: found.tenantId, purpose: 'backup' },
    },
    include: { customer: true },
  })
  return {
    domain: found.domain,
    entraTenantId: found.tenantId,
    cloud: found.cloud.name,
    cloudName: found.cloud.displayName,
    practice: found.cloud.name === 'practice',
    knownTenantId: known?.id ?? null,
    knownCustomer: known?.customer.name ?? null,
  }
}

async function findTenant(input: string): Promise<{ cloud: Cloud; tenantId: string; domain: string }> {
  const { clouds, clock, settings } = runtime()
  if (input.trim().toLowerCase().endsWith('.example') && !(await isPracticeOn())) {
    throw new AppError('practice_off', 'practice domain while practice is off', { field: 'domain' })
  }
  const found = await discoverTenant(clouds, input, { clock, timeoutMs: settings.MICROSOFT_TIMEOUT_SECONDS * 1000 })
  if (found.status === 'found') return found
  if (found.status === 'malformed') {
    throw new AppError('invalid_input', 'domain is malformed', {
      field: 'domain',
      say: 'This is not a domain. Type one like contoso.com or contoso.onmicrosoft.com.',
    })
  }
  throw unresolved(found.domain, found.failure)
}

/** Our words, and beside them Microsoft’s code and ids. */
function unresolved(domain: string, failure: MicrosoftFailure): AppError {
  const { code, traceId, correlationId, at } = failure
  const answer = { code, traceId, correlationId, at }
  if (failure.kind === 'tenant-unknown') {
    return new AppError('domain_unknown', code, {
      field: 'domain',
      say: `Microsoft knows no tenant with the domain ${domain}. Check the spelling, or use the tenant’s onmicrosoft.com domain.`,
      answer,
    })
  }
  const said = explainFailure(failure)?.meaning ?? `Microsoft could not be asked about ${domain}.`
  return new AppError('microsoft_unreachable', code, { field: 'domain', say: `${said} Try again in a minute.`, answer })
}

export interface ConnectRequest {
  customer: string
  domain: string
  baseline: string
  workloads: readonly string[]
  /** Take over an application that stands there: its client id, or `earlier` for one of an earlier installation. */
  existing?: string
}

/** Starts a run for this tenant, or gives the one that is open. The answer comes before any code: the page follows live. */
export async function startConnecting(
  actor: Actor,
  request: ConnectRequest,
): Promise<{ runId: string; tenantId: string }> {
  requireMay(actor, 'tenants.change')
  const baseline = chooseBaseline(request.baseline, request.workloads)
  const customer = request.customer.trim()
  if (customer.length === 0 || customer.length > 120) {
    throw new AppError('invalid_input', 'customer name', {
      field: 'customer',
      say: 'Name the customer, in at most 120 letters.',
    })
  }
  const adopt = wantedApplication(request.existing ?? '')
  await requireOwnCustomer(actor, customer)
  const found = await findTenant(request.domain)
  await requireConnectable(actor, { cloud: found.cloud.name, entraTenantId: found.tenantId })
  const tenant = await ensureTenant({
    customer,
    cloud: found.cloud,
    entraTenantId: found.tenantId,
    domain: found.domain,
    baseline,
  })
  const { runId, created } = await openRun({
    tenantId: tenant.id,
    ...(await beginning(tenant, adopt)),
    baseline,
    startedBy: actor,
    steps: adopt === null ? stepsFor(baseline) : adoptionSteps(baseline),
  })
  if (created && tenant.state === 'decommissioned') await bringBack(tenant)
  if (created) await askForSignIn(runId)
  return { runId, tenantId: tenant.id }
}

type Adopt = NonNullable<RunChoices['adopt']>

/** Null: a new application is made, or ours goes on. */
function wantedApplication(existing: string): Adopt | null {
  const given = existing.trim().toLowerCase()
  if (given === '') return null
  if (given === 'earlier') return { appId: null, removeKeys: [] }
  if (uuid.test(given)) return { appId: given, removeKeys: [] }
  throw new AppError('invalid_input', 'application id', {
    field: 'existing',
    say: 'An application id looks like 8d2e41f0-6b7c-4f0a-9a51-c07be13d5514. Copy it from the application’s Overview.',
  })
}

async function beginning(
  tenant: TenantRow,
  adopt: Adopt | null,
): Promise<{ kind: string; choices?: Partial<RunChoices> }> {
  if (tenant.state !== 'connected') return adopt === null ? { kind: 'connect' } : { kind: 'adopt', choices: { adopt } }
  if (adopt === null) return { kind: 'reconfigure', choices: { before: await rememberStanding(tenant) } }
  throw new AppError('conflict', 'connected already', {
    field: 'existing',
    say: 'This tenant is connected with an application already. Decommission it first to take over another one.',
  })
}

/** What was taken back is connected again: it stands in the fleet from now on, with its history. */
async function bringBack(tenant: TenantRow): Promise<void> {
  const { db, clock } = runtime()
  const found = await db.tenant.findUniqueOrThrow({ where: { id: tenant.id } })
  const rested = clock.now().getTime() - (found.decommissionedAt?.getTime() ?? 0)
  const isEmptied = rested > recycleBinDays * 86_400_000
  await db.tenant.update({
    where: { id: tenant.id },
    data: { state: 'new', ...(isEmptied ? { objectId: null, appId: null } : {}) },
  })
}

/** Microsoft empties its recycle bin after thirty days; one more for the clocks. */
const recycleBinDays = 31

/** A fresh code for a run that waits for a person. */
export async function renewCode(actor: Actor, runId: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  const run = await openRunOf(actor, runId)
  await note(actor, run, 'run.code_renewed')
  await conduct(run.id, 'sign-in')
}

/** The operator agrees that the plan changes what stood there before; the sign-in was dropped, so a fresh code follows. */
export async function approvePlan(actor: Actor, runId: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  const run = await openRunOf(actor, runId)
  await runtime().db.run.update({ where: { id: run.id }, data: { approvedAt: runtime().clock.now() } })
  await note(actor, run, 'run.plan_approved')
  await askForSignIn(run.id)
}

/** The proof again, with the stored key: nobody signs in. */
export async function retryProof(actor: Actor, runId: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  const run = await openRunOf(actor, runId)
  await note(actor, run, 'run.proof_retried')
  await conduct(run.id, 'proof')
}

/** Leaves the code and shows script and steps; key and certificate are made now, because the script carries the public half. */
export async function chooseByHand(actor: Actor, runId: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  const run = await claimForPerson(actor, runId)
  if (run.kind !== 'connect' && run.kind !== 'reconfigure') {
    await releaseRun(run)
    throw new AppError('conflict', `no way by hand for ${run.kind}`, {
      say: 'This has no way by hand. It takes one sign-in of an administrator.',
    })
  }
  const stopLease = keepLease(run, new AbortController()) // making a key can take longer than a lease
  try {
    const { tenant, key } = await makeContext(run, runtime().closing)
    const { certificate } = await ensureCertificate(tenant, { maxLifetimeDays: null })
    await markSent([certificate.keyId])
    await updateStep(key, 'sign-in', { status: 'done', detail: 'by hand, without a sign-in here' })
    await updateStep(key, 'key', { status: 'done', detail: 'sealed, saved, read back, same fingerprint' })
    await updateRun(key, restingData('by-hand', 'by-hand', null))
    await note(actor, run, 'run.by_hand')
  } finally {
    stopLease()
    await releaseRun(run)
  }
}

/** The application id that the administrator brings back; proved like any other connection. */
export async function bringBackApplication(actor: Actor, runId: string, appId: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  const given = appId.trim().toLowerCase()
  if (!uuid.test(given)) {
    throw new AppError('invalid_input', 'application id', {
      field: 'appId',
      say: 'An application id looks like 8d2e41f0-6b7c-4f0a-9a51-c07be13d5514. Copy it from the application’s Overview.',
    })
  }
  const run = await openRunOf(actor, runId)
  if (run.phase !== 'by-hand' && run.phase !== 'waiting') throw new AppError('conflict', `run is in phase ${run.phase}`)
  await runtime().db.run.update({ where: { id: run.id }, data: { broughtAppId: given } })
  await note(actor, run, 'run.application_brought_back', given)
  await conduct(run.id, 'proof')
}

/** Stops the run; what the steps did stays, what lived in memory is dropped. */
export async function cancelRun(actor: Actor, runId: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  const run = await claimForPerson(actor, runId)
  await updateRun(run, restingData('ended', 'cancelled', cancelled(await hasWritten(run.id))))
  await note(actor, run, 'run.cancelled')
}

/** Did the run reach its first write at Microsoft? */
async function hasWritten(runId: string): Promise<boolean> {
  const step = await runtime().db.runStep.findFirst({ where: { runId, key: 'application', startedAt: { not: null } } })
  return step !== null
}

/** The run, if it is there, within the actor’s reach, and has not ended. */
export async function openRunOf(actor: Actor, runId: string): Promise<RunRow> {
  if (!uuid.test(runId)) throw new AppError('not_found', 'run id is no uuid')
  const open = await runtime().db.run.findUnique({ where: { id: runId }, select: { endedAt: true, tenantId: true } })
  if (open === null || !reaches(actor, open.tenantId)) throw new AppError('not_found', `no run ${runId}`)
  if (open.endedAt !== null) throw new AppError('run_ended', `run ${runId} has ended`)
  return readRunRow(runId)
}

/** Takes the run out of the hands of whoever works on it, in this process or another. */
export async function claimForPerson(actor: Actor, runId: string): Promise<RunRow> {
  const run = await openRunOf(actor, runId)
  const live = runtime().liveRuns.get(runId)
  live?.abort.abort()
  await live?.rest
  await runtime().db.run.updateMany({ where: { id: runId, endedAt: null }, data: { leaseUntil: null } })
  const claimed = await claimRun(runId)
  if (claimed === null) throw new AppError('run_ended', `run ${run.id} has ended`)
  return claimed
}

/** Who did what to a run, in the tenant's history. */
export async function note(actor: Actor, run: RunRow, action: string, appId?: string): Promise<void> {
  await record(runtime().db, {
    actor: labelOf(actor),
    action,
    subject: `tenant:${run.tenantId}`,
    detail: { runId: run.id, operator: actor.name, ...(appId === undefined ? {} : { appId }) },
  })
}

/** For the page that reconfigures: what the form starts from. */
export async function readConnectDefaults(
  actor: Actor,
  tenantId: string,
): Promise<{ customer: string; domain: string; baseline: string; workloads: readonly string[] }> {
  const tenant = await reachTenant(actor, tenantId)
  const { key, workloads } = tenant.baseline
  return { customer: tenant.customer, domain: tenant.domain, baseline: key, workloads }
}
