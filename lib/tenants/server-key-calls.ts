import { cloudByName } from '../microsoft/clouds'
import { explainFailure, explainOwnSignIn } from '../microsoft/failures'
import { createGraphDirectory } from '../microsoft/graph-directory'
import type { Directory } from '../microsoft/directory'
import type { MicrosoftFailure } from '../microsoft/observed'
import { runtime } from '../runtime'
import { findCertificate } from './certificate-store'
import { proofsOf } from './key-proofs'
import { freshToken, ownGraph } from './own-sign-in'
import { toCredential } from './server-key-store'
import type { TenantRow } from './tenant-store'
import type { ServerKey } from '../../prisma/generated/client'

/** What the application could do by its own proof. `open`: the answer got lost, and only a look can tell. */
export type OwnAnswer = { result: 'done'; keyId: string | null } | { result: 'refused' | 'open'; why: string }

/** Puts the key on the application with its own sign-in and a proof of possession: nobody has to be there. */
export function addByOwnProof(tenant: TenantRow, row: ServerKey): Promise<OwnAnswer> {
  return withOwnProof(tenant, async (directory, objectId, proof) => {
    const written = await directory.addKey(objectId, toCredential(row), proof)
    if (written.result !== 'done') return failed(written)
    return { result: 'done', keyId: written.value?.keyId ?? null }
  })
}

/** Takes it off in the same way. What is not there any more is done. */
export function removeByOwnProof(tenant: TenantRow, row: ServerKey): Promise<OwnAnswer> {
  return withOwnProof(tenant, async (directory, objectId, proof) => {
    const written = await directory.removeKey(objectId, row.standsAs ?? row.id, proof)
    if (written.result === 'done' || written.failure.kind === 'not-found') return { result: 'done', keyId: null }
    return failed(written)
  })
}

function failed({ result, failure }: { result: 'refused' | 'unknown'; failure: MicrosoftFailure }): OwnAnswer {
  return { result: result === 'unknown' ? 'open' : 'refused', why: wordsOf(failure) }
}

type Act = (directory: Directory, objectId: string, proof: string) => Promise<OwnAnswer>

async function withOwnProof(tenant: TenantRow, act: Act): Promise<OwnAnswer> {
  const { clouds, closing } = runtime()
  const certificate = await findCertificate(tenant.id)
  const { appId, objectId, entraTenantId } = tenant
  if (certificate === null || appId === null || objectId === null) {
    return { result: 'refused', why: 'The application of this tenant has no key in use.' }
  }
  const cloud = cloudByName(clouds, tenant.cloud)
  const answer = await freshToken({ cloud, entraTenantId, appId, certificate }, cloud.graphResource, closing)
  if (answer.status === 'refused') {
    return { result: 'refused', why: explainOwnSignIn(answer.failure).explanation?.meaning ?? wordsOf(answer.failure) }
  }
  try {
    const directory = createGraphDirectory(ownGraph(cloud, answer.token, closing))
    return await act(directory, objectId, await proofsOf(tenant.id)(certificate.keyId, objectId))
  } finally {
    answer.token.drop()
  }
}

function wordsOf(failure: MicrosoftFailure): string {
  return explainFailure(failure)?.meaning ?? 'Microsoft refused it.'
}
