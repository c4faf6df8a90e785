import { generateKeyPairSync } from 'node:crypto'
import type { KeySource } from '@/lib/keys/envelope-custodian'

/** Keys made once and handed out in turn: years of renewals need no minutes of prime numbers. */
export function keyPool(size: number): KeySource {
  const pool = Array.from({ length: size }, () =>
    generateKeyPairSync('rsa', {
      modulusLength: 3072,
      publicKeyEncoding: { type: 'spki', format: 'der' },
      privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    }),
  )
  let next = 0
  return () => {
    const pair = pool[next++ % size]
    if (pair === undefined) throw new Error('the pool of keys is empty')
    // a copy: whoever gets it overwrites the private half
    return Promise.resolve({ publicKey: pair.publicKey, privateKey: Buffer.from(pair.privateKey) })
  }
}
