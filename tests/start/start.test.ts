import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { setUp, signIn } from '../api/auth/owner'
import { House, makeHome, partNames, type HouseOptions } from '../support/start'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 }) // whole starts, on a machine that may be busy

const houses: House[] = []
afterEach(async () => {
  const all = houses.splice(0) // several may share one home
  for (const house of all) await house.end()
  for (const house of all) await house.remove()
})

function open(options?: HouseOptions): House {
  const house = new House(options)
  houses.push(house)
  return house
}

async function statusOf(url: string): Promise<number> {
  return (await fetch(url, { redirect: 'manual' })).status
}

describe('npm start', () => {
  test('serves the portal and the practice cloud, and offers a setup link', async () => {
    const house = await open().ready()
    expect(house.setupLink).toMatch(/^http:\/\/localhost:\d+\/setup\/\S{16,}$/)
    expect(await statusOf(`${house.url}/sign-in`)).toBe(200)
    expect(await statusOf(house.practiceOrigin)).toBe(200)
    expect(await statusOf(house.setupLink)).toBe(200)
    expect(partNames.every((name) => house.part(name))).toBe(true)
  })

  test('SIGTERM ends all while somebody follows a run: the stream is closed, and no part has to be killed', async () => {
    const house = await open().ready()
    const streams = [await followRun(house), await followRun(house)]
    await holdOpen(house.practiceOrigin)
    expect(await house.stop()).toBe(0)
    expect(partNames.map((name) => house.part(name))).toEqual([undefined, undefined, undefined])
    expect(house.output).not.toMatch(/killed|unexpectedly/)
    // a process that is killed breaks the connection instead, and reading throws
    for (const stream of streams) while (!(await stream.read()).done);
  })

  const ends: [string, (house: House) => unknown][] = [
    ['Ctrl-C', (house) => { house.pressCtrlC() }], // prettier-ignore
    ['SIGTERM to npm alone', (house) => house.child.kill('SIGTERM')],
    ['SIGHUP to npm alone', (house) => house.child.kill('SIGHUP')],
  ]

  test.each(ends)('%s ends all that npm start began', async (_, end) => {
    const house = await open({ throughNpm: true }).ready()
    expect(partNames.every((name) => house.part(name))).toBe(true)
    end(house)
    await expect.poll(() => partNames.filter((name) => house.part(name)), { timeout: 60_000 }).toEqual([])
  })

  test('a second start says who runs and where, and leaves it alone', async () => {
    const first = await open().ready()
    const second = open({ home: first.home })
    expect(await second.ended).toBe(0)
    expect(second.output.trim()).toBe(
      `Latchkey already runs from this folder as process ${first.child.pid}: ${first.url}.`,
    )
    expect(await statusOf(`${first.url}/sign-in`)).toBe(200)
  })

  test('two first starts at once: one serves, the other says so', async () => {
    const home = makeHome()
    const pair = [open({ home }), open({ home })]
    const loser = await Promise.race(pair.map(async (house) => house.ended.then(() => house)))
    const winner = pair.find((house) => house !== loser)!
    expect(loser.output).toContain(`already runs from this folder as process ${winner.child.pid}: it is still starting`)
    await winner.ready()
  })

  test.each(['PORT', 'PRACTICE_PORT', 'PRACTICE_TLS_PORT'])('a taken %s is named in one sentence', async (setting) => {
    const taker = net.createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taker.once('listening', resolve))
    const { port } = taker.address() as net.AddressInfo
    const house = open({ environment: { [setting]: String(port) } })
    expect(await house.ended).toBe(1)
    expect(house.output.trim()).toBe(
      `Port ${port} is taken by another program: set ${setting} to a free one, for example ${setting}=${port + 1}.`,
    )
    taker.close()
  })

  test('two settings with one port: the second is named, and nothing is started', async () => {
    const port = String(await freePort())
    const house = open({ environment: { PRACTICE_PORT: port, PRACTICE_TLS_PORT: port } })
    expect(await house.ended).toBe(1)
    expect(house.output).toMatch(/^Port \d+ is taken by another program: set PRACTICE_TLS_PORT to a free one/)
  })

  test('a wrong setting is named with its shape and the mend, and nothing is started', async () => {
    const house = open({ environment: { PORT: 'eighty', LOG_LEVEL: 'loud' } })
    expect(await house.ended).toBe(1)
    expect(house.output).toMatch(/PORT: .*Set it to a port number/)
    expect(house.output).toMatch(/LOG_LEVEL: .*Set it to debug, info, warn or error/)
    expect(readdirSync(house.home)).toEqual([])
  })

  test('with PRACTICE=off no practice cloud runs', async () => {
    const house = await open({ environment: { PRACTICE: 'off' } }).ready()
    expect(house.part('practice-cloud')).toBeUndefined()
    expect(house.output).not.toContain('Practice cloud')
  })

  test('SIGINT in the middle of the first start leaves nothing running, and the next start serves', async () => {
    const house = open()
    await house.until(() => existsSync(path.join(house.home, 'postgres')))
    house.child.kill('SIGINT')
    await house.ended
    expect(partNames.map((name) => house.part(name))).toEqual([undefined, undefined, undefined])
    await open({ home: house.home }).ready()
  })

  test('secrets lie in files of this account only', async () => {
    const house = await open().ready()
    const files = readdirSync(house.home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const readable = files.filter((entry) => statSync(path.join(entry.parentPath, entry.name)).mode & 0o077)
    expect(readable.map((entry) => entry.name)).toEqual([])
    expect(files.map((entry) => entry.name)).toEqual(
      expect.arrayContaining(['auth-secret', 'database-password', 'key-ring.json']),
    )
    const token = house.setupLink.split('/').at(-1)!
    for (const name of ['portal.log', 'practice-cloud.log']) {
      expect(readFileSync(path.join(house.home, 'logs', name), 'utf8')).not.toContain(token)
    }
  })
})

describe.runIf(process.getuid?.() === 0 && existsSync('/usr/bin/setpriv'))('accounts', () => {
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']

  test('an ordinary user starts it; root is told that the keys belong to that account, and serves once they are given', async () => {
    const home = makeHome()
    spawnSync('chown', ['65534:65534', home])
    const theirs = await open({ home, as: nobody }).ready()
    expect(await statusOf(`${theirs.url}/sign-in`)).toBe(200)
    await theirs.stop()
    const refused = open({ home })
    expect(await refused.ended).toBe(1)
    expect(refused.output).toMatch(/^The portal does not work: .*key-ring.json belongs to another account/m)
    spawnSync('chown', ['root:root', path.join(home, 'key-ring.json')])
    const ours = await open({ home }).ready()
    expect(await statusOf(`${ours.url}/sign-in`)).toBe(200)
  })

  test('a home of another account is named in one sentence', async () => {
    const home = makeHome()
    mkdirSync(path.join(home, 'locks'))
    const house = open({ home, as: nobody })
    expect(await house.ended).toBe(1)
    expect(house.output.trim().split('\n')).toHaveLength(1)
    expect(house.output).toContain(home)
  })
})

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

let customers = 0

/** The event stream of a run that waits for its administrator, as a page of the console holds it. */
async function followRun(house: House): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  customers += 1
  const owner = customers === 1 ? await setUp(house) : (await signIn(house))[0]
  const started = await owner.submit('/tenants/connect', 'Connect a tenant', {
    ...{ customer: `Customer ${customers}`, baseline: 'recommended', workloads: 'exchange' },
    domain: customers === 1 ? 'northwind.example' : 'fabrikam.example',
  })
  const place = started.headers.get('Location') ?? ''
  const stream = await owner.get(`${place}/events`, { Accept: 'text/event-stream' })
  expect(stream.headers.get('Content-Type')).toContain('text/event-stream')
  const reader = stream.body!.getReader()
  for (let heard = ''; !heard.includes('event: view');) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`the stream ended after: ${heard}`)
    heard += Buffer.from(value).toString()
  }
  return reader
}

/** A connection with a request that never ends, as an event stream is. */
function holdOpen(url: string): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket = net.connect(Number(port), hostname, () => {
      socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx')
      resolve(socket)
    })
    socket.on('error', reject)
  })
}
