import { randomBytes } from 'node:crypto'
import type { Database } from '../db/client'
import type { Actor } from './actor'
import {
  findSession,
  insertSession,
  type SessionRow,
  type Stage,
  updateEnded,
  updateSeen,
  type Way,
} from './session-store'

export interface SessionLimits {
  now: Date
  /** Minutes without a request after which a session ends. */
  idleMinutes: number
  /** Hours after which it ends in any case. */
  hours: number
}

/** Writing at every request would cost more than it tells. */
const touchAfterMs = 60_000

/** Who typed the right password and then went away has proved half of it, and not for long. */
const halfwayMinutes = 15

export interface SessionKind {
  stage?: Stage
  way?: Way
  /** The browser's own name for itself (User-Agent). */
  agent?: string | null
}

/** A new session with an id that nobody could have planted. The caller has checked who it is. */
export async function createSession(
  db: Database,
  operatorId: string,
  now: Date,
  { stage = 'full', way = 'password', agent = null }: SessionKind = {},
): Promise<string> {
  const id = randomBytes(32).toString('base64url')
  await insertSession(db, { id, operatorId, stage, way, agent: agent?.slice(0, 300) ?? null, at: now })
  return id
}

/**
 * Who the session belongs to, or null: unknown, ended, idle, too old, not full, or its operator disabled. Read at every
 * request, so that whatever ends a session ends it at the next one.
 */
export async function readSession(db: Database, id: string, limits: SessionLimits): Promise<Actor | null> {
  const row = await findSession(db, id)
  return row !== null && row.stage === 'full' && isAlive(row, limits) ? row.actor : null
}

/** As `readSession`, and counts as a sign of life. */
export async function touchSession(db: Database, id: string, limits: SessionLimits): Promise<Actor | null> {
  const row = await findSession(db, id)
  if (row === null || row.stage !== 'full' || !isAlive(row, limits)) return null
  if (limits.now.getTime() - row.seenAt.getTime() >= touchAfterMs) await updateSeen(db, id, limits.now)
  return row.actor
}

/** Somebody between the password and the second factor. */
export interface Halfway {
  stage: Exclude<Stage, 'full'>
  actor: Actor
  way: Way
  agent: string | null
}

/** Null for a full session as for none: each page of signing in knows the step that it is for. */
export async function readHalfway(db: Database, id: string, limits: SessionLimits): Promise<Halfway | null> {
  const row = await findSession(db, id)
  if (row === null || row.stage === 'full' || !isAlive(row, limits)) return null
  if (limits.now.getTime() - row.createdAt.getTime() >= halfwayMinutes * 60_000) return null
  return { stage: row.stage as Halfway['stage'], actor: row.actor, way: row.way as Way, agent: row.agent }
}

export async function endSession(db: Database, id: string, now: Date): Promise<void> {
  await updateEnded(db, id, now)
}

export function isWithin(
  { seenAt, createdAt }: { seenAt: Date; createdAt: Date },
  { now, idleMinutes, hours }: SessionLimits,
): boolean {
  const idleMs = now.getTime() - seenAt.getTime()
  const ageMs = now.getTime() - createdAt.getTime()
  return idleMs < idleMinutes * 60_000 && ageMs < hours * 3_600_000
}

function isAlive(row: SessionRow, limits: SessionLimits): boolean {
  return row.endedAt === null && row.disabledAt === null && isWithin(row, limits)
}
