import { explainFailure } from '../microsoft/failures'
import type { Evidence, MicrosoftFailure } from '../microsoft/observed'
import { renewAt } from '../certificates/lifecycle'
import { workloadsOf, type Baseline } from './baselines'
import type { OwnCertificate } from './certificate-store'
import { ewsCondition, needsEws } from './ews'
import type { ConditionDraft } from './condition-course'
import { isTransient } from './role-proof'
import type { TenantRow } from './tenant-store'
import { currentSkew, describeSkew } from './server-clock'

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
  registration: Pick<ConditionDraft, 'status' | 'reason' | 'message' | 'evidence' | 'unsure'>
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
  if (isTransient(signInFailure)) return { ...base, ...couldNotCheck(meaning?.meaning), unsure: 'weather' }
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
    return { ...base, ...couldNotCheck('There is no token to read them from.'), reason: 'NoToken', unsure: 'no-token' }
  }
  if (proof.missing.length > 0) {
    return {
      ...base,
      status: 'failing',
      reason: 'RoleMissing',
      about: proof.missing.toSorted().join(' '),
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
      about: proof.surplus.toSorted().join(' '),
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
      message: `Ends in ${days} days. There is no token to show that Microsoft accepts it.`,
      unsure: 'no-token',
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
      ...couldNotCheck('There was no token to read with.'),
      reason: 'NotTried',
      evidence: [],
      unsure: 'no-token',
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
      if (read.failure !== undefined && isTransient(read.failure))
        return { ...shared, ...couldNotCheck(explainFailure(read.failure)?.meaning), unsure: 'weather' }
      return {
        ...shared,
        status: 'failing',
        reason: read.failure?.code ?? 'ReadFailed',
        remedy: 'Check again in a few minutes; if it stays, reconfigure the tenant.',
        who: 'An administrator of the tenant',
      }
  }
}

/** Not ok and not wrong: nobody could tell. */
export function couldNotCheck(why = 'Microsoft did not answer the question.') {
  return {
    status: 'unknown',
    reason: 'CouldNotCheck',
    message: `Could not check. ${why}`,
    remedy: 'Nothing to do: it is tried again by itself.',
    who: null,
  } as const
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
