import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findEmbedded, startEmbedded, type EmbeddedServer } from '@/lib/db/embedded'
import { isAlive, waitForEnd } from '@/lib/db/process-mark'

let home: string
let servers: EmbeddedServer[]

/** A stopped server's home, made once: most tests are about a later start. */
let made: string
beforeAll(async () => {
  made = mkdtempSync(path.join(os.tmpdir(), 'home-'))
  await (await startEmbedded(made)).stop()
})
afterAll(() => {
  rmSync(made, { recursive: true })
})
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'home-'))
  cpSync(made, home, { recursive: true })
  servers = []
})
afterEach(async () => {
  for (const server of servers) await server.stop(true)
  rmSync(home, { recursive: true, force: true })
})

async function start(): Promise<EmbeddedServer> {
  const server = await startEmbedded(home)
  servers.push(server)
  return server
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return Object.values((await client.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}

const folder = () => path.join(home, 'postgres')

describe('the embedded server', () => {
  test('keeps what was written over a stop and a start', async () => {
    const first = await start()
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS n')
    await first.stop()
    expect(isAlive(first.mark)).toBe(false)
    expect(await ask((await start()).url, 'SELECT n FROM kept')).toBe(42)
  })

  test('listens on a socket of this account only, asks for its password, and runs as nobody’s root', async () => {
    const { url, mark } = await start()
    expect(await ask(url, 'SHOW listen_addresses')).toBe('')
    expect(statSync(path.join(folder(), 'run')).mode & 0o077).toBe(0)
    const password = readFileSync(path.join(home, 'database-password'), 'utf8')
    expect(statSync(path.join(home, 'database-password')).mode & 0o777).toBe(0o600)
    await expect(ask(url.replace(password, 'guess'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
    if (process.platform === 'linux') {
      const environment = readFileSync(`/proc/${mark.pid}/environ`, 'utf8')
      expect(environment).not.toMatch(/HOME|VITEST|TOKEN/)
      expect(readFileSync(`/proc/${mark.pid}/cmdline`, 'utf8')).not.toContain(password)
    }
    expect(url).toContain(password)
    expect(readFileSync(path.join(folder(), 'server.log'), 'utf8')).not.toContain(password)
  })

  test('values of rows are not in its log, also when they are refused', async () => {
    const { url } = await start()
    await ask(url, 'CREATE TABLE codes (code text UNIQUE)')
    await ask(url, `INSERT INTO codes VALUES ('CANARY-CODE')`)
    await expect(ask(url, `INSERT INTO codes VALUES ('CANARY-CODE')`)).rejects.toThrow('duplicate key')
    await expect(ask(url, `SELECT 'CANARY-CODE'::int`)).rejects.toThrow('invalid input')
    const log = readFileSync(path.join(folder(), 'server.log'), 'utf8')
    expect(log).toContain('duplicate key')
    expect(log).not.toMatch(/\(code\)=|INSERT INTO/)
  })

  test('two first starts at once: one makes the data, both use it', async () => {
    rmSync(home, { recursive: true })
    const [a, b] = await Promise.all([start(), start()])
    expect(a.mark).toEqual(b.mark)
    expect(await ask(b.url, 'SELECT current_database()')).toBe('latchkey')
  })

  test('two starts at once: one server, which both use', async () => {
    const [a, b] = await Promise.all([start(), start()])
    expect(a.mark).toEqual(b.mark)
    expect([a.adopted, b.adopted].sort()).toEqual([false, true])
  })

  test('a living orphan is adopted', async () => {
    const first = await start()
    const second = await start()
    expect(second).toMatchObject({ adopted: true, mark: first.mark })
    expect((await findEmbedded(home))?.mark).toEqual(first.mark)
  })

  test('an orphan without its socket is ended and replaced', async () => {
    const first = await start()
    rmSync(path.join(folder(), 'run', '.s.PGSQL.5432'))
    const second = await start()
    expect(second.adopted).toBe(false)
    expect(isAlive(first.mark)).toBe(false)
  })

  test('a killed server recovers what was committed', async () => {
    const first = await start()
    await ask(first.url, 'CREATE TABLE kept AS SELECT 7 AS n')
    process.kill(first.mark.pid, 'SIGKILL')
    await waitForEnd(first.mark, 5000)
    const second = await start()
    expect(await ask(second.url, 'SELECT n FROM kept')).toBe(7)
  })

  test('a pid file that names somebody else’s process hurts neither that process nor the start', async () => {
    const first = await start()
    const pidFile = path.join(folder(), 'data', 'postmaster.pid')
    const content = readFileSync(pidFile, 'utf8')
    await first.stop()
    const bystander = spawn('sleep', ['60'], { stdio: 'ignore' })
    writeFileSync(pidFile, content.replace(/^\d+/, String(bystander.pid)))
    writeFileSync(path.join(folder(), 'run', '.s.PGSQL.5432.lock'), content.replace(/^\d+/, String(bystander.pid)))
    const second = await start()
    expect(await ask(second.url, 'SELECT 1')).toBe(1)
    expect(bystander.exitCode ?? bystander.signalCode).toBe(null)
    bystander.kill()
  })

  test('a half-made data folder is set aside, not deleted, and a new one made', async () => {
    rmSync(path.join(folder(), 'data'), { recursive: true })
    mkdirSync(path.join(folder(), 'data', 'base'), { recursive: true })
    writeFileSync(path.join(folder(), 'data', 'base', 'precious'), 'x')
    mkdirSync(path.join(folder(), 'data.draft-of-a-killed-start'), { recursive: true })
    await start()
    const aside = readdirSync(folder()).find((name) => name.startsWith('data.set-aside-'))
    expect(readFileSync(path.join(folder(), aside ?? '', 'base', 'precious'), 'utf8')).toBe('x')
    expect(readdirSync(folder()).filter((name) => name.includes('draft'))).toEqual([])
  })

  test('a start that was killed before the database existed is completed', async () => {
    const first = await start()
    const admin = new URL(first.url)
    admin.pathname = '/postgres'
    await ask(admin.href, 'DROP DATABASE latchkey WITH (FORCE)')
    await first.stop()
    expect(await ask((await start()).url, 'SELECT current_database()')).toBe('latchkey')
  })

  test('a home too long for a socket gets one in a private folder elsewhere', async () => {
    home = path.join(home, 'a-rather-long-name-'.repeat(6))
    const { url } = await start()
    const socket = new URL(url).searchParams.get('host') ?? ''
    expect(socket).not.toContain(home)
    expect(Buffer.byteLength(`${socket}/.s.PGSQL.5432.lock`)).toBeLessThanOrEqual(107)
    expect(statSync(socket).mode & 0o077).toBe(0)
    await servers[0]?.stop()
    rmSync(socket, { recursive: true })
    expect(await ask((await start()).url, 'SELECT 1')).toBe(1)
    rmSync(socket, { recursive: true })
  })

  test.each([
    ['another password', () => { writeFileSync(path.join(home, 'database-password'), 'another') }, 'put back the file'], // prettier-ignore
    ['an empty password', () => { writeFileSync(path.join(home, 'database-password'), '') }, 'is empty'], // prettier-ignore
    ['data of an older PostgreSQL', () => { writeFileSync(path.join(folder(), 'data', 'PG_VERSION'), '15\n') }, 'made by PostgreSQL 15'], // prettier-ignore
    ['a broken configuration', () => { writeFileSync(path.join(folder(), 'data', 'postgresql.conf'), 'nonsense') }, 'did not start: '], // prettier-ignore
  ])('%s is named in one sentence', async (_, spoil, sentence) => {
    await (await start()).stop()
    spoil()
    const error = await start().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    expect((error as Error).message).toContain(sentence)
    expect((error as Error).message).not.toContain('\n')
    const left = await findEmbedded(home).catch(() => undefined)
    await left?.stop(true)
  })

  test('a home that cannot be made is named in one sentence', async () => {
    writeFileSync(path.join(home, 'file'), '')
    await expect(startEmbedded(path.join(home, 'file', 'home'))).rejects.toThrow('set LATCHKEY_HOME')
  })
})

const isRoot = process.getuid?.() === 0

describe.runIf(isRoot)('as root', () => {
  test('the server runs, also in a folder that only root may enter', async () => {
    chmodSync(home, 0o700)
    const { mark } = await start()
    expect(existsSync(path.join(folder(), 'data', 'PG_VERSION'))).toBe(true)
    expect(readFileSync(`/proc/${mark.pid}/status`, 'utf8')).toMatch(/^CapEff:\s0+$/m)
  })
})
