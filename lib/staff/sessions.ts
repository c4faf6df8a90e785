import { randomBytes } from 'node:crypto'
import type { Actor } from './actor'
import { type Database, findSession, insertSession, type SessionRow, updateEnded, updateSeen } from './store'

export interface SessionLimits {
  now: Date
  /** Minutes without a request after which a session ends. */
  idleMinutes: number
  /** Hours after which it ends in any case. */
  hours: number
}

/** Writing at every request would cost more than it tells. */
const touchAfterMs = 60_000

/** A new session with an id that nobody could have planted. The caller has checked who it is. */
export async function createSession(db: Database, operatorId: string, now: Date): Promise<string> {
  const id = randomBytes(32).toString('base64url')
  await insertSession(db, { id, operatorId, at: now })
  return id
}

/**
 * Who the session belongs to, or null: unknown, ended, idle, too old, or its operator disabled. Read at every request,
 * so that whatever ends a session ends it at the next one.
 */
export async function readSession(db: Database, id: string, limits: SessionLimits): Promise<Actor | null> {
  const row = await findSession(db, id)
  return row !== null && isAlive(row, limits) ? row.actor : null
}

/** As `readSession`, and counts as a sign of life. */
export async function touchSession(db: Database, id: string, limits: SessionLimits): Promise<Actor | null> {
  const row = await findSession(db, id)
  if (row === null || !isAlive(row, limits)) return null
  if (limits.now.getTime() - row.seenAt.getTime() >= touchAfterMs) await updateSeen(db, id, limits.now)
  return row.actor
}

export async function endSession(db: Database, id: string, now: Date): Promise<void> {
  await updateEnded(db, id, now)
}

function isAlive(row: SessionRow, { now, idleMinutes, hours }: SessionLimits): boolean {
  const idleMs = now.getTime() - row.seenAt.getTime()
  const ageMs = now.getTime() - row.createdAt.getTime()
  return row.endedAt === null && row.disabledAt === null && idleMs < idleMinutes * 60_000 && ageMs < hours * 3_600_000
}
