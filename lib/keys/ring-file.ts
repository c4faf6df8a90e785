import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '@/lib/errors'

const keyBytes = 32

const ringSchema = z.object({
  format: z.literal(1),
  keys: z
    .array(z.object({ id: z.string().min(1).max(64), createdAt: z.string(), key: z.string() }))
    .min(1)
    .refine((keys) => new Set(keys.map((key) => key.id)).size === keys.length),
})

/** Oldest first. `key` is 32 bytes; it is never part of a text. */
export interface RingKey {
  id: string
  createdAt: string
  key: Buffer
}

/** Reads and checks the file; null when there is none. The refusals name the mend and never the content. */
export async function readRingFile(file: string): Promise<RingKey[] | null> {
  const handle = await open(file, constants.O_RDONLY).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null
    throw refuse(`The key ring ${file} cannot be read (${codeOf(error)}). Give it to the account that runs Latchkey.`)
  })
  if (handle === null) return null
  try {
    checkPrivacy(file, await handle.stat())
    return parseRing(file, await handle.readFile('utf8'))
  } finally {
    await handle.close()
  }
}

/** First write. Another process may be first: then its ring stays, and this one is thrown away. */
export async function createRingFile(file: string, keys: readonly RingKey[]): Promise<void> {
  const folder = path.dirname(file)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await checkFolder(folder)
  const draft = await writeDraft(file, keys)
  try {
    await link(draft, file) // unlike rename, refuses to replace
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  await syncFolder(folder)
}

/** Changes the ring under a lock file: two changes at once would lose a key that may already have sealed something. */
export async function changeRingFile(file: string, change: (keys: RingKey[]) => RingKey[]): Promise<void> {
  const lock = `${file}.lock`
  const held = await open(lock, 'wx', 0o600).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
    throw refuse(`Another change of the key ring ${file} is under way. If none is, remove ${lock} and try again.`)
  })
  try {
    const keys = await readRingFile(file)
    if (keys === null) throw refuse(`The key ring ${file} is gone. Put it back from its own backup.`)
    const draft = await writeDraft(file, change(keys))
    await rename(draft, file)
    await syncFolder(path.dirname(file))
  } finally {
    await held.close()
    await rm(lock, { force: true })
  }
}

async function writeDraft(file: string, keys: readonly RingKey[]): Promise<string> {
  const draft = `${file}.${randomUUID()}.draft`
  const content = { format: 1, keys: keys.map(({ id, createdAt, key }) => ({ id, createdAt, key: encodeKey(key) })) }
  const handle = await open(draft, 'wx', 0o400)
  try {
    await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return draft
}

function parseRing(file: string, text: string): RingKey[] {
  const ring = ringSchema.safeParse(parseJson(text))
  const keys = ring.success ? ring.data.keys.map((entry) => ({ ...entry, key: Buffer.from(entry.key, 'base64') })) : []
  if (!ring.success || keys.some(({ key }) => key.length !== keyBytes)) {
    throw refuse(`The key ring ${file} is damaged. Put it back from its own backup; do not edit or remove it.`)
  }
  return keys
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // the parser's message would quote the file
  }
}

function checkPrivacy(file: string, stats: { mode: number; uid: number; isFile(): boolean }): void {
  if (!stats.isFile())
    throw refuse(`The key ring ${file} is not a file. Set KEY_RING_FILE to the path of the ring file.`)
  if ((stats.mode & 0o077) !== 0) {
    const mode = (stats.mode & 0o777).toString(8)
    throw refuse(`The key ring ${file} is open to other accounts (mode ${mode}). Close it: chmod 400 '${file}'`)
  }
  const self = process.getuid?.()
  if (self !== undefined && stats.uid !== self && stats.uid !== 0) {
    throw refuse(`The key ring ${file} belongs to another account. Give it to the one that runs Latchkey: chown.`)
  }
}

/** Whoever may write in the folder may put another ring there; a sticky folder (/tmp) keeps our file ours. */
async function checkFolder(folder: string): Promise<void> {
  const { mode } = await stat(folder)
  if ((mode & 0o002) !== 0 && (mode & 0o1000) === 0) {
    throw refuse(`Every account may write in ${folder}, where the key ring is to be. Close it: chmod 700 '${folder}'`)
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function encodeKey(key: Buffer): string {
  return key.toString('base64')
}

/** Only the code: messages of other libraries are not ours to repeat. */
function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown'
}

function refuse(sentence: string): AppError {
  return new AppError('key_unreadable', sentence)
}
