import { z } from 'zod'
import type { Caller } from '../api-clients/caller'
import { carriedOf } from '../api-clients/opaque'
import { AppError } from '../errors'
import { runtime } from '../runtime'
import { record } from '../audit/audit'
import { openCarrier } from './carrier'
import { answerAtDoor } from './door'
import { findDoor, type OpenDoor } from './door-store'

/** Who a restore token speaks for, and how far. */
export interface RestoreSession {
  account: { name: string; userPrincipalName: string }
  tenant: { id: string; tenantId: string; organizationName: string; domain: string; customer: string }
  scopes: readonly string[]
  /** When the access token of ours ends, ISO 8601. */
  expiresAt: string
  microsoft: { clientId: string; scope: string; expiresAt: string }
}

/** The delegated token for Graph; `renewed` is the new pair where the old one was exchanged for it. */
export interface DelegatedAnswer {
  token_type: 'Bearer'
  access_token: string
  scope: string
  expires_in: number
  expires_at: string
  renewed: Readonly<Record<string, string | number>> | null
}

/** With less than this left, it is exchanged before it is given out. */
const nearItsEndMs = 5 * 60_000

const carriedAccess = z.object({
  t: z.string(),
  u: z.string(),
  n: z.string(),
  c: z.string(),
  s: z.string(),
  e: z.number(),
})
type Carried = z.output<typeof carriedAccess>

/** `bearer` is the token that `caller` came with. Throws not_signed_in once the tenant's door is shut. */
export async function getRestoreSession(caller: Caller, bearer: string): Promise<RestoreSession> {
  const { door, carried } = await open(caller, bearer)
  const { tenant, organizationName } = door
  return {
    account: { name: carried.n, userPrincipalName: carried.u },
    tenant: {
      ...{ id: tenant.id, tenantId: tenant.entraTenantId, organizationName },
      ...{ domain: tenant.domain, customer: tenant.customer },
    },
    scopes: caller.scopes,
    expiresAt: caller.expiresAt.toISOString(),
    microsoft: { clientId: carried.c, scope: carried.s, expiresAt: new Date(carried.e).toISOString() },
  }
}

/** Our tenant row that the session reaches, for reading its facts. */
export async function tenantOfSession(caller: Caller, bearer: string): Promise<string> {
  return (await open(caller, bearer)).door.tenant.id
}

/**
 * Microsoft's token that the caller itself carries. Near its end it is exchanged with the refresh token that the caller
 * sends along; nothing of either rests here.
 */
export async function giveDelegatedToken(
  caller: Caller,
  bearer: string,
  given: { refreshToken: string | null },
): Promise<DelegatedAnswer> {
  const { door, carried } = await open(caller, bearer)
  await recordDelegated(caller, door, carried)
  const left = carried.e - runtime().clock.now().getTime()
  if (left > nearItsEndMs || (given.refreshToken === null && left > 0)) return delegated(carried, null)
  if (given.refreshToken === null) {
    throw new AppError('conflict', 'delegated token ended', {
      say: 'Microsoft’s token has ended. Send the refresh token along, or exchange it at the token endpoint first.',
    })
  }
  return exchange(given.refreshToken)
}

async function exchange(refreshToken: string): Promise<DelegatedAnswer> {
  const fields = new Map([
    ['grant_type', 'refresh_token'],
    ['refresh_token', refreshToken],
  ])
  const { status, body } = await answerAtDoor(fields, null)
  const fresh = status === 200 ? await readCarried(String(body['access_token'])) : null
  if (fresh !== null) return delegated(fresh, body)
  if (status === 429) throw new AppError('too_many_tries', 'restore refresh limited')
  if (status === 503) throw new AppError('microsoft_unreachable', 'restore refresh')
  throw new AppError('invalid_input', 'refresh token refused', {
    field: 'refresh_token',
    say: 'This refresh token does not work, or no longer. Sign in again.',
  })
}

function delegated(carried: Carried, renewed: DelegatedAnswer['renewed']): DelegatedAnswer {
  const seconds = Math.max(0, Math.floor((carried.e - runtime().clock.now().getTime()) / 1000))
  return {
    token_type: 'Bearer',
    access_token: carried.t,
    scope: carried.s,
    expires_in: seconds,
    expires_at: new Date(carried.e).toISOString(),
    renewed,
  }
}

async function open(caller: Caller, bearer: string): Promise<{ door: OpenDoor; carried: Carried }> {
  const [tenantId] = caller.reach === 'all' ? [] : caller.reach
  if (caller.kind !== 'restore' || tenantId === undefined) {
    throw new AppError('not_allowed', 'no restore token', {
      say: 'This is for tokens of a restore sign-in. Get one at the token endpoint for restores.',
    })
  }
  const found = await findDoor(tenantId)
  const carried = await readCarried(bearer)
  if (!found.open || carried === null) throw new AppError('not_signed_in', 'the door is shut or the token is damaged')
  return { door: found.door, carried }
}

async function readCarried(bearer: string): Promise<Carried | null> {
  const parsed = carriedAccess.safeParse(await openCarrier('access', carriedOf(bearer) ?? ''))
  return parsed.success ? parsed.data : null
}

async function recordDelegated({ id }: Caller, { tenant }: OpenDoor, { u, c }: Carried): Promise<void> {
  await record(runtime().db, {
    actor: `restore:${id}`,
    action: 'restore.token_given',
    subject: `tenant:${tenant.id}`,
    detail: { account: u, clientId: c },
  })
}
