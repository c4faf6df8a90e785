import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'

/** How to start a server program so that it does not run as root, which PostgreSQL refuses. */
export interface ServerAccount {
  /** Words to put before the program. */
  prefix: readonly string[]
  /** Set when an account of the machine runs the server: it then owns the data. */
  ids?: { uid: number; gid: number }
}

const unshare = ['unshare', '--user', '--map-user=1000', '--map-group=1000'] as const

/**
 * As root a user namespace of our own comes first: it needs no account, and reaches folders that only root may enter.
 * Where the kernel refuses it, an existing unprivileged account must do; none is ever created. Data that is there
 * already decides: its owner must be able to open it.
 */
export function chooseServerAccount(postgres: string, data: string): ServerAccount {
  const self = process.getuid?.() ?? 0
  const owner = statSync(data, { throwIfNoEntry: false })
  if (self !== 0) {
    if (owner && owner.uid !== self) {
      throw new Error(`The database in ${data} belongs to another account (uid ${owner.uid}): start as that account.`)
    }
    return { prefix: [] }
  }
  if (owner && owner.uid !== 0) return { prefix: [], ids: { uid: owner.uid, gid: owner.gid } }
  if (runs([...unshare, postgres])) return { prefix: unshare }
  const ids = unprivilegedAccounts().find((account) => runs([postgres], account))
  if (ids && !owner) return { prefix: [], ids }
  throw new Error(
    'The built-in PostgreSQL does not run as root, and neither a user namespace (unshare) nor an unprivileged account ' +
      'that can read this folder is available: start as an ordinary user, or set DATABASE_URL.',
  )
}

function runs(command: readonly string[], ids: { uid?: number; gid?: number } = {}): boolean {
  const [program = '', ...rest] = command
  return spawnSync(program, [...rest, '--version'], { ...ids, env: serverEnvironment, stdio: 'ignore' }).status === 0
}

function unprivilegedAccounts(): { uid: number; gid: number }[] {
  const wanted = ['postgres', 'nobody', 'daemon', 'www-data']
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n')
  return wanted.flatMap((name) => {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    return Number(uid) > 0 ? [{ uid: Number(uid), gid: Number(gid) }] : []
  })
}

/** The server's whole environment: nothing of ours, which holds secrets, is passed on. */
export const serverEnvironment = {
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  LC_ALL: 'C',
  TZ: 'UTC',
} as unknown as NodeJS.ProcessEnv // Next declares NODE_ENV as always there; the server must not have it
