import type { Database } from '../db/client'
import { record, type AuditTransaction } from '../audit/audit'
import type { Prisma } from '../../prisma/generated/client'
import { readRole, type Actor } from './actor'

export type { Database } from '../db/client'

export interface SessionRow {
  createdAt: Date
  seenAt: Date
  endedAt: Date | null
  disabledAt: Date | null
  actor: Actor
}

const person = { id: true, name: true, email: true, role: true, disabledAt: true } as const

export async function findSession(db: Database, id: string): Promise<SessionRow | null> {
  const row = await db.session.findUnique({
    where: { id },
    select: { createdAt: true, seenAt: true, endedAt: true, operator: { select: person } },
  })
  if (row === null) return null
  const { operator, ...times } = row
  return { ...times, disabledAt: operator.disabledAt, actor: toActor(operator) }
}

export async function insertSession(db: Database, row: { id: string; operatorId: string; at: Date }): Promise<void> {
  const { id, operatorId, at } = row
  await db.$transaction(async (tx) => {
    await tx.session.create({ data: { id, operatorId, createdAt: at, seenAt: at } })
    await note(tx, operatorId, 'staff.signed-in')
  })
}

export async function updateSeen(db: Database, id: string, seenAt: Date): Promise<void> {
  await db.session.updateMany({ where: { id, endedAt: null }, data: { seenAt } })
}

/** Ends one session. Ending it again changes nothing and is not noted twice. */
export async function updateEnded(db: Database, id: string, endedAt: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const ended = await tx.session.updateManyAndReturn({
      where: { id, endedAt: null },
      data: { endedAt },
      select: { operatorId: true },
    })
    for (const { operatorId } of ended) await note(tx, operatorId, 'staff.signed-out')
  })
}

/** The hash to compare with; a disabled operator is as unknown as one who never was. */
export async function findPassword(
  db: Database,
  email: string,
): Promise<{ operatorId: string; passwordHash: string } | null> {
  const row = await db.operator.findUnique({
    where: { email },
    select: { id: true, passwordHash: true, disabledAt: true },
  })
  return row === null || row.disabledAt !== null ? null : { operatorId: row.id, passwordHash: row.passwordHash }
}

export async function countOwners(db: Database): Promise<number> {
  return db.operator.count({ where: { role: 'owner', disabledAt: null } })
}

export async function insertSetupLink(db: Database, row: { tokenHash: string; expiresAt: Date }): Promise<void> {
  await db.setupLink.create({ data: row })
}

export async function findOpenSetupLink(db: Database, tokenHash: string, at: Date): Promise<boolean> {
  return (await db.setupLink.count({ where: openLink(tokenHash, at) })) === 1
}

export interface OwnerRow {
  name: string
  email: string
  passwordHash: string
}

/**
 * Uses the link and makes or renews the owner, all or nothing. Every other open link dies with it, and so does every
 * session of that owner. Null when the link is not (or no longer) open: of two at once, one wins.
 */
export async function consumeSetupLink(
  db: Database,
  { tokenHash, owner, at }: { tokenHash: string; owner: OwnerRow; at: Date },
): Promise<{ operatorId: string; renewed: boolean } | null> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.setupLink.updateMany({ where: openLink(tokenHash, at), data: { usedAt: at } })
    if (count !== 1) return null
    await tx.setupLink.updateMany({ where: { usedAt: null }, data: { usedAt: at } })
    const known = await findOwnerToRenew(tx, owner.email)
    const data = { ...owner, role: 'owner', disabledAt: null }
    const { id } =
      known === null
        ? await tx.operator.create({ data, select: { id: true } })
        : await tx.operator.update({ where: { id: known.id }, data, select: { id: true } })
    await tx.session.updateMany({ where: { operatorId: id, endedAt: null }, data: { endedAt: at } })
    await note(tx, id, known === null ? 'staff.owner-made' : 'staff.owner-renewed')
    return { operatorId: id, renewed: known !== null }
  })
}

/** Whoever already has that address becomes the owner again; else the first owner gets the new address. */
async function findOwnerToRenew(tx: Prisma.TransactionClient, email: string): Promise<{ id: string } | null> {
  const select = { id: true } as const
  return (
    (await tx.operator.findUnique({ where: { email }, select })) ??
    (await tx.operator.findFirst({ where: { role: 'owner' }, orderBy: { createdAt: 'asc' }, select }))
  )
}

function openLink(tokenHash: string, at: Date) {
  return { tokenHash, usedAt: null, expiresAt: { gt: at } }
}

function note(tx: AuditTransaction, operatorId: string, action: string): Promise<void> {
  return record(tx, {
    actor: `operator:${operatorId}`,
    action,
    subject: `operator:${operatorId}`,
    detail: { operatorId },
  })
}

function toActor(row: { id: string; name: string; email: string; role: string }): Actor {
  return { kind: 'operator', operatorId: row.id, name: row.name, email: row.email, role: readRole(row.role) }
}
