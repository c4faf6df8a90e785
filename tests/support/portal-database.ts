import { renameSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { setting } from './journeys'

async function query(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: setting('PORTAL_DATABASE') })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** The running portal’s database as if its server were away: open connections die, and no new one finds it. */
export async function cutDatabase(): Promise<{ mend: () => void }> {
  const folder = new URL(setting('PORTAL_DATABASE')).searchParams.get('host') ?? ''
  const socket = path.join(folder, '.s.PGSQL.5432')
  const client = new pg.Client({ connectionString: setting('PORTAL_DATABASE') })
  await client.connect()
  renameSync(socket, `${socket}.away`)
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
  )
  await client.end()
  return {
    mend: () => {
      renameSync(`${socket}.away`, socket)
    },
  }
}

/**
 * A disk without room for one table: its writes are refused with SQLSTATE 53100, as PostgreSQL does when it cannot extend
 * a file. A disk that is really full needs a mount; the product sees no difference.
 */
export async function fillDisk(table: string): Promise<{ makeRoom: () => Promise<void> }> {
  await query(
    `CREATE OR REPLACE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file'; END $$`,
    `CREATE TRIGGER disk_full BEFORE INSERT OR UPDATE ON "${table}" FOR EACH ROW EXECUTE FUNCTION disk_full()`,
  )
  return { makeRoom: () => query(`DROP TRIGGER disk_full ON "${table}"`) }
}
