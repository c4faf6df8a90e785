import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { createDatabase, type Database } from '@/lib/db/client'
import { startEmbedded } from '@/lib/db/embedded'
import { migrate } from '@/lib/db/migrate'

const template = 'migrated'
const templateLock = 7_301

export interface FreshDatabase {
  url: string
  db: Database
  /** Closes the client and drops the database. */
  close(): Promise<void>
}

/**
 * An empty, migrated database of one's own, as a copy of a template on a server that the whole test run shares (the
 * first who asks starts it; tests/support/test-home.ts ends it). Call `close` in afterAll or afterEach.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { url } = await startEmbedded(testHome())
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await withClient(url, async (client) => {
    await ensureTemplate(client, url)
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
  })
  const own = urlOfDatabase(url, name)
  const db = createDatabase(own, 5)
  return {
    url: own,
    db,
    close: async () => {
      await db.$disconnect()
      await withClient(url, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
    },
  }
}

/** The same server, another database. */
export function urlOfDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

function testHome(): string {
  process.env['LATCHKEY_TEST_HOME'] ??= mkdtempSync(path.join(os.tmpdir(), 'latchkey-test-'))
  return process.env['LATCHKEY_TEST_HOME']
}

/** Renamed when complete, so a killed test run leaves no half-made template. */
async function ensureTemplate(client: pg.Client, url: string): Promise<void> {
  const known = 'SELECT 1 FROM pg_database WHERE datname = $1'
  if ((await client.query(known, [template])).rowCount) return
  await client.query('SELECT pg_advisory_lock($1)', [templateLock])
  if ((await client.query(known, [template])).rowCount) return
  // no test cuts the power, so nothing has to wait for the disk (PostgreSQL 18, “Non-Durable Settings”)
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    await client.query(`ALTER SYSTEM SET ${setting} = off`)
  }
  await client.query('SELECT pg_reload_conf()')
  const draft = `draft_${randomUUID().replaceAll('-', '')}`
  await client.query(`CREATE DATABASE ${draft}`)
  await migrate(urlOfDatabase(url, draft), path.resolve('prisma/migrations'))
  await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`)
}

async function withClient<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}
