import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { makeClient, type NewClient } from '@/lib/api-clients/clients'
import type { Actor } from '@/lib/staff/actor'

export interface Pair {
  publicKey: KeyObject
  privateKey: KeyObject
}

/** One pair of each kind that an API client may prove itself with. */
export function keyPairs(): Record<'p256' | 'rsa' | 'ed25519', Pair> {
  return {
    p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ed25519: generateKeyPairSync('ed25519'),
  }
}

/** What such a client is given. */
export const wanted: NewClient = {
  ...{ name: 'Nightly backup', scopes: ['tenants:read'], resources: [], reach: 'all', reachIds: [], validDays: 90 },
}

export function pem({ publicKey }: Pair): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

/** A client that proves itself with this pair; answers its id. */
export async function clientWith(actor: Actor, pair: Pair, publicKey = pem(pair)): Promise<string> {
  return (await makeClient(actor, { ...wanted, publicKey })).id
}
