import { AppError } from '@/lib/errors'
import type { Database } from '@/lib/db/client'
import type { KeyCanary } from '@/prisma/generated/client'
import { associatedData } from './aead'
import { openRing } from './ring'
import type { Ring } from './ring'
import { countByKek } from './store'
import type { Custody } from './store'

const song = Buffer.from('the ring fits this database', 'utf8')

/**
 * Opens the ring and proves that it belongs to this database, before anything is sealed or opened with it. A first ring
 * is made only beside a database that never sealed anything: a new ring there would hide that the right one is lost.
 */
export async function openInstallationRing(input: {
  db: Database
  file: string
  installationId: string
}): Promise<Ring> {
  const { db, file, installationId } = input
  const canaries = await db.keyCanary.count()
  const inUse = await countByKek(db)
  const ring = await openRing(file, { create: canaries === 0 && inUse.size === 0 })
  await checkRing({ db, ring, installationId })
  return ring
}

/**
 * Every canary must open and every living row must name a key of the ring, else this throws one sentence and nothing
 * was written. Then keys that have no canary yet (first start, rotation) get one.
 */
export async function checkRing(custody: Custody): Promise<void> {
  const { db, ring } = custody
  const [canaries, inUse, ids] = await Promise.all([db.keyCanary.findMany(), countByKek(db), ring.ids()])
  await refuseDeadCanary(custody, canaries)
  const missing = [...inUse.keys()].find((kekId) => !ids.includes(kekId))
  if (missing !== undefined) throw wrongRing(ring, missing)
  await addCanaries(custody, new Set(canaries.map((canary) => canary.kekId)))
  await refuseDeadCanary(custody, await db.keyCanary.findMany())
}

async function refuseDeadCanary(custody: Custody, canaries: readonly KeyCanary[]): Promise<void> {
  for (const canary of canaries) {
    const box = { iv: Buffer.from(canary.iv), tag: Buffer.from(canary.tag), ciphertext: Buffer.from(canary.ciphertext) }
    const heard = await custody.ring.open(canary.kekId, box, canaryData(custody.installationId, canary.kekId))
    if (heard === null || !heard.equals(song)) throw wrongRing(custody.ring, canary.kekId)
  }
}

/** Only the newest key seals, so only a newest key can be without a canary. */
async function addCanaries({ db, ring, installationId }: Custody, present: ReadonlySet<string>): Promise<void> {
  if (present.has(await ring.newestId())) return
  const { kekId, iv, tag, ciphertext } = await ring.seal(song, (id) => canaryData(installationId, id))
  await db.keyCanary.createMany({
    data: [{ kekId, iv: new Uint8Array(iv), tag: new Uint8Array(tag), ciphertext: new Uint8Array(ciphertext) }],
    skipDuplicates: true,
  })
}

function canaryData(installationId: string, kekId: string): Buffer {
  return associatedData(['latchkey canary', 1, installationId, kekId])
}

function wrongRing(ring: Ring, kekId: string): AppError {
  return new AppError(
    'key_unreadable',
    `The key ring ${ring.file} does not fit this database (key ${kekId} is missing or another). ` +
      'Put back the ring file that was backed up with this installation; nothing was changed.',
  )
}
