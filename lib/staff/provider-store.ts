import type { Database } from '../db/client'
import type { Prisma } from '../../prisma/generated/client'
import { readRole, type Role } from './actor'
import { note } from './note'
import { holdAddress, isLastOwner, updateRole } from './people-store'
import { endAllOf } from './session-store'

/** Somebody at the OpenID provider, as its ID token says. */
export interface ProviderIdentity {
  issuer: string
  subject: string
  name: string
  email: string
  role: Role
}

type Key = Pick<ProviderIdentity, 'issuer' | 'subject'>

export async function findLinked(db: Database, key: Key): Promise<{ id: string; disabledAt: Date | null } | null> {
  return db.operator.findUnique({ where: byKey(key), select: { id: true, disabledAt: true } })
}

/** The provider says that this person has no role here any more: what is open, ends. */
export async function endLinked(db: Database, id: string, at: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const count = await endAllOf(tx, id, at)
    await note(tx, 'staff.provider-refused', { by: id, about: id, detail: { reason: 'no role', count } })
  })
}

/**
 * Name and role as the provider says them now. The last owner keeps the role, or nobody could change a setting again; the
 * audit says so. Null when no account is linked to this identity.
 */
export async function followProvider(db: Database, identity: ProviderIdentity): Promise<string | null> {
  return db.$transaction(async (tx) => {
    const known = await tx.operator.findUnique({ where: byKey(identity), select: { id: true, role: true } })
    if (known === null) return null
    const { id } = known
    const before = readRole(known.role)
    await tx.operator.update({ where: { id }, data: { name: identity.name }, select: { id: true } })
    if (before === identity.role) return id
    const kept = before === 'owner' && (await isLastOwner(tx, id))
    if (!kept) await updateRole(tx, id, identity.role)
    const detail = { before, after: identity.role, reason: kept ? 'kept: the last owner' : 'the provider says so' }
    await note(tx, 'staff.role-changed', { by: id, about: id, detail })
    return id
  })
}

/**
 * A new account for somebody whom the provider sent. Null when another account has that address: a claim is written
 * instead, for an owner to decide. An address alone never opens an account.
 */
export async function admit(db: Database, identity: ProviderIdentity): Promise<string | null> {
  const { issuer, subject, email, name, role } = identity
  return db.$transaction(async (tx) => {
    await holdAddress(tx, email)
    const linked = await tx.operator.findUnique({ where: byKey(identity), select: { id: true } })
    if (linked !== null) return linked.id
    const taken = await tx.operator.findUnique({ where: { email }, select: { id: true } })
    if (taken !== null) {
      const claim = { email, name, role }
      await tx.ssoClaim.upsert({
        where: { issuer_subject: { issuer, subject } },
        create: { issuer, subject, ...claim },
        update: claim,
      })
      await note(tx, 'staff.provider-claimed', { by: taken.id, about: taken.id, detail: { email } })
      return null
    }
    const { id } = await tx.operator.create({
      data: { email, name, role, ssoIssuer: issuer, ssoSubject: subject },
      select: { id: true },
    })
    await note(tx, 'staff.provider-admitted', { by: id, about: id, detail: { email, role } })
    return id
  })
}

export function listClaims(db: Database) {
  return db.ssoClaim.findMany({ orderBy: { createdAt: 'asc' }, take: 100 })
}

export function findClaim(tx: Prisma.TransactionClient, { issuer, subject }: Key) {
  return tx.ssoClaim.findUnique({ where: { issuer_subject: { issuer, subject } } })
}

export async function deleteClaim(tx: Prisma.TransactionClient, { issuer, subject }: Key): Promise<void> {
  await tx.ssoClaim.deleteMany({ where: { issuer, subject } })
}

function byKey({ issuer, subject }: Key) {
  return { ssoIssuer_ssoSubject: { ssoIssuer: issuer, ssoSubject: subject } }
}
