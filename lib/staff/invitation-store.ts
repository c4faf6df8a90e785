import type { Database } from '../db/client'
import type { Prisma } from '../../prisma/generated/client'
import { readRole, type Actor, type Role } from './actor'
import { note } from './note'
import { holdAddress } from './people-store'
import { manageableRoles } from './permissions'

export interface OpenInvitation {
  id: string
  email: string
  role: Role
}

const open = (at: Date) => ({ usedAt: null, withdrawnAt: null, expiresAt: { gt: at } })

/** Replaces older open ones for that address. False when the address has an account already. */
export async function insertInvitation(
  db: Database,
  actor: Actor,
  row: { id: string; tokenHash: string; email: string; role: Role; expiresAt: Date; at: Date },
): Promise<boolean> {
  const { at, ...invitation } = row
  return db.$transaction(async (tx) => {
    await holdAddress(tx, row.email)
    if ((await tx.operator.count({ where: { email: row.email } })) > 0) return false
    await tx.staffInvitation.updateMany({ where: { email: row.email, ...open(at) }, data: { withdrawnAt: at } })
    await tx.staffInvitation.create({ data: { ...invitation, createdAt: at, invitedById: actor.id } })
    const detail = { email: row.email, role: row.role, until: row.expiresAt.toISOString() }
    await note(tx, 'staff.invited', { by: actor.id, about: actor.id, detail })
    return true
  })
}

export async function findOpenInvitation(db: Database, tokenHash: string, at: Date): Promise<OpenInvitation | null> {
  const row = await db.staffInvitation.findFirst({
    where: { tokenHash, ...open(at) },
    select: { id: true, email: true, role: true },
  })
  return row === null ? null : { ...row, role: readRole(row.role) }
}

export async function listOpenInvitations(db: Database, at: Date) {
  const rows = await db.staffInvitation.findMany({
    where: open(at),
    orderBy: { createdAt: 'desc' },
    take: 200,
    select: {
      ...{ id: true, email: true, role: true, createdAt: true, expiresAt: true },
      invitedBy: { select: { name: true } },
    },
  })
  return rows.map(({ invitedBy, role, ...row }) => ({ ...row, role: readRole(role), by: invitedBy.name }))
}

/** The role of an invitation that is open, or null; for the rank of who withdraws it. */
export async function findInvitationRole(db: Database, id: string, at: Date): Promise<Role | null> {
  const row = await db.staffInvitation.findFirst({ where: { id, ...open(at) }, select: { role: true } })
  return row === null ? null : readRole(row.role)
}

export async function withdraw(db: Database, actor: Actor, id: string, at: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const gone = await tx.staffInvitation.updateManyAndReturn({
      where: { id, ...open(at) },
      data: { withdrawnAt: at },
      select: { email: true, role: true },
    })
    for (const { email, role } of gone) {
      const by = actor.id
      await note(tx, 'staff.invitation-withdrawn', { by, about: by, detail: { email, role } })
    }
  })
}

/**
 * Uses the invitation and makes the account, all or nothing: of fifty at once, one wins. Null when it is not open any
 * more, when who invited may no longer do so, or when the address got an account meanwhile.
 */
export async function consumeInvitation(
  db: Database,
  { tokenHash, name, passwordHash, at }: { tokenHash: string; name: string; passwordHash: string; at: Date },
): Promise<string | null> {
  return db.$transaction(async (tx) => {
    const [used] = await tx.staffInvitation.updateManyAndReturn({
      where: { tokenHash, ...open(at) },
      data: { usedAt: at },
      select: { email: true, role: true, invitedById: true },
    })
    if (used === undefined || !(await mayStillInvite(tx, used.invitedById, readRole(used.role)))) return null
    await holdAddress(tx, used.email)
    if ((await tx.operator.count({ where: { email: used.email } })) > 0) return null
    const { id } = await tx.operator.create({
      data: { email: used.email, name, role: used.role, passwordHash },
      select: { id: true },
    })
    await note(tx, 'staff.invitation-accepted', {
      by: id,
      about: id,
      detail: { email: used.email, role: used.role, from: used.invitedById },
    })
    return id
  })
}

async function mayStillInvite(tx: Prisma.TransactionClient, inviterId: string, role: Role): Promise<boolean> {
  const inviter = await tx.operator.findUnique({ where: { id: inviterId }, select: { role: true, disabledAt: true } })
  return (
    inviter !== null && inviter.disabledAt === null && manageableRoles({ role: readRole(inviter.role) }).includes(role)
  )
}
