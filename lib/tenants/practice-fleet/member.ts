import { renewAt } from '../../certificates/lifecycle'
import { AppError } from '../../errors'
import { cloudByName } from '../../microsoft/clouds'
import { schedule } from '../../queue/queue-store'
import { runtime } from '../../runtime'
import type { Actor } from '../../staff/actor'
import type { RowChange } from '../batch-store'
import { chooseBaseline } from '../baselines'
import { listCertificates } from '../certificate-store'
import { checkNow } from '../checking'
import { chooseByHand, startConnecting } from '../connecting'
import { ensureTenant, readTenant } from '../tenant-store'
import type { Verdict } from '../verdict-views'
import { isDue, makeAged, moveBack, replaceByAged } from './ages'
import type { Member, Unfinished } from './cast'
import { practiceControl } from './control'

const everything = ['exchange', 'sharepoint', 'teams', 'groups', 'own-registration']
const codePatienceMs = 20_000

/** Makes one practice tenant there and connects it here as an administrator would; then its side does what is planned. */
export async function makeMember(actor: Actor, member: Member): Promise<RowChange> {
  const known = await runtime().db.tenant.findFirst({ where: { domain: member.domain, practice: true } })
  if (known !== null) return { state: 'done', text: 'Is there already.', tenantId: known.id }
  const tenantId = await enter(member)
  const { runId } = await startConnecting(actor, {
    ...{ customer: member.customer, domain: member.domain, baseline: 'recommended' },
    workloads: member.workloads ?? everything,
  })
  if (member.unfinished !== undefined) return leave(actor, { tenantId, runId }, member.unfinished)
  await signIn(runId, 'global-administrator')
  await runtime().liveRuns.get(runId)?.rest
  await requireConnected(tenantId, runId)
  if (isDue(member, tenantId)) await replaceByAged(tenantId, member)
  await moveBack(tenantId, member.ageDays)
  await practiceControl().clearFaults(member.domain)
  await suffer(member, (await readTenant(tenantId)).uniqueName)
  if (member.mishaps !== undefined) await checkNow(actor, tenantId)
  if (member.passing === true) await recover(actor, tenantId, member.domain)
  await scheduleRenewal(tenantId)
  const text = member.mishaps === undefined ? 'Connected and proved.' : 'Connected; then something was changed there.'
  return { state: 'done', text, tenantId, runId }
}

/** The tenant there, its row and, unless it is too old for a run to take it, its certificate here. */
async function enter(member: Member): Promise<string> {
  const { clouds, db } = runtime()
  const control = practiceControl()
  const { customer, domain, licences } = member
  const left = (await control.listTenants()).some((tenant) => tenant.domain === domain)
  if (left) await control.deleteTenant(domain)
  const entraTenantId = await control.createTenant({ domain, displayName: customer, ...(licences && { licences }) })
  await weather(member)
  const baseline = chooseBaseline('recommended', member.workloads ?? everything)
  const cloud = cloudByName(clouds, 'practice')
  const tenant = await ensureTenant({ customer, cloud, entraTenantId, domain, baseline })
  await db.tenant.update({ where: { id: tenant.id }, data: { tags: [...member.tags] } })
  if (member.unfinished === undefined && !isDue(member, tenant.id)) await makeAged(tenant, member)
  return tenant.id
}

/** Who waits polls at Microsoft’s pace; all others are served quickly. */
async function weather({ domain, unfinished }: Member): Promise<void> {
  const { fault } = practiceControl()
  if (unfinished !== 'waits') await fault(domain, { name: 'device-interval', seconds: 0.2 })
  if (unfinished === 'code-blocked') await fault(domain, { name: 'device-code-blocked' })
  if (unfinished === 'authority') await fault(domain, { name: 'self-signed-forbidden', trusts: 'customer-authority' })
}

async function signIn(runId: string, person: string, outcome?: 'decline'): Promise<void> {
  await practiceControl().signIn(await untilCode(runId), person, outcome)
}

async function untilCode(runId: string): Promise<string> {
  const { db, clock, closing } = runtime()
  const until = clock.now().getTime() + codePatienceMs
  for (;;) {
    const run = await db.run.findUniqueOrThrow({ where: { id: runId }, select: { userCode: true, verdict: true } })
    if (run.userCode !== null) return run.userCode
    if (run.verdict !== null || closing.aborted || clock.now().getTime() > until) throw unfinished(run.verdict)
    await clock.sleep(50, closing)
  }
}

/** The run stays where its administrator leaves it. */
async function leave(actor: Actor, ids: { tenantId: string; runId: string }, how: Unfinished): Promise<RowChange> {
  const { liveRuns } = runtime()
  if (how === 'waits') await untilCode(ids.runId)
  else if (how === 'by-hand') {
    await untilCode(ids.runId)
    await chooseByHand(actor, ids.runId)
  } else {
    const person = how === 'lacks-role' ? 'application-administrator' : 'global-administrator'
    await signIn(ids.runId, person, how === 'declined' ? 'decline' : undefined)
    await liveRuns.get(ids.runId)?.rest
  }
  return { state: 'done', text: `Being set up: ${leftWords[how]}.`, ...ids }
}

const leftWords: Readonly<Record<Unfinished, string>> = {
  waits: 'its administrator has not signed in yet',
  declined: 'its administrator cancelled the sign-in',
  'lacks-role': 'its administrator lacks a role',
  'code-blocked': 'its policy blocks the code',
  'by-hand': 'its administrator runs a script',
  authority: 'its own authority has to sign the certificate',
}

/** Trouble that comes and goes: a check finds it, the next one finds it gone. */
async function recover(actor: Actor, tenantId: string, domain: string): Promise<void> {
  const control = practiceControl()
  await control.fault(domain, { name: 'workload-identity-blocked' })
  await checkNow(actor, tenantId)
  await control.clearFaults(domain)
  await checkNow(actor, tenantId)
}

/** At the time that its aged certificate asks for: one that is due is tried at once, and its tenant may refuse. */
async function scheduleRenewal(tenantId: string): Promise<void> {
  const { db } = runtime()
  const certificate = (await listCertificates(tenantId)).find(({ state }) => state === 'active')
  if (certificate !== undefined) await schedule(db, { tenantId, kind: 'rotate' }, renewAt(certificate, tenantId))
}

async function requireConnected(tenantId: string, runId: string): Promise<void> {
  const { state } = await readTenant(tenantId)
  if (state === 'connected') return
  const run = await runtime().db.run.findUniqueOrThrow({ where: { id: runId }, select: { verdict: true } })
  throw unfinished(run.verdict)
}

function unfinished(verdict: unknown): AppError {
  const title = (verdict as Verdict | null)?.title
  return new AppError('conflict', `the run rests: ${title ?? 'no verdict'}`, {
    say: title ?? 'The practice cloud took too long. Fill the fleet again to go on.',
  })
}

async function suffer({ domain, mishaps = [] }: Member, application: string): Promise<void> {
  const { plant, fault } = practiceControl()
  for (const mishap of mishaps) {
    if ('fault' in mishap) await fault(domain, mishap.fault)
    else if ('product' in mishap) await plant(domain, { otherProduct: mishap.product })
    else await plant(domain, { [mishap.plant]: { application, ...mishap.with } })
  }
}
