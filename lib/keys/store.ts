import { AppError } from '@/lib/errors'
import type { Database } from '@/lib/db/client'
import type { Prisma, SealedKey } from '@/prisma/generated/client'
import type { Envelope, SealBinding } from './envelope'
import type { Ring } from './ring'

/** Where custody happens: the database with the sealed rows, the ring that opens them, the installation they belong to. */
export interface Custody {
  db: Database
  ring: Ring
  installationId: string
}

export type SealedKeyRow = SealedKey

/** Commits the row. Refuses when its key-encryption key was retired meanwhile: the row could never be opened again. */
export async function insertSealedKey(
  db: Database,
  row: Envelope & Omit<SealBinding, 'installationId'> & { spki: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const { ref, tenantId, certificateId, keyVersion, purpose, spki } = row
  const { format, kekId, wrappedKey, iv, tag, ciphertext } = row
  await db.$transaction(async (tx) => {
    await holdKek(tx, kekId)
    await tx.sealedKey.create({
      data: {
        ...{ ref, tenantId, certificateId, keyVersion, purpose, spki },
        ...{ format, kekId, wrappedKey, iv, tag, ciphertext },
      },
      select: { ref: true },
    })
  })
}

export function findSealedKey(db: Database, ref: string): Promise<SealedKeyRow | null> {
  return db.sealedKey.findUnique({ where: { ref } })
}

/** Null for a tombstone. */
export function envelopeOf({ format, kekId, wrappedKey, iv, tag, ciphertext }: SealedKeyRow): Envelope | null {
  if (wrappedKey === null || iv === null || tag === null || ciphertext === null) return null
  return { format, kekId, wrappedKey, iv, tag, ciphertext }
}

export function bindingOf(row: SealedKeyRow, installationId: string): SealBinding {
  const { ref, tenantId, certificateId, keyVersion, purpose } = row
  return { installationId, ref, tenantId, certificateId, keyVersion, purpose }
}

/** The old bytes stay in PostgreSQL's dead row until VACUUM and in its log until that is recycled: sealed, as ever. */
export async function eraseSealedKey(db: Database, ref: string): Promise<void> {
  await db.sealedKey.updateMany({
    where: { ref, destroyedAt: null },
    data: { wrappedKey: null, iv: null, tag: null, ciphertext: null, destroyedAt: new Date() },
  })
}

/** Rows that are not wrapped by `kekId` yet, in a stable order. */
export function findWrappedByOthers(
  db: Database,
  kekId: string,
  after: string,
  limit: number,
): Promise<SealedKeyRow[]> {
  return db.sealedKey.findMany({
    where: { kekId: { not: kekId }, wrappedKey: { not: null }, ref: { gt: after } },
    orderBy: { ref: 'asc' },
    take: limit,
  })
}

/** Replaces the wrap only while the row still is what was read. Returns whether it did. */
export async function replaceWrap(db: Database, row: SealedKeyRow, next: Envelope): Promise<boolean> {
  return db.$transaction(async (tx) => {
    await holdKek(tx, next.kekId)
    const { count } = await tx.sealedKey.updateMany({
      where: { ref: row.ref, kekId: row.kekId, wrappedKey: row.wrappedKey },
      data: { kekId: next.kekId, wrappedKey: next.wrappedKey },
    })
    return count === 1
  })
}

/** How many living rows each key-encryption key opens: private keys and other secrets. */
export async function countByKek(db: Database): Promise<Map<string, number>> {
  const _count = { _all: true } as const
  const keys = await db.sealedKey.groupBy({ by: ['kekId'], where: { wrappedKey: { not: null } }, _count })
  const secrets = await db.sealedSecret.groupBy({ by: ['kekId'], _count })
  const counts = new Map<string, number>()
  for (const group of [...keys, ...secrets]) {
    counts.set(group.kekId, (counts.get(group.kekId) ?? 0) + group._count._all)
  }
  return counts
}

/** Ends a key-encryption key in the database; waits for writers that hold it, and refuses while a living row names it. */
export async function releaseKek(db: Database, kekId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.keyCanary.deleteMany({ where: { kekId } })
    const keys = await tx.sealedKey.count({ where: { kekId, wrappedKey: { not: null } } })
    const count = keys + (await tx.sealedSecret.count({ where: { kekId } }))
    if (count === 0) return
    throw new AppError('conflict', `${count} sealed keys still need key ${kekId}`, {
      say: `${count} sealed keys still need this ring key. Rotate the ring first; nothing was removed.`,
    })
  })
}

/** Nobody can retire this key-encryption key before the transaction ends: DELETE waits for FOR KEY SHARE. */
export async function holdKek(tx: Prisma.TransactionClient, kekId: string): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`SELECT 1 FROM "KeyCanary" WHERE "kekId" = ${kekId} FOR KEY SHARE`
  if (held.length > 0) return
  throw new AppError(
    'key_unreadable',
    `Key ${kekId} of the key ring was never checked against this database. Start again.`,
  )
}
