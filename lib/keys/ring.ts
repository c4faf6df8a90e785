import { randomBytes, randomUUID } from 'node:crypto'
import { AppError } from '@/lib/errors'
import { openBox, sealBox } from './aead'
import type { SealedBox } from './aead'
import { changeRingFile, createRingFile, readRingFile } from './ring-file'
import type { RingKey } from './ring-file'

/**
 * The key-encryption keys of this installation, in a file outside the database. The bytes stay inside; what leaves are
 * names and sealed boxes. The newest key seals. The file is read again before each seal and for an unknown name, so
 * that a running portal learns of a rotation.
 */
export interface Ring {
  readonly file: string
  /** Oldest first. */
  ids(): Promise<readonly string[]>
  newestId(): Promise<string>
  /** Seals with the newest key. `associated` is given the key's name, which belongs into it. */
  seal(plaintext: Uint8Array, associated: (kekId: string) => Uint8Array): Promise<SealedBox & { kekId: string }>
  /** Null when the ring has no such key, or the box is not what was sealed. */
  open(kekId: string, box: SealedBox, associated: Uint8Array): Promise<Buffer | null>
}

/** Throws `key_unreadable` with one sentence that names the mend. `create` makes a first ring where there is none. */
export async function openRing(file: string, { create }: { create: boolean }): Promise<Ring> {
  if (create && (await readRingFile(file)) === null) await createRingFile(file, [newKey()])
  let keys = await readKeys(file)
  const reload = async () => (keys = await readKeys(file))
  return {
    file,
    ids: async () => (await reload()).map((key) => key.id),
    newestId: async () => newestOf(await reload()).id,
    seal: async (plaintext, associated) => {
      const { id, key } = newestOf(await reload())
      return { kekId: id, ...sealBox(key, plaintext, associated(id)) }
    },
    open: async (kekId, box, associated) => {
      const found = findKey(keys, kekId) ?? findKey(await reload(), kekId)
      return found === undefined ? null : openBox(found.key, box, associated)
    },
  }
}

/** Adds a key-encryption key and returns its name; from now on it seals. Back up the ring file afterwards. */
export async function addKey(file: string): Promise<string> {
  const key = newKey()
  await changeRingFile(file, (keys) => [...keys, key])
  return key.id
}

/** Takes a key out of the ring for good. Only for a name that nothing is sealed under: see `retireKey`. */
export async function removeKey(file: string, kekId: string): Promise<void> {
  await changeRingFile(file, (keys) => {
    if (newestOf(keys).id === kekId) throw new AppError('conflict', 'the newest key of the ring cannot be removed')
    return keys.filter((key) => key.id !== kekId)
  })
}

async function readKeys(file: string): Promise<RingKey[]> {
  const keys = await readRingFile(file)
  if (keys !== null) return keys
  throw new AppError(
    'key_unreadable',
    `The key ring ${file} is missing. Put it back from its own backup, or set KEY_RING_FILE to where it is.`,
  )
}

function newKey(): RingKey {
  return { id: randomUUID(), createdAt: new Date().toISOString(), key: randomBytes(32) }
}

function findKey(keys: readonly RingKey[], kekId: string): RingKey | undefined {
  return keys.find((key) => key.id === kekId)
}

function newestOf(keys: readonly RingKey[]): RingKey {
  const newest = keys.at(-1)
  if (newest === undefined) throw new AppError('key_unreadable', 'the key ring is empty')
  return newest
}
