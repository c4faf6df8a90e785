import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { askForSignIn } from './browser-offer'
import { answerRequest, ensureRequest } from './certificate-requests'
import { keepLease } from './conduct'
import { claimForPerson, note, openRunOf } from './connecting'
import { makeContext } from './run-context'
import { releaseRun, restingData, updateRun } from './run-store'
import { readTenant } from './tenant-store'

/** Our application in the recycle bin comes back; the first sign-in was dropped, so a fresh code follows. */
export async function restoreDeleted(actor: Actor, runId: string): Promise<void> {
  await decide(actor, runId, 'restore')
}

/** Our application leaves the recycle bin for good, and a new one is made after the next sign-in. */
export async function purgeDeleted(actor: Actor, runId: string): Promise<void> {
  await decide(actor, runId, 'purge')
}

async function decide(actor: Actor, runId: string, choice: 'restore' | 'purge'): Promise<void> {
  requireMay(actor, 'tenants.change')
  const run = await openRunOf(actor, runId)
  await runtime().db.run.update({ where: { id: run.id }, data: { deletedChoice: choice } })
  await note(actor, run, choice === 'restore' ? 'run.restore_chosen' : 'run.purge_chosen')
  await askForSignIn(run.id)
}

/** A key is made now, and a request for it that the customer's certificate authority signs; the run waits for that. */
export async function requestSignature(actor: Actor, runId: string): Promise<void> {
  requireMay(actor, 'tenants.change')
  const run = await claimForPerson(actor, runId)
  const stopLease = keepLease(run, new AbortController()) // making a key can take longer than a lease
  try {
    const { tenant, key } = await makeContext(run, runtime().closing)
    await ensureRequest(tenant, null)
    await updateRun(key, restingData('certificate', 'certificate', null))
    await note(actor, run, 'run.certificate_requested')
  } finally {
    stopLease()
    await releaseRun(run)
  }
}

/** The signed certificate comes back; the first sign-in was dropped, so a fresh code follows. */
export async function bringCertificate(actor: Actor, runId: string, file: Uint8Array): Promise<void> {
  requireMay(actor, 'tenants.change')
  const run = await openRunOf(actor, runId)
  await answerRequest(await readTenant(run.tenantId), file)
  await note(actor, run, 'run.certificate_brought_back')
  await askForSignIn(run.id)
}
