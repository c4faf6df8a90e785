import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { conduct } from './conduct'
import { note, openRunOf } from './connecting'

/** Our application in the recycle bin comes back; the first sign-in was dropped, so a fresh code follows. */
export async function restoreDeleted(actor: Actor, runId: string): Promise<void> {
  await decide(actor, runId, 'restore')
}

/** Our application leaves the recycle bin for good, and a new one is made after the next sign-in. */
export async function purgeDeleted(actor: Actor, runId: string): Promise<void> {
  await decide(actor, runId, 'purge')
}

async function decide(actor: Actor, runId: string, choice: 'restore' | 'purge'): Promise<void> {
  const run = await openRunOf(runId)
  await runtime().db.run.update({ where: { id: run.id }, data: { deletedChoice: choice } })
  await note(actor, run, choice === 'restore' ? 'run.restore_chosen' : 'run.purge_chosen')
  await conduct(run.id, 'sign-in')
}
