import { keyProof } from '../certificates/proof'
import { AppError } from '../errors'
import { runtime } from '../runtime'
import { listCertificates } from './certificate-store'

/** Proofs of possession by this tenant's living keys, signed by the custodian. */
export function proofsOf(tenantId: string) {
  return async (keyId: string, objectId: string): Promise<string> => {
    const { clock, custodian } = runtime()
    const certificate = (await listCertificates(tenantId)).find((one) => one.keyId === keyId)
    if (certificate === undefined) throw new AppError('internal', `no certificate ${keyId} to prove with`)
    const { sha1, sha256, keyRef } = certificate
    return keyProof({
      objectId,
      sha1,
      sha256,
      algorithm: 'RS256',
      now: clock.now(),
      sign: (data) => custodian.sign(keyRef, 'RS256', data),
    })
  }
}
