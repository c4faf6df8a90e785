import { roomState, runtime } from '../runtime'
import { forgetCallers } from './caller-cache'
import { notProved } from './client-proof'
import { carriedOf, hashOpaque, newOpaque } from './opaque'
import { isScope, type Scope } from './scopes'
import {
  findToken,
  forgetEnded,
  insertFamily,
  revokeFamiliesOf,
  revokeFamily,
  revokeReused,
  succeed,
  type FamilyRow,
  type NewToken,
  type TokenRow,
} from './token-store'

const day = 24 * 60 * 60
/** A refresh token that nobody uses (RFC 9700 section 4.14.2: it should expire when idle). */
const idleSeconds = 7 * day
const absoluteSeconds = 30 * day
/** Twins of one request may come this much later; who comes later than that has a copy. */
const twinSeconds = 10

export interface NewFamilyInput {
  kind: 'restore' | 'client'
  /** The API client that the family is bound to. */
  clientId?: string
  /** For people: the client’s name, or the account that signed in. */
  name: string
  /** The one tenant that a restore sign-in reaches. */
  tenantId?: string
  scopes: readonly Scope[]
  accessSeconds: number
  withRefresh: boolean
  /** Sealed for its holder, travels in both tokens or in each its own: letters of base64url and dots. */
  carried?: Carried
  /** The client's proof that was judged (`markOfProof`); throws `invalid_client` when it was replaced meanwhile. */
  provedAs?: string
}

export type Carried = string | { access: string; refresh: string }

export interface IssuedTokens {
  familyId: string
  accessToken: string
  refreshToken: string | null
  scopes: readonly Scope[]
  issuedAt: Date
  /** When the access token ends. */
  expiresAt: Date
}

/** The first tokens of a sign-in that was proved elsewhere. Only their hashes stay here. */
export async function openFamily(input: NewFamilyInput): Promise<IssuedTokens> {
  const now = runtime().clock.now()
  const endsAt = later(now, input.withRefresh ? absoluteSeconds : input.accessSeconds)
  const terms = { accessSeconds: input.accessSeconds, endsAt, withRefresh: input.withRefresh }
  const made = makePair(terms, { access: input.scopes, refresh: input.scopes }, input.carried ?? null, now)
  await forgetNowAndThen(now)
  const familyId = await insertFamily(
    {
      kind: input.kind,
      clientId: input.clientId ?? null,
      tenantId: input.tenantId ?? null,
      name: input.name,
      scopes: [...input.scopes],
      accessSeconds: input.accessSeconds,
      createdAt: now,
      endsAt,
    },
    made.rows,
    input.provedAs ?? null,
  )
  if (familyId === null) throw notProved(false)
  return { familyId, ...made.tokens }
}

export interface RefreshOptions {
  /** The client that asks, proved; null for a family that belongs to none. */
  clientId: string | null
  /** Fewer than before; absent: the same. */
  scopes?: readonly string[]
  /** Takes the place of what the refresh token carries. */
  carried?: Carried
}

export type RefreshRefusal = 'invalid_grant' | 'invalid_scope'
export type Refreshed =
  { ok: true; tokens: IssuedTokens; family: FamilyRow } | { ok: false; error: RefreshRefusal; reused: boolean }

/**
 * RFC 6749 section 6 with rotation: the old pair is dead. Of twins one gets the successor, the others nothing and harm
 * nothing; a use later than that ends the whole family (RFC 9700 section 4.14.2).
 */
export async function refresh(refreshToken: string, options: RefreshOptions): Promise<Refreshed> {
  const now = runtime().clock.now()
  const row = await findRefresh(refreshToken, options.clientId, now)
  if (row === null) return refused('invalid_grant')
  const { family } = row
  if (row.usedAt !== null) return judgeReuse(family, row.usedAt, now)
  const wanted = options.scopes ?? row.scopes
  if (!wanted.every((scope) => row.scopes.includes(scope))) return refused('invalid_scope')
  const terms = { accessSeconds: family.accessSeconds, endsAt: family.endsAt, withRefresh: true }
  const scopes = { access: wanted.filter(isScope), refresh: row.scopes.filter(isScope) }
  const made = makePair(terms, scopes, options.carried ?? carriedOf(refreshToken), now)
  if (!(await succeed(row.hash, family.id, made.rows, now))) return refused('invalid_grant')
  await forgetCallers()
  return { ok: true, family, tokens: { familyId: family.id, ...made.tokens } }
}

/** One that was used is found for as long as its family lives; one that was not, until it has been idle too long. */
async function findRefresh(refreshToken: string, clientId: string | null, now: Date): Promise<TokenRow | null> {
  const hash = hashOpaque('refresh', refreshToken)
  const row = hash === null ? null : await findToken(hash)
  if (row?.kind !== 'refresh' || row.family.clientId !== clientId || !isAlive(row.family, now)) return null
  return row.usedAt === null && row.expiresAt <= now ? null : row
}

/** Whose a living refresh token is, before it is used; `used`: it was, and `refresh` judges that. */
export async function lookAtRefresh(
  refreshToken: string,
  clientId: string | null,
): Promise<{ family: FamilyRow; used: boolean } | null> {
  const row = await findRefresh(refreshToken, clientId, runtime().clock.now())
  return row === null ? null : { family: row.family, used: row.usedAt !== null }
}

/** Ends every restore sign-in of a tenant: its door was shut. */
export async function endRestoreFamilies(tenantId: string): Promise<number> {
  const ended = await revokeFamiliesOf(tenantId, runtime().clock.now())
  await forgetCallers()
  return ended
}

/**
 * Ends all tokens of the sign-in that this one came of (RFC 7009 section 2.1 lets us). False for a token that is not
 * known, is dead already or belongs to another client.
 */
export async function revoke(token: string, clientId: string | null): Promise<boolean> {
  const hash = hashOpaque('access', token) ?? hashOpaque('refresh', token)
  const row = hash === null ? null : await findToken(hash)
  if (row === null || row.family.clientId !== clientId) return false
  const ended = await revokeFamily(row.family, runtime().clock.now())
  await forgetCallers()
  return ended
}

/** Whether tokens of the family may work at all. */
export function isAlive({ revokedAt, endsAt, client }: FamilyRow, now: Date): boolean {
  if (revokedAt !== null || endsAt <= now) return false
  return client === null || (client.disabledAt === null && client.expiresAt > now)
}

async function judgeReuse(family: FamilyRow, usedAt: Date, now: Date): Promise<Refreshed> {
  if (now.getTime() - usedAt.getTime() <= twinSeconds * 1000) return refused('invalid_grant')
  await revokeReused(family, now)
  await forgetCallers()
  return { ok: false, error: 'invalid_grant', reused: true }
}

interface Terms {
  accessSeconds: number
  endsAt: Date
  withRefresh: boolean
}

function makePair(
  { accessSeconds, endsAt, withRefresh }: Terms,
  scopes: { access: readonly Scope[]; refresh: readonly Scope[] },
  carried: Carried | null,
  now: Date,
) {
  const each = typeof carried === 'string' || carried === null ? { access: carried, refresh: carried } : carried
  const accessToken = newOpaque('access', each.access)
  const refreshToken = withRefresh ? newOpaque('refresh', each.refresh) : null
  const expiresAt = earlier(later(now, accessSeconds), endsAt)
  const rows: NewToken[] = [rowOf('access', accessToken, scopes.access, now, expiresAt)]
  if (refreshToken !== null) {
    rows.push(rowOf('refresh', refreshToken, scopes.refresh, now, earlier(later(now, idleSeconds), endsAt)))
  }
  return { rows, tokens: { accessToken, refreshToken, scopes: scopes.access, issuedAt: now, expiresAt } }
}

function rowOf(
  kind: 'access' | 'refresh',
  token: string,
  scopes: readonly Scope[],
  issuedAt: Date,
  expiresAt: Date,
): NewToken {
  const hash = hashOpaque(kind, token)
  if (hash === null) throw new Error('what a token carries has letters that no token may have, or is too long')
  return { kind, hash, scopes: [...scopes], issuedAt, expiresAt }
}

function refused(error: RefreshRefusal): Refreshed {
  return { ok: false, error, reused: false }
}

/** Once a minute, by whoever asks for tokens: where none are made, none pile up. */
async function forgetNowAndThen(now: Date): Promise<void> {
  const last = roomState('api-clients.forgotten', () => ({ at: 0 }))
  if (Math.abs(now.getTime() - last.at) < 60_000) return
  last.at = now.getTime()
  await forgetEnded(now)
}

function later(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000)
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other
}
