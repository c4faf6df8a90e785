import { open, readFile, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { StoredCloud } from './cloud'

const authority = z.object({ certificatePem: z.string(), pkcs8: z.string() }).optional()

const storedCloud = z.object({
  version: z.literal(1),
  signingKey: z.object({ kid: z.string(), pkcs8: z.string() }),
  clients: z.array(z.object({ appId: z.string() }).loose()),
  tenants: z.array(
    z.object({
      facts: z.object({ tenantId: z.string(), domain: z.string() }).loose(),
      applications: z.array(z.object({ objectId: z.string(), keys: z.array(z.unknown()) }).loose()),
      principals: z.array(z.object({ objectId: z.string() }).loose()),
      grants: z.array(z.object({ id: z.string() }).loose()),
      scopeGrants: z.array(z.object({ id: z.string() }).loose()),
      roleAssignments: z.array(z.object({ id: z.string() }).loose()),
    }),
  ),
  authorities: z.object({ tls: authority, customer: authority }).optional(),
})

/** Where the cloud's memory lives between processes. */
export interface StateFile {
  /** What an earlier process left; absent on a first start and after damage, which is said in one sentence on stderr. */
  load(): Promise<StoredCloud | undefined>
  /** Resolves when everything that was true at the call is on disk. Calls that come together share one write. */
  save(): Promise<void>
}

/** A cloud without a file forgets at the end of the process. */
export const MEMORY_ONLY: StateFile = { load: () => Promise.resolve(undefined), save: () => Promise.resolve() }

export function stateFile(path: string, snapshot: () => StoredCloud): StateFile {
  let running: Promise<void> | undefined
  let queued: Promise<void> | undefined
  const write = () => replaceFile(path, JSON.stringify(snapshot()))
  const begin = (): Promise<void> => {
    running = write().finally(() => {
      running = undefined
    })
    return running
  }
  return {
    load: () => readState(path),
    save: () => {
      if (running === undefined) return begin()
      queued ??= running
        .catch(() => undefined)
        .then(() => {
          queued = undefined
          return begin()
        })
      return queued
    },
  }
}

async function readState(path: string): Promise<StoredCloud | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
  try {
    return storedCloud.parse(JSON.parse(text)) as unknown as StoredCloud
  } catch {
    const aside = `${path}.damaged-${String(Date.now())}`
    await rename(path, aside)
    process.stderr.write(`practice cloud: its state file was damaged and is now ${aside}; starting fresh\n`)
    return undefined
  }
}

/** Complete or not at all: a reader after a power cut finds the old file or the new one. */
async function replaceFile(path: string, text: string): Promise<void> {
  const next = `${path}.${String(process.pid)}.next`
  try {
    const file = await open(next, 'w', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(next, path)
  } catch (error) {
    await unlink(next).catch(() => undefined)
    throw error
  }
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
