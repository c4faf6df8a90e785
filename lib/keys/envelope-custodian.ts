import { constants, createPrivateKey, createPublicKey, generateKeyPair, randomUUID, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { AppError } from '@/lib/errors'
import type { KeyBinding, KeyCustodian, KeyStatus } from './custodian'
import { openEnvelope, sealEnvelope } from './envelope'
import { bindingOf, envelopeOf, eraseSealedKey, findSealedKey, insertSealedKey } from './store'
import type { Custody, SealedKeyRow } from './store'

const modulusLength = 3072
const pssSaltBytes = 32
const generate = promisify(generateKeyPair)

/** SPKI and PKCS#8, both DER. The private half is overwritten with zeros by who asked. */
export type KeySource = () => Promise<{ publicKey: Buffer; privateKey: Buffer }>

const newPair: KeySource = () =>
  generate('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })

type Algorithm = Parameters<KeyCustodian['sign']>[1]

/**
 * Default custody: sealed rows in the database, the ring outside of it. A private key is in this process's memory only
 * while one call lasts. `source` lets a simulation of years draw on keys that it made before. Buffers are zeroed; what OpenSSL and V8 keep of a key object goes with the garbage collector.
 */
export function createEnvelopeCustodian(custody: Custody, source: KeySource = newPair): KeyCustodian {
  const { db, installationId } = custody
  return {
    async create(binding) {
      const ref = randomUUID()
      const spki = await sealNewKey(custody, source, ref, binding)
      const row = await findSealedKey(db, ref) // a new query: only what was committed counts
      if (row === null) throw unreadable(ref, 'the row that was just written is not there')
      await openPrivateKey(custody, row)
      if (!spki.equals(row.spki)) throw unreadable(ref, 'the stored public half is not the one that was written')
      return { ref, spki }
    },
    async sign(ref, algorithm, data) {
      const row = await findSealedKey(db, ref)
      if (row === null) throw unreadable(ref, `installation ${installationId} has no such row`)
      return signWith(await openPrivateKey(custody, row), algorithm, data)
    },
    destroy: (ref) => eraseSealedKey(db, ref),
    status: (ref) => readStatus(custody, ref),
  }
}

/**
 * The private key of a row, once its public half was seen to be the stored one: this catches swapped rows, and GCM's
 * lack of key commitment. Throws `key_unreadable`, which says nothing of the content.
 */
export async function openPrivateKey({ ring, installationId }: Custody, row: SealedKeyRow): Promise<KeyObject> {
  const envelope = envelopeOf(row)
  if (envelope === null) throw unreadable(row.ref, 'it was destroyed')
  const pkcs8 = await openEnvelope(ring, envelope, bindingOf(row, installationId))
  if (pkcs8 === null) throw unreadable(row.ref, 'the seal does not open: another ring, or the row was changed')
  const key = readKey(row.ref, pkcs8)
  const carried = createPublicKey(key).export({ type: 'spki', format: 'der' })
  if (!carried.equals(row.spki)) throw unreadable(row.ref, 'its public half is not the stored one')
  return key
}

async function sealNewKey(
  { db, ring, installationId }: Custody,
  source: KeySource,
  ref: string,
  binding: KeyBinding,
): Promise<Buffer> {
  const pair = await source()
  try {
    const { tenantId, certificateId, keyVersion, purpose } = binding
    const bound = { ref, tenantId, certificateId, keyVersion, purpose }
    const envelope = await sealEnvelope(ring, pair.privateKey, { ...bound, installationId })
    await insertSealedKey(db, { ...bound, ...envelope, spki: new Uint8Array(pair.publicKey) })
    return pair.publicKey
  } finally {
    pair.privateKey.fill(0)
  }
}

function readKey(ref: string, pkcs8: Buffer): KeyObject {
  try {
    return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  } catch {
    throw unreadable(ref, 'what was sealed is not a private key')
  } finally {
    pkcs8.fill(0)
  }
}

async function readStatus(custody: Custody, ref: string): Promise<KeyStatus> {
  const row = await findSealedKey(custody.db, ref)
  if (row === null) return 'missing'
  if (envelopeOf(row) === null) return 'destroyed'
  return openPrivateKey(custody, row).then(
    () => 'sealed',
    () => 'unreadable',
  )
}

/** In libuv's pool: 2.5 ms per signature must not hold the event loop. */
function signWith(key: KeyObject, algorithm: Algorithm, data: Uint8Array): Promise<Buffer> {
  const padding =
    algorithm === 'PS256'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: pssSaltBytes }
      : { padding: constants.RSA_PKCS1_PADDING }
  return new Promise((resolve, reject) => {
    sign('sha256', data, { key, ...padding }, (error, signature) => {
      if (error === null) resolve(signature)
      else reject(new AppError('key_unreadable', 'the private key could not sign'))
    })
  })
}

function unreadable(ref: string, why: string): AppError {
  return new AppError('key_unreadable', `private key ${ref}: ${why}`)
}
