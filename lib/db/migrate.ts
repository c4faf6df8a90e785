import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import type { Migration } from './schema-engine'

/** Any number that is ours alone: two starts on one database take turns. */
const ourLock = 4_150_822_607
/** The number that Prisma's engine uses; waiting for it waits for a migration whose client was killed. */
const engineLock = 72_707_369

interface Row {
  migration_name: string
  finished_at: Date | null
  logs: string | null
}

/**
 * Brings the database to the newest migration of `folder` and answers with the names it applied. Each migration is one
 * transaction together with its row in `_prisma_migrations`, so one that a kill interrupted left nothing behind and is
 * applied again. One that failed stops every start, with a sentence, until `resolveMigration`.
 */
export async function migrate(url: string, folder: string): Promise<string[]> {
  const migrations = readMigrations(folder)
  return await withClient(url, async (client) => {
    if (isComplete(migrations, await readRows(client))) return []
    await client.query('SELECT pg_advisory_lock($1)', [ourLock])
    await waitForEngine(client)
    const rows = await readRows(client)
    if (isComplete(migrations, rows)) return []
    refuseFailed(rows)
    await forgetUnfinished(client)
    return await apply(url, migrations)
  })
}

/** Declares a failed migration undone, so that the next start applies it again. False when no such failure stands. */
export async function resolveMigration(url: string, name: string): Promise<boolean> {
  return await withClient(url, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [ourLock])
    if ((await readRows(client)).length === 0) return false
    return (await forgetUnfinished(client, name)) > 0
  })
}

/** Sorted by name; a folder without `migration.sql` is an error, because skipping one corrupts those after it. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d{4}[a-z]?_/.test(entry.name))
    .map(({ name }) => ({ name, sql: readFileSync(path.join(folder, name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

async function apply(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const { applyMigrations } = await import('./schema-engine') // heavy, and most starts have nothing to apply
  try {
    return await applyMigrations(url, migrations.map(withOwnReceipt))
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new Error(`The database could not be brought up to date: ${plain(said)}`, {
      cause: error,
    })
  }
}

/** The engine's text ends in a stack trace of its own, which says nothing to people. */
function plain(said: string): string {
  return (said.split(/\n\s*0: /)[0] ?? said).replaceAll(/\s+/g, ' ').trim()
}

/**
 * The engine notes the end of a migration after its transaction; a kill between the two would look like one that never
 * ran. So the migration itself writes its receipt, with the checksum of the file as it stands on disk.
 */
function withOwnReceipt({ name, sql }: Migration): Migration {
  const checksum = createHash('sha256').update(sql).digest('hex')
  const receipt =
    `UPDATE "_prisma_migrations" SET "finished_at" = now(), "checksum" = '${checksum}' ` +
    `WHERE "migration_name" = ${pg.escapeLiteral(name)} AND "finished_at" IS NULL AND "rolled_back_at" IS NULL;`
  return { name, sql: `${sql}\n${receipt}\n` }
}

function isComplete(migrations: readonly Migration[], rows: readonly Row[]): boolean {
  const finished = new Set(rows.filter((row) => row.finished_at).map((row) => row.migration_name))
  return finished.size === rows.length && migrations.every(({ name }) => finished.has(name))
}

function refuseFailed(rows: readonly Row[]): void {
  const failed = rows.find((row) => !row.finished_at && row.logs)
  if (!failed) return
  const reason = failed.logs?.split('\n').find((line) => /ERROR|message/i.test(line)) ?? failed.logs ?? ''
  throw new Error(
    `The migration ${failed.migration_name} failed earlier (${reason.trim()}): mend the cause, ` +
      `then run npm run migrate -- --resolve ${failed.migration_name}.`,
  )
}

async function readRows(client: pg.Client): Promise<Row[]> {
  try {
    const answer = await client.query<Row>(
      'SELECT migration_name, finished_at, logs FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
    )
    return answer.rows
  } catch (error) {
    if ((error as { code?: string }).code === '42P01') return [] // undefined_table: an empty database
    throw error
  }
}

async function waitForEngine(client: pg.Client): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [engineLock])
  await client.query('SELECT pg_advisory_unlock($1)', [engineLock])
}

async function forgetUnfinished(client: pg.Client, name: string | null = null): Promise<number> {
  try {
    const answer = await client.query(
      `UPDATE "_prisma_migrations" SET rolled_back_at = now()
        WHERE finished_at IS NULL AND rolled_back_at IS NULL AND migration_name = coalesce($1, migration_name)`,
      [name],
    )
    return answer.rowCount ?? 0
  } catch (error) {
    if ((error as { code?: string }).code === '42P01') return 0
    throw error
  }
}

/** The session holds the advisory lock: ending it gives the lock back, also after a kill. */
async function withClient<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined) // the query under way rejects
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}
