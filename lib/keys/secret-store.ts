import type { Database } from '@/lib/db/client'
import type { SealedSecret } from '@/prisma/generated/client'
import type { Envelope } from './envelope'
import { holdKek } from './store'

export type SealedSecretRow = SealedSecret

/** Commits the row. Refuses when its key-encryption key was retired meanwhile. */
export async function insertSecret(
  db: Database,
  row: Envelope & { ref: string; purpose: string; holder: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    await holdKek(tx, row.kekId)
    await tx.sealedSecret.create({ data: row, select: { ref: true } })
  })
}

export function findSecret(db: Database, ref: string): Promise<SealedSecretRow | null> {
  return db.sealedSecret.findUnique({ where: { ref } })
}

export async function deleteSecret(db: Database, ref: string): Promise<void> {
  await db.sealedSecret.deleteMany({ where: { ref } })
}

/** Rows that are not wrapped by `kekId` yet, in a stable order. */
export function findSecretsWrappedByOthers(
  db: Database,
  kekId: string,
  after: string,
  limit: number,
): Promise<SealedSecretRow[]> {
  return db.sealedSecret.findMany({
    where: { kekId: { not: kekId }, ref: { gt: after } },
    orderBy: { ref: 'asc' },
    take: limit,
  })
}

/** Replaces the wrap only while the row still is what was read. Returns whether it did. */
export async function replaceSecretWrap(db: Database, row: SealedSecretRow, next: Envelope): Promise<boolean> {
  return db.$transaction(async (tx) => {
    await holdKek(tx, next.kekId)
    const { count } = await tx.sealedSecret.updateMany({
      where: { ref: row.ref, kekId: row.kekId, wrappedKey: row.wrappedKey },
      data: { kekId: next.kekId, wrappedKey: next.wrappedKey },
    })
    return count === 1
  })
}
