import type { Database } from '../db/client'
import type { Prisma } from '../../prisma/generated/client'
import type { Actor } from './actor'
import { note } from './note'

export interface FactorRow {
  secretRef: string
  confirmedAt: Date | null
}

/** Name of the row in Setting that says whether everybody needs a second factor. */
const requiredSetting = 'secondFactorRequired'

export async function findFactor(db: Database, operatorId: string): Promise<FactorRow | null> {
  return db.secondFactor.findUnique({ where: { operatorId }, select: { secretRef: true, confirmedAt: true } })
}

export async function isFactorRequired(db: Database): Promise<boolean> {
  const row = await db.setting.findUnique({ where: { name: requiredSetting }, select: { value: true } })
  return row?.value === true
}

export async function writeFactorRequired(db: Database, actor: Actor, required: boolean): Promise<void> {
  const name = requiredSetting
  await db.$transaction(async (tx) => {
    if (required) await tx.setting.upsert({ where: { name }, create: { name, value: true }, update: { value: true } })
    else await tx.setting.deleteMany({ where: { name } })
    await note(tx, 'staff.second-factor-required', {
      by: actor.id,
      about: actor.id,
      detail: { setting: name, before: !required, after: required },
    })
  })
}

/** A draft that replaces an older draft, whose sealed secret is returned. Null: a confirmed one is there already. */
export async function replaceDraft(
  db: Database,
  { operatorId, secretRef, at }: { operatorId: string; secretRef: string; at: Date },
): Promise<{ old: string | null } | null> {
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Operator" WHERE "id" = ${operatorId}::uuid FOR UPDATE`
    const known = await tx.secondFactor.findUnique({ where: { operatorId } })
    if (known !== null && known.confirmedAt !== null) return null
    const data = { secretRef, createdAt: at, confirmedAt: null, lastStep: null }
    await tx.secondFactor.upsert({ where: { operatorId }, create: { operatorId, ...data }, update: data })
    return { old: known?.secretRef ?? null }
  })
}

/** From now on it is asked for. False when that draft is not the one that stands, or was confirmed meanwhile. */
export async function confirmDraft(
  db: Database,
  {
    operatorId,
    secretRef,
    step,
    codeHashes,
    at,
  }: { operatorId: string; secretRef: string; step: number; codeHashes: readonly string[]; at: Date },
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.secondFactor.updateMany({
      where: { operatorId, secretRef, confirmedAt: null },
      data: { confirmedAt: at, lastStep: step },
    })
    if (count !== 1) return false
    await replaceCodes(tx, operatorId, codeHashes)
    await note(tx, 'staff.second-factor-on', { by: operatorId, about: operatorId })
    return true
  })
}

/** Takes a time step once: a code that was seen over a shoulder is worth nothing, in any process (RFC 6238 §5.2). */
export async function takeStep(db: Database, operatorId: string, step: number): Promise<boolean> {
  const { count } = await db.secondFactor.updateMany({
    where: { operatorId, confirmedAt: { not: null }, OR: [{ lastStep: null }, { lastStep: { lt: step } }] },
    data: { lastStep: step },
  })
  return count === 1
}

export async function takeRecoveryCode(db: Database, operatorId: string, codeHash: string, at: Date): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.recoveryCode.updateMany({
      where: { operatorId, codeHash, usedAt: null },
      data: { usedAt: at },
    })
    if (count !== 1) return false
    const left = await tx.recoveryCode.count({ where: { operatorId, usedAt: null } })
    await note(tx, 'staff.recovery-code-used', { by: operatorId, about: operatorId, detail: { count: left } })
    return true
  })
}

export async function countRecoveryCodes(db: Database, operatorId: string): Promise<number> {
  return db.recoveryCode.count({ where: { operatorId, usedAt: null } })
}

export async function renewCodes(db: Database, operatorId: string, codeHashes: readonly string[]): Promise<void> {
  await db.$transaction(async (tx) => {
    await replaceCodes(tx, operatorId, codeHashes)
    await note(tx, 'staff.recovery-codes-renewed', { by: operatorId, about: operatorId })
  })
}

/** Factor and codes go in the caller's transaction. The sealed secret that stays behind, or null when there was none. */
export async function dropFactor(tx: Prisma.TransactionClient, operatorId: string): Promise<string | null> {
  const known = await tx.secondFactor.findUnique({ where: { operatorId }, select: { secretRef: true } })
  await tx.secondFactor.deleteMany({ where: { operatorId } })
  await tx.recoveryCode.deleteMany({ where: { operatorId } })
  return known?.secretRef ?? null
}

async function replaceCodes(
  tx: Prisma.TransactionClient,
  operatorId: string,
  codeHashes: readonly string[],
): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { operatorId } })
  await tx.recoveryCode.createMany({ data: codeHashes.map((codeHash) => ({ operatorId, codeHash })) })
}
