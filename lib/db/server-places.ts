import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, realpathSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export interface ServerPlaces {
  /** Holds everything of the server; 0700. */
  folder: string
  data: string
  passwordFile: string
  log: string
  socketFolder: string
  lockFolder: string
}

/** sun_path holds 107 bytes and a zero; `/.s.PGSQL.5432.lock` follows the folder. */
const longestSocketFolder = 107 - '/.s.PGSQL.5432.lock'.length

export function makeServerPlaces(home: string): ServerPlaces {
  const root = makeHome(home)
  const folder = path.join(root, 'postgres')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return {
    folder,
    data: path.join(folder, 'data'),
    passwordFile: path.join(root, 'database-password'),
    log: path.join(folder, 'server.log'),
    socketFolder: makeSocketFolder(folder),
    lockFolder: path.join(root, 'locks', 'database'),
  }
}

/** The real path: the same folder reached over a symlink is the same database. */
function makeHome(home: string): string {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    return realpathSync(home)
  } catch (error) {
    throw new Error(`The folder ${home} cannot be made or entered: set LATCHKEY_HOME to a folder of this account.`, {
      cause: error,
    })
  }
}

function makeSocketFolder(folder: string): string {
  const near = path.join(folder, 'run')
  if (Buffer.byteLength(near) <= longestSocketFolder) {
    mkdirSync(near, { recursive: true, mode: 0o700 })
    return near
  }
  const name = `latchkey-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  const candidates = [os.tmpdir(), '/tmp'].map((parent) => path.join(realpathSync(parent), name))
  const far = candidates.find((candidate) => Buffer.byteLength(candidate) <= longestSocketFolder)
  if (far === undefined)
    throw new Error(`The path ${folder} is too long for a socket: set LATCHKEY_HOME to a shorter one.`)
  mkdirSync(far, { recursive: true, mode: 0o700 })
  refuseForeign(far)
  return far
}

/** In a folder that everybody may write to, somebody may have been there first. */
function refuseForeign(folder: string): void {
  const found = lstatSync(folder)
  const self = process.getuid?.() ?? 0
  const isOurs = found.isDirectory() && (found.uid === self || self === 0) && (found.mode & 0o077) === 0
  if (!isOurs)
    throw new Error(`The folder ${folder} belongs to somebody else: remove it, or set LATCHKEY_HOME to a shorter path.`)
}
