import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, chownSync, closeSync, existsSync, fsyncSync, openSync } from 'node:fs'
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { serverEnvironment, type ServerAccount } from './server-account'
import type { ServerBinaries } from './server-binaries'
import type { ServerPlaces } from './server-places'

export const databaseUser = 'latchkey'

/** Made once; only this account may read it. The server asks for it even on its own socket. */
export function ensurePassword({ passwordFile }: ServerPlaces): string {
  if (!existsSync(passwordFile)) {
    const draft = `${passwordFile}.${randomUUID()}`
    writeFileSync(draft, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true })
    renameSync(draft, passwordFile)
  }
  const password = readFileSync(passwordFile, 'utf8').trim()
  if (password === '')
    throw new Error(`The file ${passwordFile} is empty: put back the one that belongs to the database.`)
  return password
}

/**
 * Leaves a complete data folder in place. A new one is made beside it and renamed, so a kill at any moment leaves either
 * nothing or everything; what is half-made is set aside under another name, never deleted.
 */
export async function prepareDataFolder(
  places: ServerPlaces,
  binaries: ServerBinaries,
  account: ServerAccount,
  password: string,
  signal?: AbortSignal,
): Promise<void> {
  removeDrafts(places.folder)
  if (existsSync(places.data)) {
    if (isComplete(places.data)) {
      refuseOtherVersion(places.data, binaries.major)
      return
    }
    renameSync(places.data, `${places.data}.set-aside-${new Date().toISOString().replaceAll(':', '-')}`)
  }
  const draft = path.join(places.folder, `data.draft-${randomUUID()}`)
  await initialise(places, draft, binaries, account, password, signal)
  renameSync(draft, places.data)
  syncFolder(places.folder)
}

async function initialise(
  places: ServerPlaces,
  draft: string,
  binaries: ServerBinaries,
  account: ServerAccount,
  password: string,
  signal?: AbortSignal,
): Promise<void> {
  const passwordDraft = `${draft}.password`
  writeFileSync(passwordDraft, password, { mode: 0o600 })
  giveTo(account, places.folder, passwordDraft, places.socketFolder)
  const options = [
    '-D',
    draft,
    '-U',
    databaseUser,
    `--pwfile=${passwordDraft}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
  ]
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions']
  const [program = '', ...rest] = [...account.prefix, binaries.initdb, ...options, ...locale]
  try {
    await promisify(execFile)(program, rest, { ...account.ids, env: serverEnvironment, cwd: places.folder, signal })
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1) ?? 'it could not be run'
    throw new Error(`The database could not be made in ${places.folder}: ${said}.`, { cause: error })
  } finally {
    rmSync(passwordDraft, { force: true })
  }
}

/** An account of the machine must own what its server writes; in our own namespace nothing changes hands. */
function giveTo({ ids }: ServerAccount, ...paths: string[]): void {
  if (!ids) return
  for (const each of paths) {
    chownSync(each, ids.uid, ids.gid)
    chmodSync(each, each.endsWith('.password') ? 0o600 : 0o700)
  }
}

const whole = { recursive: true, force: true } as const

/** A kill between initdb and the rename leaves a draft, which nothing ever used. */
function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    // an initdb whose starter was killed may write for a moment more
    if (name.startsWith('data.draft-')) rmSync(path.join(folder, name), { ...whole, maxRetries: 20, retryDelay: 50 })
  }
}

function isComplete(data: string): boolean {
  return ['PG_VERSION', 'global/pg_control', 'postgresql.conf', 'pg_hba.conf'].every((name) =>
    existsSync(path.join(data, name)),
  )
}

function refuseOtherVersion(data: string, major: string): void {
  const found = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim()
  if (found === major) return
  throw new Error(
    `The database in ${data} was made by PostgreSQL ${found} and the built-in one is ${major}: dump and restore it.`,
  )
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
