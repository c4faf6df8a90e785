import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { lookAtRefresh, openFamily, refresh, revoke, type Carried } from '../api-clients/families'
import { carriedOf } from '../api-clients/opaque'
import { readAssertion, refreshAssertion, type Assertion } from '../microsoft/assertion'
import { cloudByName } from '../microsoft/clouds'
import type { ProvedPerson } from '../microsoft/restore-proof'
import { Hidden } from '../microsoft/secrets'
import { runtime } from '../runtime'
import { openCarrier, sealCarrier } from './carrier'
import { giveTokens, refuseAtDoor, type DoorAnswer } from './door-answer'
import type { DoorFields } from './door-body'
import { takeTry, takeTryFor } from './door-limits'
import { findDoor, findNamed, recordRefusal, recordUse, type NamedTenant, type OpenDoor } from './door-store'
import { judgeAssertion, type Judgement } from './judging'

/** Of the token for our API, in seconds. Microsoft's own lives about as long. */
export const accessSeconds = 3_600

/** RFC 7523 names it; what comes with it here is Microsoft's token answer, as backup software does it. */
export const assertionGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** The token endpoint in Veeam's shape: one answer for every request, and no throw for what a caller sent. */
export async function answerAtDoor(fields: DoorFields, address: string | null): Promise<DoorAnswer> {
  const wait = await takeTry(address)
  if (wait !== null) return tooMany(wait)
  const grant = fields.get('grant_type') ?? ''
  if (grant === assertionGrant) return takeInAssertion(fields, address)
  if (grant === 'refresh_token') return renew(fields)
  if (grant === '') return refuseAtDoor(400, 'invalid_request', 'The parameter grant_type is missing.')
  return refuseAtDoor(
    400,
    'unsupported_grant_type',
    `Only ${assertionGrant} and refresh_token work here. No password is ever taken.`,
  )
}

async function takeInAssertion(fields: DoorFields, address: string | null): Promise<DoorAnswer> {
  const clientId = fields.get('client_id') ?? ''
  const text = fields.get('assertion') ?? ''
  if (clientId === '') return refuseAtDoor(400, 'invalid_request', 'The parameter client_id is missing.')
  if (text === '') return refuseAtDoor(400, 'invalid_request', 'The parameter assertion is missing.')
  const named = await findNamed(clientId)
  if (named === null) return shut()
  const wait = await takeTryFor(named.tenantId)
  return wait === null ? takeInFor(named, text, address) : tooMany(wait)
}

async function takeInFor(named: NamedTenant, text: string, address: string | null): Promise<DoorAnswer> {
  const found = await findDoor(named.tenantId)
  const note = address === null ? {} : { address }
  if (!found.open) {
    await recordRefusal(named.tenantId, { reason: 'shut', ...note })
    return shut()
  }
  const assertion = readAssertion(text, runtime().clock)
  if (assertion === null) {
    await recordRefusal(named.tenantId, { reason: 'unreadable', ...note })
    return refuseAtDoor(
      400,
      'invalid_grant',
      'The assertion is not the whole token answer of Microsoft, refresh token included.',
    )
  }
  const judgement = await judgeAssertion(assertion, found.door, named)
  if (judgement.ok) return letIn(found.door, assertion, judgement, address)
  assertion.drop()
  const account = judgement.account === null ? {} : { account: judgement.account }
  await recordRefusal(named.tenantId, { reason: judgement.reason, ...account, ...note })
  return refusalOf(judgement)
}

async function letIn(
  { tenant }: OpenDoor,
  assertion: Assertion,
  { person, roles }: Extract<Judgement, { ok: true }>,
  address: string | null,
): Promise<DoorAnswer> {
  const carried = await carry(assertion, person)
  const clientId = assertion.clientId ?? 'unknown'
  assertion.drop()
  await recordUse(randomUUID(), { tenant, upn: person.upn, roles, clientId, address })
  const terms = { kind: 'restore', tenantId: tenant.id, name: person.upn, scopes: ['restore'] } as const
  return giveTokens(await openFamily({ ...terms, accessSeconds, withRefresh: true, carried }), person.upn)
}

const carriedRefresh = z.object({ r: z.string(), c: z.string() })

/** A new pair for the old one, which is dead from then on. What made the sign-in good is proved again. */
async function renew(fields: DoorFields): Promise<DoorAnswer> {
  const token = fields.get('refresh_token') ?? ''
  if (token === '') return refuseAtDoor(400, 'invalid_request', 'The parameter refresh_token is missing.')
  const known = await lookAtRefresh(token, null)
  if (known?.family.kind !== 'restore' || known.family.tenantId === null) return dead()
  if (known.used) {
    await refresh(token, { clientId: null })
    return dead()
  }
  return renewFor(token, known.family.tenantId)
}

async function renewFor(token: string, tenantId: string): Promise<DoorAnswer> {
  const wait = await takeTryFor(tenantId)
  if (wait !== null) return tooMany(wait)
  const found = await findDoor(tenantId)
  const carried = carriedRefresh.safeParse(await openCarrier('refresh', carriedOf(token) ?? ''))
  return found.open && carried.success ? renewWith(token, found.door, carried.data) : dead()
}

async function renewWith(
  token: string,
  door: OpenDoor,
  { r, c }: z.output<typeof carriedRefresh>,
): Promise<DoorAnswer> {
  const { clouds, clock, closing, settings } = runtime()
  const { tenant } = door
  const answer = await refreshAssertion({
    cloud: cloudByName(clouds, tenant.cloud),
    ...{ tenantId: tenant.entraTenantId, clientId: c, refreshToken: new Hidden(r), clock, signal: closing },
    timeoutMs: settings.MICROSOFT_TIMEOUT_SECONDS * 1000,
  })
  if (answer.status === 'refused') {
    const passing = ['lost', 'throttled', 'unavailable'].includes(answer.failure.kind)
    if (passing) return refusalOf({ passing, why: 'Microsoft did not answer. Try again in a minute.' })
    // a twin of this request may have exchanged it at Microsoft a moment ago: its successor must live
    await recordRefusal(tenant.id, { reason: answer.failure.code })
    return dead()
  }
  const judgement = await judgeAssertion(answer.assertion, door, { userId: null, organizationName: null })
  if (!judgement.ok) {
    if (judgement.passing) return refusalOf(judgement)
    return endRefused(token, tenant.id, judgement.reason, judgement.account)
  }
  const renewed = await refresh(token, { clientId: null, carried: await carry(answer.assertion, judgement.person) })
  answer.assertion.drop()
  return renewed.ok ? giveTokens(renewed.tokens, renewed.family.name) : dead()
}

/** Somebody who lost the role, or is no longer who they were, loses all tokens of the sign-in. */
async function endRefused(
  token: string,
  tenantId: string,
  reason: string,
  account: string | null,
): Promise<DoorAnswer> {
  await revoke(token, null)
  await recordRefusal(tenantId, { reason, ...(account === null ? {} : { account }) })
  return dead()
}

/** The access token carries Microsoft’s access token, the refresh token Microsoft’s refresh token: the pair stays small. */
async function carry(assertion: Assertion, person: ProvedPerson): Promise<Exclude<Carried, string>> {
  const { clientId, scope, endsAt } = assertion
  const facts = { u: person.upn, n: person.name, c: clientId ?? '', s: scope, e: endsAt.getTime() }
  return {
    access: await sealCarrier('access', { t: assertion.reveal(), ...facts }),
    refresh: await sealCarrier('refresh', { r: assertion.revealRefreshToken(), c: clientId ?? '' }),
  }
}

function refusalOf({ passing, why }: { passing: boolean; why: string }): DoorAnswer {
  return passing ? refuseAtDoor(503, 'temporarily_unavailable', why, 30) : refuseAtDoor(400, 'invalid_grant', why)
}

function shut(): DoorAnswer {
  return refuseAtDoor(
    400,
    'invalid_grant',
    'No tenant of this client_id has restore sign-in open here. An owner opens it on the tenant’s page.',
  )
}

function dead(): DoorAnswer {
  return refuseAtDoor(400, 'invalid_grant', 'This refresh token does not work, or no longer. Sign in again.')
}

function tooMany(seconds: number): DoorAnswer {
  return refuseAtDoor(429, 'too_many_requests', `Too many tries. Try again in ${seconds} seconds.`, seconds)
}
