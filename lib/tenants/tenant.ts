import { listEntries } from '../audit/audit'
import { renewAt } from '../certificates/lifecycle'
import { AppError } from '../errors'
import { cloudByName } from '../microsoft/clouds'
import type { Evidence } from '../microsoft/observed'
import { runtime } from '../runtime'
import { reaches, type Actor } from '../staff/actor'
import { auditText } from './audit-text'
import { baselineSchema } from './baselines'
import { whyThisLife } from './certificate-words'
import { conditionName } from './condition-names'
import { listPermissions } from './permission-rows'
import { describeTenant } from './tenant-words'
import { judgeState } from './tenant-state'
import { isUnattended } from './unattended'
import { uuid } from './tenant-store'
import type { ConditionStatus, ConditionView } from './condition-views'
import type { RunLine, TenantView } from './tenant-views'
import type { Verdict } from './verdict-views'

/** One tenant, top to bottom. Throws not_found, also for one that the actor does not reach. */
export async function getTenant(actor: Actor, id: string): Promise<TenantView> {
  const row = reaches(actor, id) ? await findTenant(id) : null
  if (row === null) throw new AppError('not_found', `no tenant ${id}`)
  const { db, clock } = runtime()
  const now = clock.now()
  const baseline = baselineSchema.parse(row.baseline)
  const certificate = row.certificates.find((one) => one.state === 'active') ?? null
  const conditions = row.conditions.map(toCondition)
  const openRun = row.runs.find((run) => run.endedAt === null && !isUnattended(run.kind)) ?? null
  const { state } = judgeState({ connected: row.state === 'connected', conditions, openRun, certificate }, now)
  const entries = await listEntries(db, { subject: `tenant:${row.id}`, limit: 12, without: ['token.issued'] })
  return {
    id: row.id,
    customer: row.customer.name,
    ...{ customerId: row.customerId, entraTenantId: row.entraTenantId, appId: row.appId, tags: row.tags },
    domain: row.domain,
    displayName: row.displayName,
    practice: row.practice,
    state,
    ...describeTenant({
      customer: row.customer.name,
      state,
      conditions,
      openRun,
      connected: row.state === 'connected',
      takenBackAt: row.state === 'decommissioned' ? row.decommissionedAt : null,
    }),
    baseline: { name: baseline.name, version: baseline.version, workloads: baseline.workloads },
    conditions,
    certificate:
      certificate === null
        ? null
        : {
            notBefore: certificate.notBefore.toISOString(),
            notAfter: certificate.notAfter.toISOString(),
            renewAt: renewAt(certificate, row.id).toISOString(),
            sha256: certificate.sha256,
            sha1: certificate.sha1,
            serial: certificate.serial,
            subject: certificate.subject,
            keyVersion: certificate.keyVersion,
            state: certificate.state,
            whyThisLife: whyThisLife(certificate),
            derBase64: Buffer.from(certificate.der).toString('base64'),
          },
    permissions: row.state === 'connected' ? listPermissions(baseline, row.grants, conditions) : [],
    facts: factsOf(row, certificate),
    runs: row.runs.map(toRunLine),
    audit: entries.map((entry) => ({ at: entry.at.toISOString(), text: auditText(entry) })),
    openRunId: openRun?.id ?? null,
    decommissioned: row.state === 'decommissioned',
    connectedAt: row.connectedAt?.toISOString() ?? null,
    provedAt: row.provedAt?.toISOString() ?? null,
    nextCheckAt: row.work[0]?.nextAt.toISOString() ?? null,
  }
}

async function findTenant(id: string) {
  if (!uuid.test(id)) return null
  return runtime().db.tenant.findUnique({
    where: { id },
    include: {
      customer: true,
      certificates: { where: { removedAt: null }, orderBy: { keyVersion: 'desc' } },
      grants: { where: { removedAt: null } },
      conditions: { orderBy: { position: 'asc' } },
      runs: { orderBy: { startedAt: 'desc' }, take: 10 },
      work: { where: { kind: 'check' }, select: { nextAt: true } },
    },
  })
}

function toCondition(row: {
  type: string
  status: string
  reason: string
  message: string
  remedy: string | null
  who: string | null
  evidence: unknown
  checkedAt: Date
  since: Date
  provedAt: Date | null
  unsureSince: Date | null
}): ConditionView {
  return {
    type: row.type,
    name: conditionName(row.type),
    status: row.status as ConditionStatus,
    reason: row.reason,
    message: row.message,
    remedy: row.remedy,
    who: row.who,
    evidence: (row.evidence ?? []) as readonly Evidence[],
    checkedAt: row.checkedAt.toISOString(),
    since: row.since.toISOString(),
    provedAt: row.provedAt?.toISOString() ?? null,
    unsureSince: row.unsureSince?.toISOString() ?? null,
  }
}

/** What a backup product asks for, in its own words. */
function factsOf(
  row: { entraTenantId: string; appId: string | null; cloud: string; sharepointHost: string | null; state: string },
  certificate: { sha256: string; sha1: string } | null,
): TenantView['facts'] {
  if (row.state !== 'connected') return []
  const known = runtime().clouds.some((cloud) => cloud.name === row.cloud)
  const authority = known ? `${cloudByName(runtime().clouds, row.cloud).loginOrigin}/${row.entraTenantId}` : null
  const facts: [string, string | null | undefined][] = [
    ['Tenant id', row.entraTenantId],
    ['Application id', row.appId],
    ['Certificate, SHA-256', certificate?.sha256],
    ['Certificate, SHA-1', certificate?.sha1],
    ['Authority', authority],
    ['SharePoint host', row.sharepointHost],
  ]
  return facts.flatMap(([label, value]) => (value ? [{ label, value, copy: true }] : []))
}

function toRunLine(run: {
  id: string
  kind: string
  phase: string
  outcome: string | null
  verdict: unknown
  startedAt: Date
  endedAt: Date | null
}): RunLine {
  const verdict = run.verdict as Verdict | null
  if (isUnattended(run.kind) && (run.outcome === 'converged' || verdict === null)) return rotationLine(run)
  const name = runNames[run.kind] ?? 'Connected and proved'
  if (run.outcome === 'converged') {
    const seconds = Math.round(((run.endedAt ?? run.startedAt).getTime() - run.startedAt.getTime()) / 1000)
    return line(run, 'ok', name, `took ${seconds} s`)
  }
  if (run.endedAt !== null) return line(run, 'unknown', verdict?.title ?? 'Stopped', verdict?.written ?? '')
  if (verdict !== null) return line(run, 'warning', verdict.title, 'waits for a person')
  return line(run, 'running', 'Running', run.phase === 'sign-in' ? 'waits for the administrator' : 'at work')
}

/** What happened without anybody, or is under way: hours of overlap are no hours of work. */
function rotationLine(run: { id: string; kind: string; outcome: string | null; startedAt: Date }): RunLine {
  const revoked = run.kind === 'revoke'
  if (run.outcome !== null)
    return line(run, 'ok', revoked ? 'Key replaced at once' : 'Certificate renewed', 'by itself')
  return line(run, 'running', revoked ? 'Key is being replaced' : 'Certificate is being renewed', 'by itself')
}

/** What a run that reached its end has done. */
const runNames: Readonly<Record<string, string>> = {
  reconfigure: 'Reconfigured and proved',
  adopt: 'Taken over and proved',
  restore: 'Restore application opened',
  decommission: 'Taken back',
  forget: 'Forgotten here',
}

function line(
  run: { id: string; kind: string; startedAt: Date },
  status: RunLine['status'],
  title: string,
  note: string,
): RunLine {
  return { id: run.id, kind: run.kind, status, title, note, at: run.startedAt.toISOString() }
}
