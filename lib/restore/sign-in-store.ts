import type { Prisma, RestoreSignIn } from '@/prisma/generated/client'
import { AppError } from '../errors'
import { runtime } from '../runtime'
import { uuid } from '../tenants/tenant-store'
import type { RestoreEnding } from './views'

export type SignInRow = RestoreSignIn

export async function readSignIn(id: string): Promise<SignInRow> {
  const row = uuid.test(id) ? await runtime().db.restoreSignIn.findUnique({ where: { id } }) : null
  if (row === null) throw new AppError('not_found', `no restore sign-in ${id}`)
  return row
}

/** Changes it while it is in that phase. False: it was not, and nothing changed. */
export async function moveSignIn(
  id: string,
  from: SignInRow['phase'],
  data: Prisma.RestoreSignInUpdateManyMutationInput,
): Promise<boolean> {
  const { count } = await runtime().db.restoreSignIn.updateMany({ where: { id, phase: from }, data })
  return count === 1
}

/** The code leaves the row with the end of its use. */
export const noCode = { userCode: null, verificationUri: null } as const

export function endingData(ending: RestoreEnding): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(ending)) as Prisma.InputJsonObject
}

/**
 * What a process that is gone left behind: codes that ran out and assertions whose time is over. Done before anything is
 * listed or begun, so that no dead code stays in the database.
 */
export async function settleOverdue(): Promise<void> {
  const { db, clock } = runtime()
  const now = clock.now()
  const late = new Date(now.getTime() - 60_000)
  await db.restoreSignIn.updateMany({
    where: { phase: 'code', codeExpiresAt: { lt: late } },
    data: { phase: 'ended', endedAt: now, ...noCode, ending: endingData(lost) },
  })
  await db.restoreSignIn.updateMany({
    where: { phase: 'ready', heldUntil: { lt: now } },
    data: { phase: 'ended', endedAt: now, ending: endingData(timeOver) },
  })
}

export const timeOver: RestoreEnding = {
  reason: 'time-over',
  title: 'Nobody took the assertion',
  text: 'It waited for ten minutes and was dropped. Sign in again when it is needed.',
  answer: null,
}

export const lost: RestoreEnding = {
  reason: 'lost',
  title: 'The sign-in was lost',
  text: 'The part of Latchkey that held it has stopped, and it was kept nowhere else. Sign in again.',
  answer: null,
}
