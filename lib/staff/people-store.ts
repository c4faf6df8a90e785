import type { Database } from '../db/client'
import type { Prisma } from '../../prisma/generated/client'
import { readRole, type Role } from './actor'
import { announce, endAllOf } from './session-store'

const facts = {
  ...{ id: true, name: true, email: true, role: true, createdAt: true, disabledAt: true },
  ...{ passwordHash: true, ssoIssuer: true, ssoSubject: true },
  secondFactor: { select: { confirmedAt: true } },
  sessions: {
    where: { stage: 'full' },
    orderBy: { seenAt: 'desc' },
    take: 50,
    select: { id: true, createdAt: true, seenAt: true, endedAt: true, way: true, agent: true },
  },
} as const satisfies Prisma.OperatorSelect

export type PersonRow = Prisma.OperatorGetPayload<{ select: typeof facts }>

export function listPeople(db: Database): Promise<PersonRow[]> {
  return db.operator.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }], select: facts })
}

export function findPerson(db: Database, id: string): Promise<PersonRow | null> {
  return db.operator.findUnique({ where: { id }, select: facts })
}

export interface Target {
  id: string
  email: string
  role: Role
  disabledAt: Date | null
  ssoIssuer: string | null
}

/** Holds the person until the transaction ends, so that two changes of one person happen one after the other. */
export async function holdPerson(tx: Prisma.TransactionClient, id: string): Promise<Target | null> {
  await tx.$queryRaw`SELECT 1 FROM "Operator" WHERE "id" = ${id}::uuid FOR UPDATE`
  const row = await tx.operator.findUnique({
    where: { id },
    select: { id: true, email: true, role: true, disabledAt: true, ssoIssuer: true },
  })
  return row === null ? null : { ...row, role: readRole(row.role) }
}

/** True when nobody but this person is an owner who may sign in. Holds all owners, so that two cannot leave at once. */
export async function isLastOwner(tx: Prisma.TransactionClient, id: string): Promise<boolean> {
  const owners = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id"::text FROM "Operator" WHERE "role" = 'owner' AND "disabledAt" IS NULL ORDER BY "id" FOR UPDATE`
  return owners.some((owner) => owner.id === id) && owners.every((owner) => owner.id === id)
}

export async function updateRole(tx: Prisma.TransactionClient, id: string, role: Role): Promise<void> {
  await tx.operator.update({ where: { id }, data: { role }, select: { id: true } })
  await announce(tx, id)
}

/** Ends everything that this person holds: sessions, open streams, and invitations that nobody used yet. */
export async function disable(tx: Prisma.TransactionClient, id: string, at: Date): Promise<number> {
  await tx.operator.update({ where: { id }, data: { disabledAt: at }, select: { id: true } })
  await withdrawAllBy(tx, id, at)
  return endAllOf(tx, id, at)
}

/** Whoever may no longer invite has invited nobody. */
export async function withdrawAllBy(tx: Prisma.TransactionClient, id: string, at: Date): Promise<void> {
  await tx.staffInvitation.updateMany({
    where: { invitedById: id, usedAt: null, withdrawnAt: null },
    data: { withdrawnAt: at },
  })
}

/** One at a time for one address, whether it comes by invitation or from the provider. */
export async function holdAddress(tx: Prisma.TransactionClient, email: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`staff ${email}`}))`
}
