import { renewAt } from '../certificates/lifecycle'
import { runtime } from '../runtime'
import { listCertificates } from './certificate-store'
import { readChanges } from './changes'
import { whyThisLife } from './certificate-words'
import { conditionName } from './condition-names'
import { applicationName } from './desire'
import { leftoverWords, readLeftover, type Leftover } from './leftover-words'
import type { TenantRow } from './tenant-store'
import type { ConditionStatus } from './condition-views'
import type { Receipt } from './run-page-views'
import type { Evidence } from '../microsoft/observed'
import { sayDay } from './days'

/** What exists now and what was proved, read from the records that the run left. */
export async function readReceipt(
  tenant: TenantRow,
  run: { startedAt: Date; endedAt: Date | null; leftover: unknown; receipt: unknown },
): Promise<Receipt> {
  const conditions = await runtime().db.condition.findMany({
    where: { tenantId: tenant.id },
    orderBy: { position: 'asc' },
  })
  const certificate = (await listCertificates(tenant.id)).find((row) => row.state === 'active')
  const permissions = conditions.find((condition) => condition.type === 'Permissions')
  const ended = run.endedAt ?? run.startedAt
  return {
    sentence: `The stored key got a token with everything that was wanted, and the chosen workloads were read. It took ${duration(run.startedAt, ended)}.`,
    rows: [
      ...readChanges(run.receipt),
      {
        label: 'Application',
        value: tenant.adoptedAt === null ? applicationName : 'taken over',
        mono: tenant.appId,
        copy: tenant.appId,
        status: 'ok',
      },
      ...(certificate === undefined
        ? []
        : [
            {
              label: 'Certificate',
              value: [`until ${sayDay(certificate.notAfter)}`, whyThisLife(certificate)].filter(Boolean).join(', '),
              mono: `SHA-256 ${shortThumbprint(certificate.sha256)}`,
              copy: certificate.sha256,
              status: 'ok' as const,
            },
          ]),
      ...(permissions === undefined
        ? []
        : [
            {
              label: 'Permissions',
              value: permissions.message,
              mono: null,
              copy: null,
              status: permissions.status as ConditionStatus,
            },
          ]),
      ...conditions
        .filter((condition) => condition.type.startsWith('Workload:'))
        .map((condition) => ({
          label: conditionName(condition.type),
          value: condition.message,
          mono: evidenceLine((condition.evidence ?? []) as unknown as readonly Evidence[]),
          copy: null,
          status: condition.status as ConditionStatus,
        })),
      ...leftoverRows(readLeftover(run.leftover)),
    ],
    promises: [
      ...(certificate === undefined
        ? []
        : [
            certificate.issuedBy === null
              ? `The certificate renews itself from ${sayDay(renewAt(certificate, tenant.id))} on; nobody is needed for it.`
              : `The certificate is due for renewal on ${sayDay(renewAt(certificate, tenant.id))}; their authority signs the next one.`,
          ]),
      'The administrator’s sign-in was dropped. Nothing of it was stored.',
    ],
  }
}

/** What the sign-in application left behind, and what became of it. */
function leftoverRows(leftover: Leftover | null): Receipt['rows'] {
  if (leftover === null) return []
  const { sentence, status } = leftoverWords(leftover)
  return [
    {
      label: 'Sign-in application',
      value: `Your own application ${sentence}`,
      mono: leftover.appId,
      copy: leftover.appId,
      status,
    },
  ]
}

function evidenceLine(evidence: readonly Evidence[]): string | null {
  const last = evidence.at(-1)
  return last === undefined ? null : `${last.call} → ${last.answer}, ${last.at.slice(11, 19)}`
}

/** First and last bytes, in pairs: enough to compare by eye. */
export function shortThumbprint(hex: string): string {
  const pairs = hex.match(/../g) ?? []
  return `${pairs.slice(0, 4).join(':')} … ${pairs.slice(-2).join(':')}`
}

function duration(from: Date, to: Date): string {
  const seconds = Math.max(1, Math.round((to.getTime() - from.getTime()) / 1000))
  const minutes = Math.floor(seconds / 60)
  const rest = seconds % 60
  const parts = [plural(minutes, 'minute'), plural(rest, 'second')].filter((part) => part !== null)
  return parts.join(' ')
}

function plural(count: number, unit: string): string | null {
  return count === 0 ? null : `${count} ${unit}${count === 1 ? '' : 's'}`
}
