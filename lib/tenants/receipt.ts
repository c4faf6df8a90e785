import type { Condition } from '@/prisma/generated/client'
import { renewAt } from '../certificates/lifecycle'
import { runtime } from '../runtime'
import { listCertificates, type OwnCertificate } from './certificate-store'
import { baselineSchema, writingIn } from './baselines'
import { readKept } from './changes'
import { checkKind } from './check-schedule'
import { whyThisLife } from './certificate-words'
import { conditionName } from './condition-names'
import { applicationName } from './desire'
import { leftoverWords, readLeftover, type Leftover } from './leftover-words'
import type { TenantRow } from './tenant-store'
import type { ConditionStatus } from './condition-views'
import type { Receipt, ReceiptRow } from './run-page-views'
import type { Evidence } from '../microsoft/observed'
import { momentOf, sayDay } from './days'
import { sayStandIns, type StandIn } from './stand-ins'
import { workingTime, type TimedStep } from './working-time'

/** What exists now and what was proved, read from the records that the run left. */
export async function readReceipt(
  tenant: TenantRow,
  run: { baseline: unknown; leftover: unknown; receipt: unknown; steps: readonly TimedStep[] },
): Promise<Receipt> {
  const { changes, standIns } = readKept(run.receipt)
  const conditions = await runtime().db.condition.findMany({
    where: { tenantId: tenant.id },
    orderBy: { position: 'asc' },
  })
  const certificate = (await listCertificates(tenant.id)).find((row) => row.state === 'active')
  const writing = writingIn(baselineSchema.parse(run.baseline)).always
  const permissionsRow = (condition: ConditionRow) => ({
    ...conditionRow('Permissions', condition),
    ...noteOnPermissions(condition.status, writing, standIns),
  })
  return {
    sentence: sayProof(run.steps),
    rows: [
      ...changes,
      {
        label: 'Application',
        value: tenant.adoptedAt === null ? applicationName : 'taken over',
        mono: tenant.appId,
        copy: tenant.appId,
        status: 'ok',
      },
      ...certificateRows(certificate),
      ...conditions.filter(({ type }) => type === 'Permissions').map(permissionsRow),
      ...conditions.filter(({ type }) => type.startsWith('Workload:')).map(workloadRow),
      ...leftoverRows(readLeftover(run.leftover)),
    ],
    promises: [
      ...(certificate === undefined ? [] : [sayRenewal(certificate, tenant.id)]),
      ...(await sayNextCheck(tenant.id)),
      'The administrator’s sign-in was dropped. Nothing of it was stored.',
    ],
  }
}

type ConditionRow = Pick<Condition, 'type' | 'message' | 'status' | 'evidence'>

function conditionRow(label: string, { message, status }: ConditionRow): ReceiptRow {
  return { label, value: message, mono: null, copy: null, status: status as ConditionStatus }
}

function workloadRow(condition: ConditionRow): ReceiptRow {
  const evidence = (condition.evidence ?? []) as unknown as readonly Evidence[]
  return { ...conditionRow(conditionName(condition.type), condition), mono: evidenceLine(evidence) }
}

function certificateRows(certificate: OwnCertificate | undefined): readonly ReceiptRow[] {
  if (certificate === undefined) return []
  const value = [`until ${sayDay(certificate.notAfter)}`, whyThisLife(certificate)].filter(Boolean).join(', ')
  const mono = `SHA-256 ${shortThumbprint(certificate.sha256)}`
  return [{ label: 'Certificate', value, mono, copy: certificate.sha256, status: 'ok' }]
}

function sayRenewal(certificate: OwnCertificate, tenantId: string): string {
  const day = sayDay(renewAt(certificate, tenantId))
  return certificate.issuedBy === null
    ? `The certificate renews itself from ${day} on; nobody is needed for it.`
    : `The certificate is due for renewal on ${day}; their authority signs the next one.`
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

/** When it was proved, and how long Latchkey worked for it. */
function sayProof(steps: readonly TimedStep[]): string {
  const proved = steps.find(({ key }) => key === 'prove')?.finishedAt ?? null
  const key = proved === null ? 'The' : `On ${sayDay(proved)} at ${proved.toISOString().slice(11, 19)} UTC the`
  return `${key} stored key got a token with everything that was wanted, and the chosen workloads were read. It took ${sayDuration(workingTime(steps))}.`
}

/** Read-only is said only where it is true of all; what else is there stands in the line above. */
function noteOnPermissions(
  status: string,
  writing: readonly string[],
  standIns: readonly StandIn[],
): { note?: string } {
  const others = writing.length === 0 ? [] : [`can write: ${writing.join(', ')}`]
  const instead = standIns.length === 0 ? [] : [sayStandIns(standIns)]
  const notes = [...instead, ...others]
  if (notes.length > 0) return { note: notes.join('. ') }
  return status === 'ok' ? { note: 'every one read-only; none lets the application widen its own rights' } : {}
}

async function sayNextCheck(tenantId: string): Promise<readonly string[]> {
  const { db, clock, settings } = runtime()
  const work = await db.work.findUnique({ where: { tenantId_kind: { tenantId, kind: checkKind } } })
  if (work === null || work.nextAt <= clock.now()) return []
  const hours = settings.CHECK_HOURS
  const after = hours === 24 ? 'once a day' : `every ${hours === 1 ? 'hour' : `${hours} hours`}`
  return [`The next check is on ${momentOf(work.nextAt)}, then ${after}.`]
}

function sayDuration(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000))
  const minutes = Math.floor(seconds / 60)
  const parts = [plural(minutes, 'minute'), plural(seconds % 60, 'second')].filter((part) => part !== null)
  return parts.join(' ')
}

function plural(count: number, unit: string): string | null {
  return count === 0 ? null : `${count} ${unit}${count === 1 ? '' : 's'}`
}
