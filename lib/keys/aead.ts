import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const ivBytes = 12
const tagBytes = 16

/** AES-256-GCM output: 96-bit random IV, 128-bit tag (NIST SP 800-38D). */
export interface SealedBox {
  iv: Buffer
  tag: Buffer
  ciphertext: Buffer
}

export function sealBox(key: Uint8Array, plaintext: Uint8Array, associated: Uint8Array): SealedBox {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
  cipher.setAAD(associated)
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return { iv, tag: cipher.getAuthTag(), ciphertext }
}

/** Null when key, associated data or any bit differ. OpenSSL's error says nothing more, and nothing may leak. */
export function openBox(key: Uint8Array, box: SealedBox, associated: Uint8Array): Buffer | null {
  if (box.iv.length !== ivBytes || box.tag.length !== tagBytes) return null
  const decipher = createDecipheriv('aes-256-gcm', key, box.iv, { authTagLength: tagBytes })
  decipher.setAAD(associated)
  decipher.setAuthTag(box.tag)
  const plaintext = decipher.update(box.ciphertext)
  try {
    decipher.final()
    return plaintext
  } catch {
    plaintext.fill(0)
    return null
  }
}

/** One column for a small sealed value: IV, tag, ciphertext. */
export function packBox({ iv, tag, ciphertext }: SealedBox): Buffer {
  return Buffer.concat([iv, tag, ciphertext])
}

export function unpackBox(packed: Uint8Array): SealedBox {
  const bytes = Buffer.from(packed)
  return {
    iv: bytes.subarray(0, ivBytes),
    tag: bytes.subarray(ivBytes, ivBytes + tagBytes),
    ciphertext: bytes.subarray(ivBytes + tagBytes),
  }
}

/** Length-prefixed, so that no two lists of parts have the same encoding: moving a letter to the neighbour shows. */
export function associatedData(parts: readonly (string | number)[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(String(part), 'utf8')
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}
