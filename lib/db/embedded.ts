import pg from 'pg'
import { waitForLock } from './lock'
import { findPostmaster, lastComplaint, launchPostmaster, stopPostmaster } from './postmaster'
import { isAlive, type ProcessMark } from './process-mark'
import { chooseServerAccount } from './server-account'
import { locateServerBinaries } from './server-binaries'
import { databaseUser, ensurePassword, prepareDataFolder } from './server-folder'
import { makeServerPlaces, type ServerPlaces } from './server-places'

const databaseName = 'latchkey'
const startMilliseconds = 60_000

export interface EmbeddedServer {
  /** Reaches the database over its unix socket; holds the password, so it is for memory and child environments only. */
  url: string
  mark: ProcessMark
  /** True when an earlier start had left the server running. */
  adopted: boolean
  stop(isForced?: boolean): Promise<void>
  /** Writes to disk what a stop would have to, while others are still ending; never fails. */
  flush(): Promise<void>
}

/**
 * Starts the PostgreSQL that npm brought, with its data under `home`, or adopts the one that a killed start left behind.
 * Safe to call from several processes at once: one starts, the others adopt. Errors are one sentence with the mend. When
 * `signal` fires, what was begun is ended and the promise rejects.
 */
export async function startEmbedded(home: string, signal?: AbortSignal): Promise<EmbeddedServer> {
  const places = makeServerPlaces(home)
  const lock = await waitForLock(places.lockFolder, 'starting the database', startMilliseconds)
  try {
    return (await adopt(places)) ?? (await startAnew(places, signal))
  } finally {
    lock.release()
  }
}

/** The server of `home` if it runs and answers; nothing is started. */
export async function findEmbedded(home: string): Promise<EmbeddedServer | undefined> {
  const places = makeServerPlaces(home)
  const mark = findPostmaster(places)
  if (!mark || (await becomeReady(places, mark)) !== 'ready') return undefined
  return server(places, mark, true)
}

async function adopt(places: ServerPlaces): Promise<EmbeddedServer | undefined> {
  const mark = findPostmaster(places)
  if (!mark) return undefined
  if ((await becomeReady(places, mark)) === 'ready') return server(places, mark, true)
  await stopPostmaster(mark) // proven ours, but no socket leads to it any more
  return undefined
}

async function startAnew(places: ServerPlaces, signal?: AbortSignal): Promise<EmbeddedServer> {
  const binaries = locateServerBinaries()
  const account = chooseServerAccount(binaries.postgres, places.data)
  await prepareDataFolder(places, binaries, account, ensurePassword(places), signal)
  const deadline = Date.now() + startMilliseconds
  for (;;) {
    signal?.throwIfAborted()
    const mark = launchPostmaster(places, binaries, account)
    if (mark !== null) {
      if ((await becomeReady(places, mark, signal)) === 'ready') return server(places, mark, false)
      await stopPostmaster(mark, signal?.aborted)
    }
    signal?.throwIfAborted()
    // the backends of a killed server hold its memory for a moment longer
    if (!/shared memory|lock file/.test(lastComplaint(places)) || Date.now() > deadline) {
      throw new Error(`The database server did not start: ${lastComplaint(places)} (its log is ${places.log}).`)
    }
    await pause(200)
  }
}

function server(places: ServerPlaces, mark: ProcessMark, adopted: boolean): EmbeddedServer {
  const url = urlOf(places, databaseName)
  return { url, mark, adopted, stop: (isForced) => stopPostmaster(mark, isForced), flush: () => checkpoint(url) }
}

async function checkpoint(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 1000 })
  client.on('error', () => undefined) // ending meanwhile is the point
  try {
    await client.connect()
    await client.query('CHECKPOINT')
  } catch {
    return // the stop does it then
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** `localhost` is never reached: `host` overrides it, and the address stays one that every URL parser reads. */
function urlOf(places: ServerPlaces, database: string): string {
  const host = encodeURIComponent(places.socketFolder)
  return `postgresql://${databaseUser}:${ensurePassword(places)}@localhost/${database}?host=${host}`
}

/** Waits while the server starts or recovers; “silent” when it lives but nothing listens on our socket. */
async function becomeReady(
  places: ServerPlaces,
  mark: ProcessMark,
  signal?: AbortSignal,
): Promise<'ready' | 'ended' | 'silent'> {
  const deadline = Date.now() + startMilliseconds
  let silentUntil = Date.now() + 5000
  while (isAlive(mark) && !signal?.aborted) {
    const answer = await knock(places)
    if (answer === 'open') return 'ready'
    if (answer === 'starting') silentUntil = Date.now() + 5000
    if (Date.now() > Math.min(deadline, silentUntil)) return 'silent'
    await pause(10)
  }
  return 'ended'
}

async function knock(places: ServerPlaces, database = databaseName): Promise<'open' | 'starting' | 'closed'> {
  const client = new pg.Client({ connectionString: urlOf(places, database), connectionTimeoutMillis: 5000 })
  client.on('error', () => undefined) // a server that ends meanwhile is seen at the next knock
  try {
    await client.connect()
    if (database !== databaseName) await client.query(`CREATE DATABASE ${databaseName}`)
    return 'open'
  } catch (error) {
    return await answerTo(error, places)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** PostgreSQL's SQLSTATE codes, appendix A of its manual. */
async function answerTo(error: unknown, places: ServerPlaces): Promise<'open' | 'starting' | 'closed'> {
  switch ((error as { code?: string }).code) {
    case '3D000': // the first start made the server and was killed before the database
      return await knock(places, 'postgres')
    case '42P04': // somebody else made it in this moment
      return 'open'
    case '57P03':
      return 'starting'
    case '28P01':
      throw new Error(
        `The database refuses the password in ${places.passwordFile}: put back the file that belongs to ${places.data}, ` +
          'or move that folder away to begin with an empty database.',
      )
    default:
      return 'closed'
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
