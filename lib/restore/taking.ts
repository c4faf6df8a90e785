import { AppError } from '../errors'
import { record } from '../audit/audit'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { borrow, dropEverywhere } from './lending'
import { endingData, lost, readSignIn, type SignInRow } from './sign-in-store'
import type { RestoreEnding } from './views'

/** How an assertion left. */
export type TakenHow = 'copied' | 'downloaded' | 'handed-over'

/**
 * The assertion, exactly as Microsoft sent it, to the operator who started the sign-in, once: of two requests at the same
 * moment one gets it. Throws AppError with words for everything else.
 */
export async function takeAssertion(actor: Actor, id: string, how: TakenHow): Promise<string> {
  const { row, assertion } = await lookAt(actor, id)
  if (!(await markTaken(actor, row, how, null))) throw alreadyTaken()
  await dropEverywhere(id)
  return assertion
}

/** The assertion without taking it, for what may fail; `markTaken` and `dropEverywhere` follow its success. */
export async function lookAt(actor: Actor, id: string): Promise<{ row: SignInRow; assertion: string }> {
  requireMay(actor, 'tenants.change')
  const row = await readSignIn(id)
  if (row.operatorId !== actor.id) {
    throw new AppError('not_allowed', 'another operator’s assertion', {
      say: `Only ${row.operatorName}, who started this sign-in, may take what it brought.`,
    })
  }
  if (row.phase === 'taken') throw alreadyTaken()
  const over = row.heldUntil === null || row.heldUntil <= runtime().clock.now()
  if (row.phase !== 'ready' || over) throw gone()
  const assertion = await borrow(id, actor.id)
  if (assertion !== null) return { row, assertion }
  await markLost(id)
  throw gone()
}

/** False when somebody was quicker. */
export async function markTaken(
  actor: Actor,
  row: SignInRow,
  how: TakenHow,
  to: { server: string } | null,
): Promise<boolean> {
  const { db, clock } = runtime()
  const now = clock.now()
  return db.$transaction(async (tx) => {
    const { count } = await tx.restoreSignIn.updateMany({
      where: { id: row.id, phase: 'ready', heldUntil: { gt: now } },
      data: { phase: 'taken', endedAt: now, ending: endingData(takenWords(how, to)) },
    })
    if (count === 0) return false
    await record(tx, {
      actor: labelOf(actor),
      action: 'restore.assertion_taken',
      subject: `tenant:${row.tenantId}`,
      detail: { operator: actor.name, kind: how, ...(to === null ? {} : { to: to.server }) },
    })
    return true
  })
}

function takenWords(how: TakenHow, to: { server: string } | null): RestoreEnding {
  const what = {
    copied: 'It was copied',
    downloaded: 'It was downloaded',
    'handed-over': `It was handed to ${to?.server ?? 'a backup server'}`,
  } as const
  return {
    reason: how,
    title: what[how],
    text: 'Latchkey has dropped it. For another one, sign in again.',
    answer: null,
  }
}

async function markLost(id: string): Promise<void> {
  const { db, clock } = runtime()
  await db.restoreSignIn.updateMany({
    where: { id, phase: 'ready' },
    data: { phase: 'ended', endedAt: clock.now(), ending: endingData(lost) },
  })
}

function alreadyTaken(): AppError {
  return new AppError('conflict', 'assertion taken', {
    say: 'This assertion was taken already, and Latchkey has dropped it. Sign in again for another one.',
  })
}

function gone(): AppError {
  return new AppError('conflict', 'assertion gone', {
    say: 'There is nothing to take any more: an assertion waits for ten minutes in memory, and not beyond a restart. Sign in again.',
  })
}
