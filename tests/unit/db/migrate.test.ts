import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate, resolveMigration } from '@/lib/db/migrate'
import { freshDatabase, urlOfDatabase, type FreshDatabase } from '../../support/database'

let fresh: FreshDatabase
let client: pg.Client
let url: string
let folder: string

beforeEach(async () => {
  fresh = await freshDatabase()
  await fresh.db.$executeRawUnsafe('CREATE SCHEMA IF NOT EXISTS scratch')
  const name = `${new URL(fresh.url).pathname.slice(1)}_empty`
  const admin = await connected(fresh.url)
  await admin.query(`CREATE DATABASE ${name}`)
  await admin.end()
  url = urlOfDatabase(fresh.url, name)
  client = await connected(url)
  folder = mkdtempSync(path.join(os.tmpdir(), 'migrations-'))
})

afterEach(async () => {
  await client.end()
  const admin = await connected(fresh.url)
  await admin.query(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`)
  await admin.end()
  await fresh.close()
  rmSync(folder, { recursive: true })
})

async function connected(to: string): Promise<pg.Client> {
  const made = new pg.Client({ connectionString: to })
  made.on('error', () => undefined)
  await made.connect()
  return made
}

function write(name: string, sql: string): void {
  mkdirSync(path.join(folder, name), { recursive: true })
  writeFileSync(path.join(folder, name, 'migration.sql'), sql)
}

async function rowsOf(sql: string): Promise<unknown[]> {
  return (await client.query<Record<string, unknown>>(sql)).rows
}

describe('migrate', () => {
  test('applies what is missing, in the order of the names, and nothing twice', async () => {
    write('0002_row', 'INSERT INTO a VALUES (1);')
    write('0001_table', 'CREATE TABLE a (n int);')
    expect(await migrate(url, folder)).toEqual(['0001_table', '0002_row'])
    expect(await migrate(url, folder)).toEqual([])
    write('0003_row', 'INSERT INTO a VALUES (2);')
    expect(await migrate(url, folder)).toEqual(['0003_row'])
    expect(await rowsOf('SELECT n FROM a ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }])
  })

  test('two at once: one applies, the other waits and finds nothing to do', async () => {
    write('0001_table', 'CREATE TABLE a (n int); SELECT pg_sleep(0.3);')
    const answers = await Promise.all([migrate(url, folder), migrate(url, folder)])
    expect(answers.map((names) => names.length).sort()).toEqual([0, 1])
  })

  test('a migration that a kill interrupted left nothing behind and is applied again', async () => {
    write('0001_table', 'CREATE TABLE a (n int); SELECT pg_sleep(60);')
    const broken = migrate(url, folder).catch((error: unknown) => error)
    await expect
      .poll(() =>
        rowsOf(`SELECT 1 AS found FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()`),
      )
      .toEqual([{ found: 1 }])
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
    expect(await broken).toBeInstanceOf(Error)
    await client.query(`UPDATE _prisma_migrations SET logs = NULL`) // a killed process writes no log
    write('0001_table', 'CREATE TABLE a (n int);')
    expect(await migrate(url, folder)).toEqual(['0001_table'])
    expect(await rowsOf('SELECT n FROM a')).toEqual([])
  })

  test('a kill between the end of a migration and its note does not apply it twice', async () => {
    write('0001_table', 'CREATE TABLE a (n int);')
    await migrate(url, folder)
    const [row] = await rowsOf('SELECT finished_at IS NOT NULL AS finished FROM _prisma_migrations')
    expect(row).toEqual({ finished: true })
    // the receipt commits with the tables: both or neither is visible to another session at any moment
    write('0002_slow', 'CREATE TABLE b (n int); SELECT pg_sleep(0.2);')
    const running = migrate(url, folder)
    const seen = new Set<string>()
    const watched = new AbortController()
    const watching = (async () => {
      while (!watched.signal.aborted) {
        const [now] =
          await rowsOf(`SELECT to_regclass('b') IS NOT NULL AS made, EXISTS (SELECT 1 FROM _prisma_migrations
          WHERE migration_name = '0002_slow' AND finished_at IS NOT NULL) AS noted`)
        seen.add(JSON.stringify(now))
      }
    })()
    await running
    watched.abort()
    await watching
    expect(seen).not.toContain(JSON.stringify({ made: true, noted: false }))
    expect(seen).toContain(JSON.stringify({ made: false, noted: false }))
  })

  test('one that failed stops every start with its name and the mend, until it is resolved', async () => {
    write('0001_wrong', 'CREATE TABLE a (n int); CREATE TABLE a (n int);')
    await expect(migrate(url, folder)).rejects.toThrow('relation "a" already exists')
    write('0001_wrong', 'CREATE TABLE a (n int);')
    await expect(migrate(url, folder)).rejects.toThrow('npm run migrate -- --resolve 0001_wrong')
    expect(await resolveMigration(url, '0001_wrong')).toBe(true)
    expect(await migrate(url, folder)).toEqual(['0001_wrong'])
    expect(await resolveMigration(url, '0001_wrong')).toBe(false)
  })

  test('a folder without its file is refused instead of skipped', async () => {
    mkdirSync(path.join(folder, '0001_empty'))
    await expect(migrate(url, folder)).rejects.toThrow('0001_empty')
  })
})
