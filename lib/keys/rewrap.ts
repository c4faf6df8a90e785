import { AppError } from '@/lib/errors'
import { checkRing } from './canary'
import { rewrapEnvelope } from './envelope'
import { openPrivateKey } from './envelope-custodian'
import { addKey, removeKey } from './ring'
import { findSecretsWrappedByOthers, replaceSecretWrap, type SealedSecretRow } from './secret-store'
import { bindingOf, countByKek, envelopeOf, findWrappedByOthers, releaseKek, replaceWrap } from './store'
import type { Custody, SealedKeyRow } from './store'
import { rewrapSecret } from './vault'

const rowsPerLook = 50
const beforeAll = '00000000-0000-0000-0000-000000000000'

/** `unreadable` rows were left exactly as they were; their refs, for a person to look at. */
export interface RewrapResult {
  rewrapped: number
  unreadable: readonly string[]
  /** Living rows that the newest key does not open yet. */
  remaining: number
}

export interface RewrapOptions {
  /** Ends the work between two rows. Calling again goes on where it stopped. */
  signal?: AbortSignal
  onProgress?: (rewrapped: number) => void
}

/** A new key-encryption key for everything that is sealed from now on. The old rows follow by `rewrapAll`. */
export async function addRingKey(custody: Custody): Promise<string> {
  const kekId = await addKey(custody.ring.file)
  await checkRing(custody)
  return kekId
}

/**
 * Wraps every living row with the newest key. A row is replaced only after its new wrap was opened and gave the private
 * key of its stored public half, and only while nobody else changed it: at every instant each row opens.
 */
export async function rewrapAll(custody: Custody, options: RewrapOptions = {}): Promise<RewrapResult> {
  const { db, ring } = custody
  const newest = await ring.newestId()
  const tally: Tally = { rewrapped: 0, unreadable: [] }
  await rewrapShelf(
    (after) => findWrappedByOthers(db, newest, after, rowsPerLook),
    (row) => rewrapRow(custody, row),
    tally,
    options,
  )
  await rewrapShelf(
    (after) => findSecretsWrappedByOthers(db, newest, after, rowsPerLook),
    (row) => rewrapSecretRow(custody, row),
    tally,
    options,
  )
  return { ...tally, remaining: await countOthers(custody, newest) }
}

interface Tally {
  rewrapped: number
  unreadable: string[]
}

type RowResult = 'replaced' | 'changed' | 'unreadable'

/** All rows of one table, a few at a time, in the order of their refs. Adds to the tally. */
async function rewrapShelf<R extends { ref: string }>(
  find: (after: string) => Promise<readonly R[]>,
  rewrap: (row: R) => Promise<RowResult>,
  tally: Tally,
  { signal, onProgress }: RewrapOptions,
): Promise<void> {
  let after = beforeAll
  for (;;) {
    const rows = await find(after)
    for (const row of rows) {
      if (signal?.aborted) return
      const result = await rewrap(row)
      if (result === 'unreadable') tally.unreadable.push(row.ref)
      if (result === 'replaced') {
        tally.rewrapped += 1
        onProgress?.(tally.rewrapped)
      }
      after = row.ref
    }
    if (rows.length < rowsPerLook) return
  }
}

async function rewrapSecretRow(custody: Custody, row: SealedSecretRow): Promise<RowResult> {
  const next = await rewrapSecret(custody, row)
  if (next === null) return 'unreadable'
  return (await replaceSecretWrap(custody.db, row, next)) ? 'replaced' : 'changed'
}

/**
 * Takes a key-encryption key out of use and out of the ring. Refused (`conflict`) while a living row names it, and for
 * the newest key. Keep the backups of the ring as long as the backups of the database.
 */
export async function retireKey({ db, ring }: Custody, kekId: string): Promise<void> {
  if ((await ring.newestId()) === kekId) {
    throw new AppError('conflict', `key ${kekId} is the newest of the ring`, {
      say: 'The newest key of the ring seals new keys and cannot be retired. Add another one first.',
    })
  }
  await releaseKek(db, kekId)
  await removeKey(ring.file, kekId)
}

async function rewrapRow(custody: Custody, row: SealedKeyRow): Promise<RowResult> {
  const envelope = envelopeOf(row)
  if (envelope === null) return 'changed'
  const next = await rewrapEnvelope(custody.ring, envelope, bindingOf(row, custody.installationId))
  if (next === null) return 'unreadable'
  const opens = await openPrivateKey(custody, { ...row, kekId: next.kekId, wrappedKey: next.wrappedKey }).then(
    () => true,
    () => false,
  )
  if (!opens) return 'unreadable'
  return (await replaceWrap(custody.db, row, next)) ? 'replaced' : 'changed'
}

async function countOthers({ db }: Custody, kekId: string): Promise<number> {
  const counts = await countByKek(db)
  return [...counts].reduce((sum, [id, count]) => (id === kekId ? sum : sum + count), 0)
}
