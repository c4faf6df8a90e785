import { record } from '../audit/audit'
import type { Database } from '../db/client'
import { labelOf, type Actor } from '../staff/actor'

export async function findSetting(db: Database, name: string): Promise<{ value: unknown; updatedAt: Date } | null> {
  return db.setting.findUnique({ where: { name }, select: { value: true, updatedAt: true } })
}

/** A null value goes back to the default. The change and its audit entry stand or fall together. */
export async function writeSetting(
  db: Database,
  { actor, name, value, before }: { actor: Actor; name: string; value: string | null; before: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    if (value === null) await tx.setting.deleteMany({ where: { name } })
    else await tx.setting.upsert({ where: { name }, create: { name, value }, update: { value } })
    await record(tx, {
      actor: labelOf(actor),
      action: 'settings.changed',
      subject: `setting:${name}`,
      detail: { setting: name, before, after: value ?? 'default' },
    })
  })
}
