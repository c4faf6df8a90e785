import type { Assertion } from '../microsoft/assertion'
import { cloudByName } from '../microsoft/clouds'
import { provePerson, type ProvedPerson } from '../microsoft/restore-proof'
import { roleNames } from '../microsoft/roles'
import { runtime } from '../runtime'
import type { NamedTenant, OpenDoor } from './door-store'

export type Judgement =
  | { ok: true; person: ProvedPerson; roles: readonly string[] }
  /** `passing`: Microsoft could not say; a later try may differ. */
  | { ok: false; reason: string; why: string; passing: boolean; account: string | null }

/**
 * Proved at Microsoft, never merely decoded: the token is used there. Right tenant, an account of its own or a partner's,
 * and one of the roles that the tenant's door asks for: the scopes alone are what every employee gets.
 */
export async function judgeAssertion(
  assertion: Assertion,
  door: OpenDoor,
  named: Pick<NamedTenant, 'userId' | 'organizationName'>,
): Promise<Judgement> {
  const { clouds, clock, settings, closing } = runtime()
  const { account } = assertion
  const wanted = door.tenant.entraTenantId.toLowerCase()
  const refuse = (reason: string, why: string) =>
    ({ ok: false, reason, why, passing: false, account: account.upn }) as const
  if (assertion.endsAt <= clock.now())
    return refuse('expired', 'The access token of the assertion has ended. Sign in again.')
  if (account.tenantId !== wanted)
    return refuse('wrong-tenant', 'The assertion belongs to another tenant than client_id.')
  const proof = await provePerson({
    cloud: cloudByName(clouds, door.tenant.cloud),
    token: assertion,
    clock,
    signal: closing,
    timeoutMs: settings.MICROSOFT_TIMEOUT_SECONDS * 1000,
  })
  if (proof.status === 'refused') {
    const passing = ['lost', 'throttled', 'unavailable'].includes(proof.failure.kind)
    const why = passing
      ? 'Microsoft did not answer. Try again in a minute.'
      : 'Microsoft does not accept this assertion.'
    return { ...refuse(proof.failure.code, why), passing }
  }
  return judgePerson(proof.person, door, named, refuse)
}

function judgePerson(
  person: ProvedPerson,
  door: OpenDoor,
  { userId, organizationName }: Pick<NamedTenant, 'userId' | 'organizationName'>,
  refuse: (reason: string, why: string) => Exclude<Judgement, { ok: true }>,
): Judgement {
  if (person.tenantId !== door.tenant.entraTenantId.toLowerCase())
    return refuse('wrong-tenant', 'The assertion belongs to another tenant than client_id.')
  if (organizationName !== null && !person.domains.includes(organizationName))
    return refuse('wrong-tenant', 'The organization of client_id is not a name of this tenant.')
  if (userId !== null && person.objectId !== userId)
    return refuse('wrong-account', 'The assertion belongs to another account than client_id.')
  if (person.guest) return refuse('guest', 'A guest of the tenant cannot restore.')
  const held = door.roles.filter((role) => person.roleTemplateIds.includes(role))
  if (held.length === 0) return refuse('missing-role', 'This account has none of the roles that may restore here.')
  return { ok: true, person, roles: roleNames(held) }
}
