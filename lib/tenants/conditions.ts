import { explainFailure, explainOwnSignIn, mayStillSpread } from '../microsoft/failures'
import type { Evidence, MicrosoftFailure } from '../microsoft/observed'
import { workloadsOf, type Baseline } from './baselines'
import { certificateCondition } from './certificate-condition'
import type { OwnCertificate } from './certificate-store'
import { ewsCondition, needsEws } from './ews'
import type { ConditionDraft } from './condition-course'
import { couldNotCheck } from './could-not-check'
import type { Renewal } from './renewal'
import { isTransient } from './role-proof'
import { serverKeyConditions, type ServerKeyReading } from './server-key-conditions'
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
  /** A run wrote to the tenant so lately that Microsoft’s servers may still disagree. */
  settling?: boolean
  /** One condition, or one per finding in its place. */
  registration: readonly ConditionDraft[]
  serverKeys: readonly ServerKeyReading[]
  /** How the certificate's renewal stands; absent right after a run that renewed it. */
  renewal?: Pick<Renewal, 'trouble' | 'isDue' | 'listed'>
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
    ...surplusCondition(proof),
    signInCondition(certificate, proof),
    certificateCondition(tenant, certificate, proof),
    ...workloadsOf(baseline)
      .filter((workload) => !['own-registration', 'ews'].includes(workload.key))
      .map((workload) => workloadCondition(workload.key, proof)),
    ...(needsEws(baseline) ? [ewsCondition(tenant, proof)] : []),
    ...proof.registration,
    ...serverKeyConditions(proof.serverKeys, proof.at),
  ]
}

function signInCondition(certificate: OwnCertificate, { signInFailure, tokens, at, settling }: Proof): ConditionDraft {
  const base = { type: 'SignIn', evidence: tokens }
  if (signInFailure === null) return { ...base, ...clockCondition() }
  const meaning = explainFailure(signInFailure)?.meaning
  if (isTransient(signInFailure)) return { ...base, ...couldNotCheck(meaning), unsure: 'weather' }
  if (settling === true && mayStillSpread(signInFailure))
    return { ...base, ...couldNotCheck('The last change is still spreading at Microsoft.'), unsure: 'weather' }
  const skew = signInFailure.kind === 'clock' ? currentSkew() : null
  if (skew !== null) return { ...base, ...clockRefused(skew) }
  if (certificate.notAfter <= at) return { ...base, ...expired }
  const { reason, explanation } = explainOwnSignIn(signInFailure)
  return {
    ...base,
    status: 'failing',
    reason,
    message: explanation === null ? 'Microsoft refuses the stored key.' : `${explanation.meaning} ${explanation.cause}`,
    remedy: explanation?.remedy ?? 'Reconfigure the tenant.',
    who: explanation?.who ?? 'An administrator of the tenant',
  }
}

type Said = Omit<ConditionDraft, 'type' | 'evidence'>

const expired: Said = {
  status: 'failing',
  reason: 'KeyExpired',
  message: 'The certificate has ended, and Microsoft refuses it.',
  remedy: 'Reconfigure the tenant: an administrator signs in once, and a new certificate is added.',
  who: 'Global or Privileged Role Administrator of the tenant',
}

function clockRefused(skew: number): Said {
  return {
    status: 'failing',
    reason: 'ClockWrong',
    message: `The clock of this server is ${describeSkew(skew)}, so Microsoft does not believe the stored key.`,
    remedy: 'Set the server’s clock right (NTP), then check again.',
    who: 'Who runs this installation',
  }
}

/** A token was issued; a clock that is off is said while it still does no harm. */
function clockCondition(): Said {
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
  const lacking = proof.notOffered.length === 0 ? '' : ` This tenant does not offer ${proof.notOffered.join(', ')}.`
  return {
    ...base,
    status: 'ok',
    reason: 'RolesMatch',
    message: `${proof.wanted} wanted, all of them in a fresh token.${lacking}`,
  }
}

/** Beside the permissions that are wanted, so that one too many does not hide one too few. */
function surplusCondition(proof: Proof): readonly ConditionDraft[] {
  if (proof.signInFailure !== null || proof.surplus.length === 0) return []
  return [
    {
      type: 'Permissions:Surplus',
      status: 'warning',
      reason: 'RoleSurplus',
      about: proof.surplus.toSorted().join(' '),
      message: `Granted, but the baseline does not need it: ${proof.surplus.join(', ')}.`,
      remedy: 'Take it away in the Entra admin centre, under Enterprise applications, Permissions.',
      who: 'An administrator of the tenant',
      evidence: proof.tokens,
    },
  ]
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

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
