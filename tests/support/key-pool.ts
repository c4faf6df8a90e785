import { generateKeyPairSync } from 'node:crypto'
import type { KeySource } from '@/lib/keys/envelope-custodian'

/** Keys made once, each when it is first wanted, and handed out in turn: years of renewals need no minutes of prime numbers. */
export function keyPool(size: number): KeySource {
  const pool: { publicKey: Buffer; privateKey: Buffer }[] = []
  let next = 0
  return () => {
    const pair = (pool[next % size] ??= newPair())
    next += 1
    // a copy: whoever gets it overwrites the private half
    return Promise.resolve({ publicKey: pair.publicKey, privateKey: Buffer.from(pair.privateKey) })
  }
}

/** What the houses of one test file share. */
export const sharedKeys = keyPool(4)

function newPair() {
  return generateKeyPairSync('rsa', {
    modulusLength: 3072,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
}
