import type { Prisma } from '@/prisma/generated/client'
import { renewAt } from '../certificates/lifecycle'
import { baselineSchema, workloadsOf } from './baselines'
import { endingCause } from './needs'
import { judgeState, type StateFacts } from './tenant-state'
import { unattendedKinds } from './unattended'
import type { ConditionStatus } from './condition-views'
import type { FleetRow } from './fleet-views'

/** Only what a row shows: no key, no evidence, no run steps. */
export const rowInclude = {
  customer: { select: { name: true } },
  conditions: {
    select: { type: true, status: true, reason: true, message: true, who: true },
    orderBy: { position: 'asc' },
  },
  certificates: {
    where: { state: 'active' },
    select: { notBefore: true, notAfter: true },
    take: 1,
    orderBy: { keyVersion: 'desc' },
  },
  runs: {
    where: { endedAt: null, kind: { notIn: [...unattendedKinds] } },
    select: { id: true, phase: true, verdict: true },
    take: 1,
  },
} as const satisfies Prisma.TenantInclude

export type TenantWithFacts = Prisma.TenantGetPayload<{ include: typeof rowInclude }>

export function toRow(tenant: TenantWithFacts, now: Date): FleetRow {
  const certificate = tenant.certificates[0]
  const facts: StateFacts = {
    connected: tenant.state === 'connected',
    conditions: tenant.conditions.map(({ status, ...rest }) => ({ ...rest, status: status as ConditionStatus })),
    openRun: tenant.runs[0] ?? null,
    certificate: certificate ?? null,
  }
  const { state, text } = judgeState(facts, now)
  const baseline = baselineSchema.parse(tenant.baseline)
  return {
    id: tenant.id,
    customer: tenant.customer.name,
    domain: tenant.domain,
    practice: tenant.practice,
    state,
    stateText: text,
    workloads: workloadsOf(baseline)
      .filter((workload) => !['directory', 'own-registration'].includes(workload.key))
      .map(({ key, name }) => {
        const found = tenant.conditions.find((condition) => condition.type === `Workload:${key}`)
        const isAbsent = found === undefined || found.reason === 'NotPresent'
        return { key, name, status: isAbsent ? 'absent' : (found.status as ConditionStatus) }
      }),
    certificate:
      certificate === undefined
        ? null
        : {
            notBefore: certificate.notBefore.toISOString(),
            notAfter: certificate.notAfter.toISOString(),
            renewAt: renewAt(certificate, tenant.id).toISOString(),
          },
    provedAt: tenant.provedAt?.toISOString() ?? null,
    runId: tenant.runs[0]?.id ?? null,
    working: ['setting-up', 'proving'].includes(tenant.runs[0]?.phase ?? ''),
    tags: tenant.tags,
    cause: causeOf(tenant.conditions, text),
  }
}

/** Certificates that end are one cause, whatever keeps each of them from renewing itself. */
function causeOf(conditions: readonly { type: string; status: string }[], text: string): string {
  const worst =
    conditions.find(({ status }) => status === 'failing') ?? conditions.find(({ status }) => status === 'warning')
  return worst?.type === 'Certificate' ? endingCause : text
}
