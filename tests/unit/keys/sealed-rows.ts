import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { sealEnvelope } from '@/lib/keys/envelope'
import { openPrivateKey } from '@/lib/keys/envelope-custodian'
import { insertSealedKey, type Custody } from '@/lib/keys/store'
import { makeBinding } from './installation'

/** Many rows around one key pair: what rotates is the wrap, and two hundred pairs would take two minutes to make. */
export async function sealMany({ db, ring, installationId }: Custody, count: number): Promise<void> {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 3072,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  for (let row = 0; row < count; row++) {
    const bound = { ref: randomUUID(), ...makeBinding() }
    const envelope = await sealEnvelope(ring, pair.privateKey, { ...bound, installationId })
    await insertSealedKey(db, { ...bound, ...envelope, spki: new Uint8Array(pair.publicKey) })
  }
}

/** How many living rows open to the private key of their stored public half. */
export async function countReadable(custody: Custody): Promise<number> {
  const rows = await custody.db.sealedKey.findMany({ where: { wrappedKey: { not: null } } })
  const opened = await Promise.allSettled(rows.map((row) => openPrivateKey(custody, row)))
  return opened.filter((result) => result.status === 'fulfilled').length
}
