import { randomBytes } from 'node:crypto'
import { associatedData, openBox, packBox, sealBox, unpackBox } from './aead'
import type { KeyBinding } from './custodian'
import type { Ring } from './ring'

/** Written into every row and into every seal; a new layout gets a new number. */
export const envelopeFormat = 1

/** Everything that a sealed key is bound to: a row in which one of these was changed does not open. */
export interface SealBinding extends Omit<KeyBinding, 'purpose'> {
  purpose: string
  installationId: string
  ref: string
}

/** The secret columns of a row. `wrappedKey` is the data key under the key-encryption key: IV, tag, ciphertext. */
export interface Envelope {
  format: number
  kekId: string
  wrappedKey: Uint8Array<ArrayBuffer>
  iv: Uint8Array<ArrayBuffer>
  tag: Uint8Array<ArrayBuffer>
  ciphertext: Uint8Array<ArrayBuffer>
}

/** AES-256-GCM under a data key of its own, which is wrapped by the newest key-encryption key. */
export async function sealEnvelope(ring: Ring, plaintext: Uint8Array, binding: SealBinding): Promise<Envelope> {
  const dataKey = randomBytes(32)
  try {
    const box = sealBox(dataKey, plaintext, contentData(envelopeFormat, binding))
    const wrapped = await wrapDataKey(ring, dataKey, binding)
    return {
      format: envelopeFormat,
      ...wrapped,
      iv: plain(box.iv),
      tag: plain(box.tag),
      ciphertext: plain(box.ciphertext),
    }
  } finally {
    dataKey.fill(0)
  }
}

/** Null when anything differs from what was sealed. The caller zeroes the result (best effort: V8 may have copied it). */
export async function openEnvelope(ring: Ring, envelope: Envelope, binding: SealBinding): Promise<Buffer | null> {
  const dataKey = await unwrapDataKey(ring, envelope, binding)
  if (dataKey === null) return null
  try {
    const box = {
      iv: Buffer.from(envelope.iv),
      tag: Buffer.from(envelope.tag),
      ciphertext: Buffer.from(envelope.ciphertext),
    }
    return openBox(dataKey, box, contentData(envelope.format, binding))
  } finally {
    dataKey.fill(0)
  }
}

/** The same content under the newest key-encryption key; null when the old wrap does not open. */
export async function rewrapEnvelope(ring: Ring, envelope: Envelope, binding: SealBinding): Promise<Envelope | null> {
  const dataKey = await unwrapDataKey(ring, envelope, binding)
  if (dataKey === null) return null
  try {
    return { ...envelope, ...(await wrapDataKey(ring, dataKey, binding)) }
  } finally {
    dataKey.fill(0)
  }
}

async function wrapDataKey(ring: Ring, dataKey: Buffer, binding: SealBinding) {
  const { kekId, ...box } = await ring.seal(dataKey, (id) => wrapData(envelopeFormat, id, binding))
  return { kekId, wrappedKey: plain(packBox(box)) }
}

function unwrapDataKey(ring: Ring, envelope: Envelope, binding: SealBinding): Promise<Buffer | null> {
  const { format, kekId, wrappedKey } = envelope
  return ring.open(kekId, unpackBox(wrappedKey), wrapData(format, kekId, binding))
}

function contentData(format: number, binding: SealBinding): Buffer {
  return associatedData(['latchkey private key', format, ...boundParts(binding)])
}

function wrapData(format: number, kekId: string, binding: SealBinding): Buffer {
  return associatedData(['latchkey data key', format, kekId, ...boundParts(binding)])
}

function boundParts(binding: SealBinding): (string | number)[] {
  const { installationId, tenantId, certificateId, keyVersion, purpose, ref } = binding
  return [installationId, tenantId, certificateId, keyVersion, purpose, ref]
}

/** Prisma wants bytes over an ArrayBuffer of their own, not a view into Node's pool. */
function plain(bytes: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
