import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { tryOwnDatabase } from '@/scripts/own-database'
import { freshDatabase, urlOfDatabase, type FreshDatabase } from '../support/database'
import { relayTo, type DatabaseLine } from '../support/database-relay'
import { House } from '../support/start'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 }) // a whole start, on a machine that may be busy

const name = `provider_${randomUUID().slice(0, 8)}`
const password = 'canary/p@ss#word:1'

let server: FreshDatabase
let line: DatabaseLine
let own: URL

/** A server over TCP with what a provider makes for us: a user without special rights, and an empty database of theirs. */
beforeAll(async () => {
  server = await freshDatabase()
  await server.db.$executeRawUnsafe(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'`)
  await server.db.$executeRawUnsafe(`CREATE DATABASE ${name} OWNER ${name}`)
  await server.db.$executeRawUnsafe(`CREATE DATABASE ${name}_closed`)
  await server.db.$executeRawUnsafe(`REVOKE CONNECT ON DATABASE ${name}_closed FROM PUBLIC`)
  line = await relayTo(urlOfDatabase(server.url, name))
  own = new URL(line.url)
  own.username = name
  own.password = encodeURIComponent(password)
})
afterAll(async () => {
  for (const each of [name, `${name}_closed`]) {
    await server.db.$executeRawUnsafe(`DROP DATABASE IF EXISTS ${each} WITH (FORCE)`)
  }
  await server.db.$executeRawUnsafe(`DROP ROLE IF EXISTS ${name}`)
  await line.close()
  await server.close()
})

function changed(change: (url: URL) => void): string {
  const url = new URL(own)
  change(url)
  return url.href
}

async function refusalOf(url: string, milliseconds?: number): Promise<string> {
  const error = await tryOwnDatabase(url, milliseconds).catch((thrown: unknown) => thrown)
  return error instanceof Error ? error.message : 'it was taken'
}

describe('a PostgreSQL of the provider’s own', () => {
  test('npm start brings its database up to date and serves from it; no server of ours runs, no password is said', async () => {
    const house = new House({ environment: { DATABASE_URL: own.href } })
    try {
      await house.ready()
      expect(house.output).toContain('The database was brought up to date')
      expect((await fetch(house.setupLink)).status).toBe(200)
      expect(existsSync(path.join(house.home, 'postgres'))).toBe(false)
      expect(await house.stop()).toBe(0)
      expect(house.output + house.logs()).not.toMatch(/canary|p%40ss/)
    } finally {
      await house.remove()
    }
  })

  test('one that does not answer ends the start with the sentence alone', async () => {
    const house = new House({ environment: { DATABASE_URL: 'postgresql://latchkey:canary@127.0.0.1:1/latchkey' } })
    expect(await house.ended).toBe(1)
    expect(house.output.trim()).toBe(
      'The database of DATABASE_URL cannot be used, because nothing listens at 127.0.0.1:1: ' +
        'start the server there, or set DATABASE_URL to where it is.',
    )
    await house.remove()
  })

  test.each([
    ['a wrong password', (url: URL) => { url.password = 'canary-guess' }, `does not let the user ${name} in with this password: correct user and password in DATABASE_URL`], // prettier-ignore
    [
      'no password',
      (url: URL) => {
        url.password = ''
      },
      'the server asks for a password: add it to DATABASE_URL',
    ],
    [
      'an unknown user',
      (url: URL) => {
        url.username = 'somebody'
      },
      'does not let the user somebody in',
    ],
    ['an unknown database', (url: URL) => { url.pathname = '/nowhere' }, 'the database nowhere does not exist on the server: create it'], // prettier-ignore
    ['a database of others', (url: URL) => { url.pathname = `/${name}_closed` }, `the user ${name} may not use the database ${name}_closed: make`], // prettier-ignore
    ['an unknown host', (url: URL) => { url.host = 'database.invalid:5432' }, 'this machine knows no way to database.invalid:5432: correct the host in DATABASE_URL'], // prettier-ignore
    ['a port where nothing listens', (url: URL) => { url.port = '1' }, 'nothing listens at 127.0.0.1:1: start the server there'], // prettier-ignore
    ['a socket that is not there', (url: URL) => { url.searchParams.set('host', '/nowhere') }, 'nothing listens at /nowhere/.s.PGSQL.'], // prettier-ignore
    ['encryption that the server has not', (url: URL) => { url.searchParams.set('sslmode', 'verify-full') }, 'the server offers no encryption: remove sslmode'], // prettier-ignore
    ['a certificate file that is not there', (url: URL) => { url.searchParams.set('sslrootcert', '/nowhere.pem') }, 'a file that it names is not there: correct DATABASE_URL'], // prettier-ignore
  ])('%s is named in one sentence with the mend, without the password', async (_, change, sentence) => {
    const said = await refusalOf(changed(change))
    expect(said).toMatch(/^The database of DATABASE_URL cannot be used, because [^\n]+\.$/)
    expect(said).toContain(sentence)
    expect(said).not.toMatch(/canary|p%40ss|postgres(ql)?:\/\//)
  })

  test('a server that takes the connection and says nothing is named as well', async () => {
    const mute = net.createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => mute.once('listening', resolve))
    const { port } = mute.address() as AddressInfo
    expect(await refusalOf(changed((url) => { url.port = String(port) }), 100)).toContain(`127.0.0.1:${port} does not answer`) // prettier-ignore
    mute.close()
  })
})
