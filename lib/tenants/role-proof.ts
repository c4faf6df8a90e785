import type { MicrosoftFailure, Observed } from '../microsoft/observed'
import { mayStillSpread } from '../microsoft/failures'
import type { AppTokenResult } from '../microsoft/app-token'
import type { DesiredAppRole } from '../reconcile/desired'

/** A token, or its refusal, for each resource that the baseline touches; keyed by the resource's appId. */
export type Tokens = ReadonlyMap<string, AppTokenResult>

/** What fresh tokens say about the permissions: read from `roles`, never from our own table. */
export interface RoleProof {
  inToken: readonly string[]
  missing: readonly string[]
  surplus: readonly string[]
  notOffered: readonly string[]
  /** A refusal that waiting does not mend, else one that it may, else null. */
  failure: MicrosoftFailure | null
  isFinal: boolean
  complete: boolean
}

/** `observed` tells which roles this tenant does not offer at all; without it every absent role counts as missing. */
export function proveRoles(wanted: readonly DesiredAppRole[], observed: Observed | null, tokens: Tokens): RoleProof {
  // a service that the tenant does not have gives no token, and that is no failure
  const failures = [...tokens].flatMap(([appId, answer]) =>
    answer.status === 'refused' && observed?.resources[appId] !== null ? [answer.failure] : [],
  )
  const final = failures.find((failure) => !mayWait(failure))
  const judged = wanted.map((role) => ({ role, verdict: judgeRole(role, observed, tokens) }))
  const named = (verdict: string) => judged.filter((one) => one.verdict === verdict).map((one) => one.role.role)
  const missing = named('missing')
  return {
    inToken: named('in-token'),
    missing,
    notOffered: named('not-offered'),
    surplus: surplusRoles(wanted, tokens),
    failure: final ?? failures[0] ?? null,
    isFinal: final !== undefined,
    complete: failures.length === 0 && missing.length === 0,
  }
}

function judgeRole(
  { resourceAppId, role, fallbacks }: DesiredAppRole,
  observed: Observed | null,
  tokens: Tokens,
): 'in-token' | 'missing' | 'not-offered' {
  const names = [role, ...fallbacks]
  const answer = tokens.get(resourceAppId)
  if (answer?.status === 'granted' && names.some((name) => answer.token.roles.includes(name))) return 'in-token'
  const resource = observed?.resources[resourceAppId]
  const isOffered = resource === undefined || resource?.roles.some((offered) => names.includes(offered.value)) === true
  return isOffered ? 'missing' : 'not-offered'
}

function surplusRoles(wanted: readonly DesiredAppRole[], tokens: Tokens): readonly string[] {
  return [...tokens].flatMap(([resourceAppId, answer]) => {
    if (answer.status === 'refused') return []
    const known = wanted
      .filter((role) => role.resourceAppId === resourceAppId)
      .flatMap((role) => [role.role, ...role.fallbacks])
    return answer.token.roles.filter((name) => !known.includes(name))
  })
}

/** New keys and grants take up to minutes to be known everywhere; a busy or silent Microsoft is worth another try. */
function mayWait(failure: MicrosoftFailure): boolean {
  return mayStillSpread(failure) || isTransient(failure)
}

/** Microsoft is busy or silent; says nothing about us. */
export function isTransient(failure: MicrosoftFailure): boolean {
  return ['throttled', 'unavailable', 'lost', 'concurrency'].includes(failure.kind)
}
