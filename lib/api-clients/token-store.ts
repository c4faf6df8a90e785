import { record } from '../audit/audit'
import { emit } from '../events/events'
import { runtime } from '../runtime'
import type { ApiClient, Prisma } from '@/prisma/generated/client'

/** A family with its client: all that decides what one of its tokens may do. */
export type FamilyRow = Prisma.TokenFamilyGetPayload<{ include: { client: true } }>
export type TokenRow = Prisma.ApiTokenGetPayload<{ include: { family: { include: { client: true } } } }>

export interface NewToken {
  kind: 'access' | 'refresh'
  hash: string
  scopes: string[]
  issuedAt: Date
  expiresAt: Date
}

export type NewFamily = Omit<Prisma.TokenFamilyUncheckedCreateInput, 'tokens'>

/**
 * With its first tokens, or not at all. A client's is audited with it. Null when the client has another proof by now than
 * `provedAs`: its row is locked, so a new secret and a token of the old one cannot pass each other.
 */
export async function insertFamily(
  family: NewFamily,
  tokens: readonly NewToken[],
  provedAs: string | null,
): Promise<string | null> {
  return runtime().db.$transaction(async (tx) => {
    const { clientId, createdAt, name } = family
    if (typeof clientId === 'string') {
      const client = await tx.apiClient.update({ where: { id: clientId }, data: { lastUsedAt: createdAt } })
      if (provedAs !== null && markOfProof(client) !== provedAs) return null
      await record(tx, {
        actor: `client:${clientId}`,
        action: 'token.issued',
        subject: `client:${clientId}`,
        detail: { name, note: tokens.flatMap((token) => token.scopes).join(' ') },
      })
    }
    const { id } = await tx.tokenFamily.create({ data: { ...family, tokens: { create: [...tokens] } } })
    return id
  })
}

/** Tells one secret or key of a client from the next. */
export function markOfProof({ secretHash, publicKeys }: Pick<ApiClient, 'secretHash' | 'publicKeys'>): string {
  return secretHash ?? JSON.stringify(publicKeys)
}

export function findToken(hash: string): Promise<TokenRow | null> {
  return runtime().db.apiToken.findUnique({ where: { hash }, include: { family: { include: { client: true } } } })
}

/**
 * One of any number that come with the same refresh token gets true, and its successors are there. The pair before is
 * dead from then on.
 */
export function succeed(hash: string, familyId: string, tokens: readonly NewToken[], now: Date): Promise<boolean> {
  return runtime().db.$transaction(async (tx) => {
    const { count } = await tx.apiToken.updateMany({
      where: { hash, usedAt: null, family: { revokedAt: null } },
      data: { usedAt: now },
    })
    if (count === 0) return false
    await tx.apiToken.deleteMany({ where: { familyId, kind: 'access' } })
    await tx.apiToken.createMany({ data: tokens.map((token) => ({ ...token, familyId })) })
    return true
  })
}

/** True for the one call that ends it. */
export function revokeFamily(family: FamilyRow, now: Date): Promise<boolean> {
  return runtime().db.$transaction(async (tx) => {
    const { count } = await tx.tokenFamily.updateMany({
      where: { id: family.id, revokedAt: null },
      data: { revokedAt: now },
    })
    if (count > 0)
      await record(tx, { actor: labelOfFamily(family), action: 'token.revoked', subject: subjectOf(family) })
    return count > 0
  })
}

/** How many restore sign-ins of the tenant were alive until now. */
export async function revokeFamiliesOf(tenantId: string, now: Date): Promise<number> {
  const { count } = await runtime().db.tokenFamily.updateMany({
    where: { tenantId, kind: 'restore', revokedAt: null },
    data: { revokedAt: now },
  })
  return count
}

/** A refresh token came back long after it was used: one of two holders is a thief, so both lose what they hold. */
export function revokeReused(family: FamilyRow, now: Date): Promise<void> {
  return runtime().db.$transaction(async (tx) => {
    const { count } = await tx.tokenFamily.updateMany({
      where: { id: family.id, revokedAt: null },
      data: { revokedAt: now },
    })
    if (count === 0) return
    await record(tx, { actor: labelOfFamily(family), action: 'token.reused', subject: subjectOf(family) })
    await emit(tx, reuseEvent(family), now)
  })
}

/** Tenants of these customers that are still ours to look after. */
export async function tenantsOfCustomers(customerIds: readonly string[]): Promise<string[]> {
  const rows = await runtime().db.tenant.findMany({
    where: { customerId: { in: [...customerIds] } },
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}

/** At most once a minute for each client: it is for people to see that something still uses it. */
export async function touchClient(clientId: string, now: Date): Promise<void> {
  const minuteAgo = new Date(now.getTime() - 60_000)
  await runtime().db.apiClient.updateMany({
    where: { id: clientId, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: minuteAgo } }] },
    data: { lastUsedAt: now },
  })
}

/** What can be of no use to anybody. Used refresh tokens stay as long as their family. */
export async function forgetEnded(now: Date): Promise<void> {
  const { db } = runtime()
  await db.tokenFamily.deleteMany({ where: { endsAt: { lt: now } } })
  await db.apiToken.deleteMany({ where: { kind: 'access', expiresAt: { lt: now } } })
  await db.usedAssertion.deleteMany({ where: { expiresAt: { lt: now } } })
}

function labelOfFamily({ clientId, id }: FamilyRow): string {
  return `client:${clientId ?? id}`
}

function subjectOf({ clientId, tenantId, id }: FamilyRow): string {
  if (clientId !== null) return `client:${clientId}`
  return tenantId === null ? `family:${id}` : `tenant:${tenantId}`
}

function reuseEvent(family: FamilyRow) {
  return {
    kind: 'token.reused',
    key: `token.reused:${family.id}`,
    thread: `token:${family.id}`,
    tenantId: family.tenantId,
    severity: 'warning',
    facts: {
      title: `A refresh token of ${family.name} was used twice`,
      message:
        'Somebody came with a refresh token that had been exchanged before. It may have been copied, so all tokens of this sign-in were ended.',
      who: 'Whoever runs this client',
      remedy: 'Look for a copy of its tokens, then sign it in again.',
    },
  } as const
}
