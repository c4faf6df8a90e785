import type { Database } from '../db/client'
import type { Prisma } from '../../prisma/generated/client'
import { note } from './note'
import { endAllOf } from './session-store'
import { dropFactor } from './second-factor-store'

export type { Database } from '../db/client'

/** The hash to compare with; a disabled operator, or one without a password, is as unknown as one who never was. */
export async function findPassword(
  db: Database,
  email: string,
): Promise<{ operatorId: string; passwordHash: string } | null> {
  const row = await db.operator.findUnique({
    where: { email },
    select: { id: true, passwordHash: true, disabledAt: true },
  })
  if (row === null || row.disabledAt !== null || row.passwordHash === null) return null
  return { operatorId: row.id, passwordHash: row.passwordHash }
}

export async function findPasswordOf(db: Database, operatorId: string): Promise<string | null> {
  const row = await db.operator.findUnique({ where: { id: operatorId }, select: { passwordHash: true } })
  return row?.passwordHash ?? null
}

/** Sets it and ends every other session: whoever knew the old one is out. */
export async function updatePassword(
  db: Database,
  { operatorId, passwordHash, keep, at }: { operatorId: string; passwordHash: string; keep: string; at: Date },
): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.operator.update({ where: { id: operatorId }, data: { passwordHash }, select: { id: true } })
    const count = await endAllOf(tx, operatorId, at, keep)
    await note(tx, 'staff.password-changed', { by: operatorId, about: operatorId, detail: { count } })
  })
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

/** `lostSecret` is the sealed secret of a second factor that went with the renewal: the caller destroys it. */
export interface Consumed {
  operatorId: string
  renewed: boolean
  lostSecret: string | null
}

/**
 * Uses the link and makes or renews the owner, all or nothing. Every other open link dies with it, and so do every
 * session and the second factor of that owner. Null when the link is not (or no longer) open: of two at once, one wins.
 */
export async function consumeSetupLink(
  db: Database,
  { tokenHash, owner, at }: { tokenHash: string; owner: OwnerRow; at: Date },
): Promise<Consumed | null> {
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
    await endAllOf(tx, id, at)
    const lostSecret = await dropFactor(tx, id)
    await note(tx, known === null ? 'staff.owner-made' : 'staff.owner-renewed', { by: id, about: id })
    if (lostSecret !== null) {
      await note(tx, 'staff.second-factor-reset', {
        by: id,
        about: id,
        detail: { reason: 'owner renewed by setup link' },
      })
    }
    return { operatorId: id, renewed: known !== null, lostSecret }
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
