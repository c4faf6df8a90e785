import { createHash } from 'node:crypto'
import { record } from '../audit/audit'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'

/** What one may read without signing in, with a secret of its own. */
export const accessNames = ['calendar', 'metrics'] as const
export type AccessName = (typeof accessNames)[number]

export function findAccessKey(name: AccessName): Promise<{ createdAt: Date } | null> {
  return runtime().db.accessKey.findUnique({ where: { name }, select: { createdAt: true } })
}

/** Takes the place of the one before, which opens nothing from then on. Null: there is none any more. */
export async function writeAccessKey(actor: Actor, name: AccessName, token: string | null): Promise<void> {
  const { db, clock } = runtime()
  await db.$transaction(async (tx) => {
    await tx.accessKey.deleteMany({ where: { name } })
    if (token !== null) {
      await tx.accessKey.create({ data: { name, tokenHash: hash(token), createdAt: clock.now() } })
    }
    await record(tx, {
      actor: labelOf(actor),
      action: token === null ? 'access.removed' : 'access.made',
      subject: `access:${name}`,
      detail: { name, operator: actor.name },
    })
  })
}

/** Looked up by its hash, so that the time of the answer says nothing about the token. */
export async function isAccessKey(name: AccessName, token: string): Promise<boolean> {
  const row = await runtime().db.accessKey.findUnique({ where: { tokenHash: hash(token) }, select: { name: true } })
  return row?.name === name
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
