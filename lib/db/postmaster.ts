import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { commandOf, markOf, signal, waitForEnd, type ProcessMark } from './process-mark'
import { serverEnvironment, type ServerAccount } from './server-account'
import type { ServerBinaries } from './server-binaries'
import type { ServerPlaces } from './server-places'

const logLimitBytes = 5_000_000

/** Values of people never reach the server's log: no statement, no detail of a refused row. */
const settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_min_messages: 'warning',
  shared_buffers: '64MB',
  max_connections: '100',
} as const

/**
 * The server that an earlier start left behind: its pid file names it, and its command line proves that it is a server
 * of exactly this data folder. A pid that now belongs to something else is taken out of the file, because PostgreSQL
 * would believe it; the rest of the file stays, since it lets the server find backends that are still alive.
 */
export function findPostmaster(places: ServerPlaces): ProcessMark | undefined {
  const file = path.join(places.data, 'postmaster.pid')
  const [first, ...rest] = read(file).split('\n')
  const mark = markOf(Number(first))
  if (!mark) return undefined
  const command = commandOf(mark.pid)
  if (command[command.indexOf('-D') + 1] === places.data && command.some((word) => word.endsWith('/postgres')))
    return mark
  const draft = `${file}.draft`
  writeFileSync(draft, [impossiblePid, ...rest].join('\n'), { mode: 0o600 })
  renameSync(draft, file)
  rmSync(path.join(places.socketFolder, '.s.PGSQL.5432.lock'), { force: true })
  return undefined
}

/** Above every pid that a kernel gives out, so it is always “not running”. */
const impossiblePid = 2_147_483_646

/**
 * Starts the server in a session of its own: Ctrl-C in a terminal must not reach it before those who use it ended. Null
 * when it has ended already, as with a configuration that it cannot read.
 */
export function launchPostmaster(
  places: ServerPlaces,
  binaries: ServerBinaries,
  account: ServerAccount,
): ProcessMark | null {
  rotateLog(places.log)
  const options = Object.entries({ ...settings, unix_socket_directories: places.socketFolder })
  const [program = '', ...rest] = [
    ...account.prefix,
    binaries.postgres,
    '-D',
    places.data,
    ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const log = openSync(places.log, 'a', 0o600)
  const child = spawn(program, rest, {
    ...account.ids,
    cwd: places.folder,
    env: serverEnvironment,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.on('error', () => undefined) // seen as a process that is not there
  child.unref()
  return markOf(child.pid ?? 0) ?? null
}

/**
 * Fast shutdown: sessions are ended, work is written. After two seconds, or at once when forced, the harder one: it loses
 * nothing that was committed, and recovers at the next start.
 */
export async function stopPostmaster(mark: ProcessMark, isForced = false): Promise<void> {
  if (!isForced) {
    signal(mark, 'SIGINT')
    if (await waitForEnd(mark, 2000)) return
  }
  signal(mark, 'SIGQUIT')
  await waitForEnd(mark, 6000)
}

/** What the server said last, without its time stamp: the reason that a person needs. */
export function lastComplaint(places: ServerPlaces): string {
  const lines = read(places.log).trim().split('\n').slice(-20)
  const fatal = lines.findLast((line) => /FATAL|PANIC|could not|error/i.test(line)) ?? lines.at(-1) ?? ''
  return fatal.replace(/^.*?(?:FATAL|PANIC|LOG|ERROR|HINT):\s*/, '').replace(/\.$/, '') || 'it said nothing'
}

function rotateLog(log: string): void {
  if (existsSync(log) && statSync(log).size > logLimitBytes) renameSync(log, `${log}.1`)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
