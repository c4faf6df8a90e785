import { explainFailure } from '../microsoft/failures'
import type { Evidence, MicrosoftFailure } from '../microsoft/observed'
import { renewAt } from '../certificates/lifecycle'
import type { Database } from '../db/client'
import { runtime } from '../runtime'
import { workloadsOf, type Baseline } from './baselines'
import type { OwnCertificate } from './certificate-store'
import { ewsCondition, needsEws } from './ews'
import { json } from './run-store'
import type { TenantRow } from './tenant-store'
import { currentSkew, describeSkew } from './server-clock'
import type { ConditionStatus } from './views'

/** What one harmless read of a workload gave. */
export interface ReadOutcome {
  status: 'ok' | 'not-present' | 'not-offered' | 'failed' | 'not-tried'
  message: string
  evidence: readonly Evidence[]
  failure?: MicrosoftFailure | undefined
}

/** Everything that a proof found, whether it came out well or not. */
export interface Proof {
  at: Date
  /** One line per resource that was asked for a token. */
  tokens: readonly Evidence[]
  signInFailure: MicrosoftFailure | null
  wanted: number
  inToken: readonly string[]
  missing: readonly string[]
  surplus: readonly string[]
  /** Roles that this tenant's resources do not offer. */
  notOffered: readonly string[]
  reads: Readonly<Record<string, ReadOutcome>>
  registration: { status: ConditionStatus; reason: string; message: string; evidence: readonly Evidence[] }
}

export interface ConditionDraft {
  type: string
  status: ConditionStatus
  reason: string
  message: string
  remedy: string | null
  who: string | null
  evidence: readonly Evidence[]
}

/** The lasting states that a person may act on. Nothing is ok that was not called and answered. */
export function judgeConditions(
  tenant: TenantRow,
  baseline: Baseline,
  certificate: OwnCertificate,
  proof: Proof,
): readonly ConditionDraft[] {
  return [
    permissionsCondition(proof),
    signInCondition(proof),
    certificateCondition(tenant, certificate, proof),
    ...workloadsOf(baseline)
      .filter((workload) => !['own-registration', 'ews'].includes(workload.key))
      .map((workload) => workloadCondition(workload.key, proof)),
    ...(needsEws(baseline) ? [ewsCondition(tenant, proof)] : []),
    { type: 'Registration', remedy: null, who: null, ...proof.registration },
  ]
}

function signInCondition({ signInFailure, tokens }: Proof): ConditionDraft {
  const base = { type: 'SignIn', evidence: tokens }
  if (signInFailure === null) return { ...base, ...clockCondition() }
  const meaning = explainFailure(signInFailure)
  const skew = signInFailure.kind === 'clock' ? currentSkew() : null
  return {
    ...base,
    status: 'failing',
    reason: signInFailure.code,
    message:
      skew === null
        ? (meaning?.meaning ?? 'Microsoft refuses the stored key.')
        : `The clock of this server is ${describeSkew(skew)}, so Microsoft does not believe the stored key.`,
    remedy: meaning?.remedy ?? 'Reconfigure the tenant.',
    who: skew === null ? 'Global or Privileged Role Administrator of the tenant' : 'Who runs this installation',
  }
}

/** A token was issued; a clock that is off is said while it still does no harm. */
function clockCondition(): Omit<ConditionDraft, 'type' | 'evidence'> {
  const skew = currentSkew()
  if (skew === null)
    return { status: 'ok', reason: 'TokenIssued', message: 'The stored key gets a token.', remedy: null, who: null }
  return {
    status: 'warning',
    reason: 'ClockSkew',
    message: `The stored key gets a token, but the clock of this server is ${describeSkew(skew)}.`,
    remedy: 'Set the clock by NTP: beyond five minutes Microsoft refuses every key.',
    who: 'Who runs this installation',
  }
}

function permissionsCondition(proof: Proof): ConditionDraft {
  const base = { type: 'Permissions', remedy: null, who: null, evidence: proof.tokens }
  if (proof.signInFailure !== null) {
    return {
      ...base,
      status: 'unknown',
      reason: 'NoToken',
      message: 'Could not check: there is no token to read them from.',
    }
  }
  if (proof.missing.length > 0) {
    return {
      ...base,
      status: 'failing',
      reason: 'RoleMissing',
      message: `${count(proof.missing.length, 'permission is', 'permissions are')} missing from the token: ${proof.missing.join(', ')}.`,
      remedy: 'Reconfigure the tenant to grant them.',
      who: 'Global or Privileged Role Administrator of the tenant',
    }
  }
  if (proof.surplus.length > 0) {
    return {
      ...base,
      status: 'warning',
      reason: 'RoleSurplus',
      message: `Granted, but nothing needs it and Latchkey did not grant it: ${proof.surplus.join(', ')}.`,
      remedy: 'Remove it in Microsoft’s portal if nobody needs it.',
      who: 'An administrator of the tenant',
    }
  }
  const lacking = proof.notOffered.length === 0 ? '' : ` This tenant does not offer ${proof.notOffered.join(', ')}.`
  return {
    ...base,
    status: 'ok',
    reason: 'RolesMatch',
    message: `${proof.wanted} wanted, all of them in a fresh token.${lacking}`,
  }
}

function certificateCondition(tenant: TenantRow, certificate: OwnCertificate, proof: Proof): ConditionDraft {
  const days = Math.floor((certificate.notAfter.getTime() - proof.at.getTime()) / 86_400_000)
  const renewal = Math.floor((renewAt(certificate, tenant.id).getTime() - proof.at.getTime()) / 86_400_000)
  const base = { type: 'Certificate', evidence: proof.tokens.slice(0, 1) }
  const ask = { remedy: 'Reconfigure the tenant: it gets the next certificate.', who: 'An administrator of the tenant' }
  if (proof.signInFailure !== null) {
    return {
      ...base,
      ...ask,
      status: 'unknown',
      reason: 'NotAccepted',
      message: `Ends in ${days} days. Microsoft did not accept it just now.`,
    }
  }
  if (renewal > 0) {
    return {
      ...base,
      remedy: null,
      who: null,
      status: 'ok',
      reason: 'Accepted',
      message: `Microsoft accepted it. Ends in ${days} days; due for renewal in ${renewal}.`,
    }
  }
  return {
    ...base,
    ...ask,
    status: days > 7 ? 'warning' : 'failing',
    reason: 'RenewalDue',
    message: `Ends in ${days} days and is due for renewal.`,
  }
}

function workloadCondition(key: string, proof: Proof): ConditionDraft {
  const read = proof.reads[key]
  const type = `Workload:${key}`
  if (read === undefined) {
    return {
      type,
      status: 'unknown',
      reason: 'NotTried',
      message: 'Could not check: there was no token to read with.',
      remedy: null,
      who: null,
      evidence: [],
    }
  }
  const shared = { type, message: read.message, evidence: read.evidence }
  switch (read.status) {
    case 'ok':
      return { ...shared, status: 'ok', reason: 'Read', remedy: null, who: null }
    case 'not-present':
      return { ...shared, status: 'unknown', reason: 'NotPresent', remedy: null, who: null }
    case 'not-offered':
      return { ...shared, status: 'unknown', reason: 'NotOffered', remedy: null, who: null }
    case 'not-tried':
      return { ...shared, status: 'unknown', reason: 'GrantedNotTried', remedy: null, who: null }
    case 'failed':
      return {
        ...shared,
        status: 'failing',
        reason: read.failure?.code ?? 'ReadFailed',
        remedy: 'Check again in a few minutes; if it stays, reconfigure the tenant.',
        who: 'An administrator of the tenant',
      }
  }
}

/** Replaces the tenant's conditions whole, inside the caller's transaction. */
export async function conditionWrites(
  tx: Pick<Database, 'condition'>,
  tenantId: string,
  drafts: readonly ConditionDraft[],
  checkedAt: Date,
): Promise<void> {
  await tx.condition.deleteMany({ where: { tenantId } })
  await tx.condition.createMany({
    data: drafts.map((draft, position) => ({
      ...draft,
      tenantId,
      evidence: json(draft.evidence),
      position,
      checkedAt,
    })),
  })
}

/** One condition between two checks: what a run has just learned. The next check replaces it like all others. */
export async function noteCondition(tenantId: string, draft: ConditionDraft): Promise<void> {
  const { db, clock } = runtime()
  const data = { ...draft, evidence: json(draft.evidence), checkedAt: clock.now() }
  await db.condition.upsert({
    where: { tenantId_type: { tenantId, type: draft.type } },
    create: { ...data, tenantId, position: 0 },
    update: data,
  })
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
