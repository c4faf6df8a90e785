import { runtime } from '../runtime'
import type { Observed, PublicKeyCredential } from '../microsoft/observed'
import type { OtherKey } from '../reconcile/desired'
import type { ServerKeyReading } from './server-key-conditions'
import type { ServerKey } from '../../prisma/generated/client'

/** Of one tenant, all that are not known to be gone; the oldest first. */
export function listServerKeys(tenantId: string): Promise<readonly ServerKey[]> {
  return runtime().db.serverKey.findMany({ where: { tenantId, removedAt: null }, orderBy: { createdAt: 'asc' } })
}

/** As the kernel wants or unwants them. */
export async function otherKeysOf(tenantId: string): Promise<readonly OtherKey[]> {
  const rows = await listServerKeys(tenantId)
  return rows.map((row) => ({ key: toCredential(row), wanted: row.state !== 'leaving' }))
}

/** The key credential as Graph takes it; administrators see the name in their portal. */
export function toCredential(row: ServerKey): PublicKeyCredential {
  return {
    keyId: row.standsAs ?? row.id,
    displayName: `${row.name} (backup server)`.slice(0, 120),
    sha1: row.sha1,
    der: Buffer.from(row.der).toString('base64'),
    notBefore: row.notBefore.toISOString(),
    notAfter: row.notAfter.toISOString(),
  }
}

/**
 * What a whole look at the application says of each, written down first: what stands is standing, whoever's answer got
 * lost; what was unwanted and is not there is gone. A key that was put there a moment ago may be unseen for a while.
 */
export async function readServerKeys(tenantId: string, look: Observed | null): Promise<readonly ServerKeyReading[]> {
  const { clock, settings } = runtime()
  const now = clock.now()
  const seen = look?.application?.keys ?? null
  if (seen !== null) await noteSeen(tenantId, seen, now)
  const isYoung = ({ standingAt }: ServerKey) =>
    standingAt !== null && now.getTime() - standingAt.getTime() < settings.STALE_PATIENCE_SECONDS * 1000
  return (await listServerKeys(tenantId)).map((row) => ({
    row,
    seen: seen === null ? null : isYoung(row) || findSeen(seen, row) !== undefined,
  }))
}

type Seen = readonly { keyId: string; sha1: string }[]

function findSeen(seen: Seen, row: ServerKey) {
  return seen.find(({ sha1 }) => sha1.toUpperCase() === row.sha1)
}

async function noteSeen(tenantId: string, seen: Seen, at: Date): Promise<void> {
  const { db } = runtime()
  for (const row of await listServerKeys(tenantId)) {
    const found = findSeen(seen, row)
    const where = { id: row.id, state: row.state, removedAt: null }
    if (found !== undefined) {
      const standsAs = found.keyId.toLowerCase() === row.id ? null : found.keyId
      const state = row.state === 'waiting' ? { state: 'standing', why: null } : {}
      await db.serverKey.updateMany({ where, data: { ...state, standsAs, standingAt: at } })
    } else if (row.state === 'leaving') {
      await db.serverKey.updateMany({ where, data: { state: 'removed', removedAt: at } })
    }
  }
}
