import { prepareAppSignIn } from '../microsoft/app-token'
import { evidenceOfRefusal } from '../microsoft/evidence'
import { explainFailure } from '../microsoft/failures'
import type { Evidence, MicrosoftFailure } from '../microsoft/observed'
import type { SignInResult } from '../microsoft/sign-in'
import type { DelegatedToken } from '../microsoft/tokens'
import { judgeAdministrator, type Fitness } from '../microsoft/who'
import { runtime } from '../runtime'
import { azureCliClientId } from '../settings/bootstrap-client'
import { scopesOn } from '../settings/sign-in-scopes'
import { needsDirectoryRole } from './baselines'
import { startCode } from './code-start'
import { rest, type RunContext } from './run-context'
import { json, noCode, updateRun, updateStep } from './run-store'
import { missingRemovalRole } from './removal-verdicts'
import { currentSkew, describeSkew } from './server-clock'
import {
  codeBlocked,
  codeExpired,
  declined,
  foreignAccount,
  guestAccount,
  missingRole,
  personalAccount,
  secondFactorNeeded,
  signInFailed,
  wrongTenant,
} from './sign-in-verdicts'
import { referenceOf } from './verdict-texts'
import { clockWrong } from './verdict-clock'
import type { Verdict } from './verdict-views'

/** An administrator’s sign-in. The token belongs to whoever gets it, and has to be dropped. */
export interface SignedIn {
  token: DelegatedToken
  /** The answer that brought it. */
  evidence: Evidence
}

/**
 * Shows codes until an administrator of the right tenant has signed in, or until a person has to act; null
 * means that the run rests.
 */
export async function signInAdministrator(context: RunContext): Promise<SignedIn | null> {
  const { settings } = runtime()
  for (let code = 1; ; code++) {
    const result = await showCode(context, settings.CODES_PER_RUN - code)
    if (context.signal.aborted) return null
    if (result.status === 'granted') return result
    const isOver = result.failure.kind === 'expired'
    if (isOver && code < settings.CODES_PER_RUN) continue
    await rest(context, 'sign-in', endOfSignIn(context, result.failure))
    return null
  }
}

async function showCode(context: RunContext, codesLeft: number): Promise<SignInResult> {
  const { clientId, cloud, row } = context
  const scope = scopeFor(clientId, cloud.graphResource, needsDirectoryRole(row.baseline))
  const started = await startCode(context, scope)
  if ('status' in started) return started
  await updateStep(context.key, 'sign-in', { status: 'doing', detail: clockNote(), evidence: [started.evidence] })
  await updateRun(context.key, {
    phase: 'sign-in',
    outcome: null,
    userCode: started.userCode,
    verificationUri: started.verificationUri,
    codeShownAt: runtime().clock.now(),
    codeExpiresAt: new Date(started.expiresAt),
    pollSeconds: started.intervalSeconds,
    lastPollAt: null,
    codesLeft,
  })
  prepareAppSignIn()
  return started.poll(async (at, next) => {
    await updateRun(context.key, {
      lastPollAt: at,
      pollSeconds: Math.max(1, Math.round((next.getTime() - at.getTime()) / 1000)),
    })
  })
}

/** A clock that is off, but still believed, is said before it gets worse. */
function clockNote(): string | null {
  const skew = currentSkew()
  return skew === null
    ? null
    : `the clock of this server is ${describeSkew(skew)}; set it right before it stops a sign-in`
}

/**
 * Azure CLI carries what Microsoft pre-authorised; the provider's own client asks for exactly this, and for the right to
 * assign directory roles only when a workload needs one.
 */
function scopeFor(clientId: string, graphResource: string, needsDirectoryRole: boolean): string {
  if (clientId === azureCliClientId) return `${graphResource}/.default`
  return scopesOn(graphResource, needsDirectoryRole).join(' ')
}

/** Before the first write: the right tenant, a work account, a role that suffices. Otherwise the run rests. */
export async function admit(context: RunContext, { token: { account }, evidence }: SignedIn): Promise<boolean> {
  const isRemoval = context.row.kind === 'decommission'
  const fitness = judgeAdministrator(account, context.tenant.entraTenantId, {
    membersMayRegister: 'unknown',
    ...(isRemoval ? { deed: 'remove' } : {}),
  })
  const upn = account.upn ?? 'an account without a name'
  if (!fitness.fit) {
    const refusal = refusalFor(context, { upn, tenantId: account.tenantId ?? 'unknown' }, fitness)
    await rest(context, 'sign-in', { ...refusal, evidence: [evidence] })
    return false
  }
  const note = fitness.partner
    ? `${upn}, ${fitness.roles.join(', ')}, signed in as partner`
    : `${upn}, ${fitness.roles.join(', ')}`
  await updateStep(context.key, 'sign-in', { status: 'done', detail: note, evidence: [evidence] })
  await updateRun(context.key, {
    phase: 'setting-up',
    ...noCode,
    signedInAs: json({ name: account.name ?? upn, upn, roles: fitness.roles, partner: fitness.partner }),
  })
  return true
}

function refusalFor(
  { words, row }: RunContext,
  account: { upn: string; tenantId: string },
  fitness: Exclude<Fitness, { fit: true }>,
): Verdict {
  switch (fitness.reason) {
    case 'wrong-tenant':
      return wrongTenant(words, account)
    case 'personal-account':
      return personalAccount(words)
    case 'guest':
      return guestAccount(words, account.upn)
    case 'missing-role':
      return row.kind === 'decommission'
        ? missingRemovalRole(words, { ...fitness, upn: account.upn })
        : missingRole(words, { ...fitness, upn: account.upn }, neededRole(fitness.missingRole))
  }
}

function neededRole(missing: string | null): string {
  const enough = 'Global Administrator'
  return missing === null || missing === enough ? 'Global Administrator, or Privileged Role Administrator' : missing
}

/** Every end carries what Microsoft answered, so that its support can be asked. */
function endOfSignIn(context: RunContext, failure: MicrosoftFailure): Verdict {
  const evidence = [evidenceOfRefusal({ call: 'POST /oauth2/v2.0/token' }, failure)]
  return { ...verdictOfEnd(context, failure, evidence), evidence, reference: referenceOf(failure) }
}

function verdictOfEnd({ words }: RunContext, failure: MicrosoftFailure, evidence: readonly Evidence[]): Verdict {
  switch (failure.kind) {
    case 'declined':
      return declined(words)
    case 'expired':
      return codeExpired(words)
    case 'blocked-by-policy':
      return codeBlocked(words, failure, evidence)
    case 'mfa-needed':
      return secondFactorNeeded(words, failure, explainFailure(failure))
    case 'foreign-account':
      return foreignAccount(words)
    case 'clock':
      return clockWrong(currentSkew())
    default:
      return signInFailed(words, failure, explainFailure(failure))
  }
}
