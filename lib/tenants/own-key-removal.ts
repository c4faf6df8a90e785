import { cloudByName } from '../microsoft/clouds'
import { evidenceOfRefusal } from '../microsoft/evidence'
import { createGraphDirectory } from '../microsoft/graph-directory'
import type { Evidence } from '../microsoft/observed'
import { runtime } from '../runtime'
import { listCertificates } from './certificate-store'
import { proofsOf } from './key-proofs'
import { freshToken, ownGraph } from './own-sign-in'
import type { TenantRow } from './tenant-store'

export interface KeyRemoval {
  /** keyIds of ours that no longer stand, confirmed by Microsoft. */
  removed: readonly string[]
  /** keyIds of ours that may still stand there. */
  left: readonly string[]
  evidence: readonly Evidence[]
  /** Why some are left; null when none is. */
  why: string | null
}

/**
 * Takes our keys off the application with its own sign-in: nobody has to be there. The one that signs goes last, removed
 * by a proof of its own. What stays is powerless once its private half is destroyed.
 */
export async function removeOwnKeys(tenant: TenantRow, signal: AbortSignal): Promise<KeyRemoval> {
  const sent = (await listCertificates(tenant.id)).filter((one) => one.sent)
  const signer = sent.find((one) => one.state === 'active') ?? sent[0]
  const all = sent.map((one) => one.keyId)
  if (signer === undefined) return { removed: [], left: [], evidence: [], why: null }
  if (tenant.appId === null || tenant.objectId === null) {
    return { removed: [], left: all, evidence: [], why: 'its application is not known here' }
  }
  const cloud = cloudByName(runtime().clouds, tenant.cloud)
  const identity = { cloud, entraTenantId: tenant.entraTenantId, appId: tenant.appId, certificate: signer }
  const answer = await freshToken(identity, cloud.graphResource, signal)
  if (answer.status !== 'granted') {
    const evidence = [evidenceOfRefusal({ call: 'POST /oauth2/v2.0/token' }, answer.failure)]
    return { removed: [], left: all, evidence, why: 'the stored key could not sign in any more' }
  }
  const directory = createGraphDirectory(ownGraph(cloud, answer.token, signal))
  const order = [...sent.filter((one) => one.keyId !== signer.keyId), signer]
  const prove = proofsOf(tenant.id)
  const removed: string[] = []
  const evidence: Evidence[] = []
  for (const key of order.filter((one) => one.keyIdKnown || one.standsAs !== null)) {
    const written = await directory.removeKey(
      tenant.objectId,
      key.standsAs ?? key.keyId,
      await prove(signer.keyId, tenant.objectId),
    )
    evidence.push(written.evidence)
    if (written.result === 'done' || isGone(written.failure.kind)) removed.push(key.keyId)
  }
  const left = all.filter((keyId) => !removed.includes(keyId))
  return { removed, left, evidence, why: left.length === 0 ? null : 'Microsoft did not take every key off' }
}

function isGone(kind: string): boolean {
  return kind === 'not-found'
}
