import type { Database } from '../db/client'
import type { Prisma } from '../../prisma/generated/client'
import { readRole, type Actor } from './actor'
import { note } from './note'

/** Carries the id of an operator whose sessions ended or whose role changed: who streams to them looks again. */
export const sessionChannel = 'latchkey_session'

/** What a session is good for. Everything but `full` opens only the next step of signing in. */
export type Stage = 'full' | 'second-factor' | 'enrol' | 'enrolled'

/** How somebody came in. */
export type Way = 'password' | 'provider' | 'link'

export interface NewSession {
  id: string
  operatorId: string
  stage: Stage
  way: Way
  agent: string | null
  at: Date
}

export interface SessionRow {
  createdAt: Date
  seenAt: Date
  endedAt: Date | null
  disabledAt: Date | null
  stage: string
  way: string
  agent: string | null
  actor: Actor
}

const person = { id: true, name: true, email: true, role: true, disabledAt: true } as const

export async function findSession(db: Database, id: string): Promise<SessionRow | null> {
  const row = await db.session.findUnique({
    where: { id },
    select: {
      ...{ createdAt: true, seenAt: true, endedAt: true, stage: true, way: true, agent: true },
      operator: { select: person },
    },
  })
  if (row === null) return null
  const { operator, ...times } = row
  return { ...times, disabledAt: operator.disabledAt, actor: toActor(operator) }
}

/** Only a full session is a sign-in; what comes before it stands in no audit. */
export async function insertSession(db: Database, row: NewSession): Promise<void> {
  const { at, ...session } = row
  await db.$transaction(async (tx) => {
    await tx.session.create({ data: { ...session, createdAt: at, seenAt: at } })
    if (row.stage === 'full') {
      await note(tx, 'staff.signed-in', { by: row.operatorId, about: row.operatorId, detail: { kind: row.way } })
    }
  })
}

export async function updateSeen(db: Database, id: string, seenAt: Date): Promise<void> {
  await db.session.updateMany({ where: { id, endedAt: null }, data: { seenAt } })
}

/** Of two who step at once, one does. */
export async function moveStage(db: Database, id: string, from: Stage, to: Stage): Promise<boolean> {
  const { count } = await db.session.updateMany({ where: { id, stage: from, endedAt: null }, data: { stage: to } })
  return count === 1
}

/** Ends one session. Ending it again changes nothing and is not noted twice. */
export async function updateEnded(db: Database, id: string, endedAt: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const ended = await tx.session.updateManyAndReturn({
      where: { id, endedAt: null },
      data: { endedAt },
      select: { operatorId: true, stage: true },
    })
    for (const { operatorId, stage } of ended) {
      if (stage === 'full') await note(tx, 'staff.signed-out', { by: operatorId, about: operatorId })
      await announce(tx, operatorId)
    }
  })
}

/** Ends every session of an operator but one, in the caller's transaction. Returns how many full ones there were. */
export async function endAllOf(
  tx: Prisma.TransactionClient,
  operatorId: string,
  endedAt: Date,
  except?: string,
): Promise<number> {
  const ended = await tx.session.updateManyAndReturn({
    where: { operatorId, endedAt: null, ...(except === undefined ? {} : { id: { not: except } }) },
    data: { endedAt },
    select: { stage: true },
  })
  await announce(tx, operatorId)
  return ended.filter(({ stage }) => stage === 'full').length
}

/** Sent by PostgreSQL when the transaction commits, so that nobody looks too early. */
export async function announce(tx: Prisma.TransactionClient, operatorId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${sessionChannel}, ${operatorId})`
}

/** Full sessions that were not ended; which of them still live depends on the clock. Newest first. */
export async function listSessions(db: Database, operatorId: string) {
  return db.session.findMany({
    where: { operatorId, endedAt: null, stage: 'full' },
    orderBy: { seenAt: 'desc' },
    take: 100,
    select: { id: true, createdAt: true, seenAt: true, way: true, agent: true },
  })
}

function toActor(row: { id: string; name: string; email: string; role: string }): Actor {
  return { kind: 'operator', id: row.id, name: row.name, email: row.email, role: readRole(row.role), reach: 'all' }
}
