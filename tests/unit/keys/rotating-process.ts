import { createDatabase } from '@/lib/db/client'
import { openRing } from '@/lib/keys/ring'
import { addRingKey, rewrapAll } from '@/lib/keys/rewrap'

/** A process of its own that rotates the ring and says how far it is, so that a test can kill it there. */
const [url = '', file = '', installationId = ''] = process.argv.slice(2)
const db = createDatabase(url)
const custody = { db, ring: await openRing(file, { create: false }), installationId }
await addRingKey(custody)
const { remaining } = await rewrapAll(custody, { onProgress: (rewrapped) => process.stdout.write(`${rewrapped}\n`) })
process.stdout.write(`remaining ${remaining}\n`)
await db.$disconnect()
