import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { askForSignIn } from './browser-offer'
import { note, openRunOf } from './connecting'
import { json } from './run-store'

/** The operator agrees to the take-over that was shown; the first sign-in was dropped, so another follows. */
export async function takeOver(actor: Actor, runId: string): Promise<void> {
  await agree(actor, runId, 'leave')
}

/** The same, and the keys of others that were shown leave after ours has signed in. */
export async function takeOverAlone(actor: Actor, runId: string): Promise<void> {
  await agree(actor, runId, 'remove')
}

async function agree(actor: Actor, runId: string, others: 'leave' | 'remove'): Promise<void> {
  requireMay(actor, 'tenants.change')
  const { db, clock } = runtime()
  const run = await openRunOf(actor, runId)
  const { offered } = run.choices
  if (offered === null || run.phase !== 'waiting') {
    throw new AppError('conflict', `run ${runId} offers nothing to take over`, {
      say: 'There is nothing to agree to: the run has not shown an application yet.',
    })
  }
  const adopt = { appId: offered.appId, removeKeys: others === 'remove' ? offered.keyIds : [] }
  const choices = json({ ...run.choices, adopt })
  await db.run.update({ where: { id: run.id }, data: { approvedAt: clock.now(), choices } })
  await note(actor, run, 'run.takeover_agreed', offered.appId)
  await askForSignIn(run.id)
}
