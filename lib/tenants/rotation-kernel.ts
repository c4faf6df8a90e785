import type { AppTokenResult } from '../microsoft/app-token'
import { createGraphDirectory } from '../microsoft/graph-directory'
import type { Evidence } from '../microsoft/observed'
import type { AppToken } from '../microsoft/tokens'
import type { Journal, Outcome } from '../reconcile/mandate'
import { reconcile } from '../reconcile/reconcile'
import { runtime } from '../runtime'
import type { OwnCertificate } from './certificate-store'
import { desireConnected } from './desire'
import { writeRecords } from './journal'
import { proofsOf } from './key-proofs'
import { freshToken, ownGraph } from './own-sign-in'
import { patienceLeftMs, type RotationContext } from './rotation-context'
import { requireOwned, updateRotation } from './rotation-store'
import { AppError } from '../errors'

/** Tries one key: a fresh token for Graph, signed with the stored key. */
export function signInWith(context: RotationContext, certificate: OwnCertificate): Promise<AppTokenResult> {
  const { cloud, tenant, signal } = context
  if (tenant.appId === null) throw new AppError('internal', `connected tenant ${tenant.id} has no application`)
  const identity = { cloud, entraTenantId: tenant.entraTenantId, appId: tenant.appId, certificate }
  return freshToken(identity, cloud.graphResource, signal)
}

/**
 * One pass of the loop with the application's own sign-in and nothing else. It never waits: what Microsoft has to spread
 * first, or asks to be asked later, ends the pass, and the next turn goes on from what is written down.
 */
export async function reconcileAlone(
  context: RotationContext,
  token: AppToken,
  aim: { certificate: OwnCertificate; proven: boolean },
): Promise<{ outcome: Outcome; evidence: readonly Evidence[] }> {
  const { tenant, cloud, signal } = context
  const { clock, settings } = runtime()
  const evidence: Evidence[] = []
  const wanted = await desireConnected(tenant, tenant.baseline, aim.certificate, aim.proven)
  const outcome = await reconcile({
    // what a fresh token says counts, not what the baseline hoped for
    desired: { ...wanted, ownRegistrationReadable: token.roles.includes('Application.Read.All') },
    hands: {
      administrator: null,
      application: createGraphDirectory(ownGraph(cloud, token, signal)),
      proof: proofsOf(tenant.id),
    },
    mandate: {
      mode: 'apply',
      authorities: ['application'],
      maxRounds: 6,
      patienceMs: patienceLeftMs(context),
      pauseMs: settings.SPREAD_PAUSE_SECONDS * 1000,
      deadlineMs: 0,
      mayTouchExisting: true,
      lastLook: 'caller',
    },
    clock,
    journal: journalOf(context, evidence),
    signal,
  })
  return { outcome, evidence }
}

/** Every write of records asks first whether the run is still ours: an administrator's run may have taken over. */
function journalOf(context: RotationContext, evidence: Evidence[]): Journal {
  const { key, tenant } = context
  return {
    looked: async (_, __, records) => {
      await requireOwned(key)
      await writeRecords(tenant, records, [])
    },
    before: async (steps, records) => {
      await requireOwned(key)
      await writeRecords(tenant, records, steps)
      if (steps.some((step) => step.kind === 'addKey'))
        await updateRotation(key, { addTries: { increment: 1 }, addedAt: runtime().clock.now() })
    },
    after: async (steps, answers, records) => {
      await requireOwned(key)
      await writeRecords(tenant, records, steps)
      evidence.push(...answers.map(({ answer }) => answer.evidence))
    },
    waiting: () => undefined,
  }
}
