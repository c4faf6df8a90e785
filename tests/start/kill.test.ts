import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { waitForEnd } from '@/lib/db/process-mark'
import { House, partNames, type HouseOptions } from '../support/start'

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

/** The next start recovers by itself, and everything of it answers. */
async function recover(home: string): Promise<House> {
  const next = await open({ home }).ready()
  expect((await fetch(`${next.url}/sign-in`)).status).toBe(200)
  expect((await fetch(next.practiceOrigin)).status).toBe(200)
  return next
}

function has(home: string, pattern: RegExp, ...folder: string[]): boolean {
  const place = path.join(home, ...folder)
  return existsSync(place) && readdirSync(place).some((name) => pattern.test(name))
}

const moments: [string, (house: House) => boolean][] = [
  ['before anything', ({ home }) => has(home, /locks/)],
  ['while the data folder is made', ({ home }) => has(home, /^data\.draft/, 'postgres')],
  ['when the data folder stands', ({ home }) => has(home, /^PG_VERSION$/, 'postgres', 'data')],
  ['when the database server runs', (house) => house.part('postmaster') !== undefined],
  ['when the portal was started', (house) => house.part('portal') !== undefined],
  ['when all is ready', (house) => house.output.includes('Stop with')],
]

describe('kill -9 in the first start', () => {
  test.each(moments)('of the supervisor %s: the next start recovers', async (_, isNow) => {
    const house = open()
    await house.until(() => isNow(house), 90_000)
    await house.kill()
    await recover(house.home)
  })

  test('of the practice cloud and of the portal as soon as they exist: this start recovers by itself', async () => {
    const house = open()
    for (const name of ['practice-cloud', 'portal'] as const) {
      await house.until(() => house.part(name) !== undefined)
      process.kill(house.part(name)!.pid, 'SIGKILL')
    }
    await house.ready()
    expect(house.output).toContain('The practice cloud ended unexpectedly (SIGKILL) and is started again')
    expect(house.output).toContain('The portal ended unexpectedly (SIGKILL) and is started again')
    expect(await answers(house)).toBe(true)
  })

  test('of the database server while migrations are applied: the next start recovers', async () => {
    const house = open()
    await house.until(() => house.part('postmaster') !== undefined)
    process.kill(house.part('postmaster')!.pid, 'SIGKILL')
    await Promise.race([house.ended, house.ready()])
    if (house.child.exitCode === null) await house.stop()
    await recover(house.home)
  })
})

describe('kill -9 in a later start', () => {
  test('of the supervisor while the database server, and then the portal, comes up: the next start recovers', async () => {
    const first = await open().ready()
    await first.stop()
    const second = open({ home: first.home })
    await second.until(() => second.part('postmaster') !== undefined)
    await second.kill()
    const third = open({ home: first.home })
    await third.until(() => third.part('portal') !== undefined)
    await third.kill()
    await recover(first.home)
  })

  test('of each part in turn: it is started again while the others go on', async () => {
    const house = await open().ready()
    for (const name of partNames) {
      const before = house.part(name)!
      process.kill(before.pid, 'SIGKILL')
      await waitForEnd(before, 5000)
      await expect.poll(() => house.part(name) ?? before, { timeout: 30_000 }).not.toEqual(before)
      await expect.poll(() => answers(house), { timeout: 30_000 }).toBe(true)
    }
    expect(house.output.match(/is started again/g)).toHaveLength(3)
  })

  test('of everything at once: the next start recovers', async () => {
    const house = await open().ready()
    const marks = partNames.map((name) => house.part(name)!)
    house.child.kill('SIGKILL')
    for (const { pid } of marks) process.kill(pid, 'SIGKILL')
    await house.ended
    await recover(house.home)
  })

  test('of the supervisor alone: what it left behind is ended or used again, never doubled', async () => {
    const house = await open().ready()
    const [portal, practice, postmaster] = partNames.map((name) => house.part(name)!)
    await house.kill()
    const next = await recover(house.home)
    expect(next.part('postmaster')).toEqual(postmaster)
    expect(await waitForEnd(portal!, 0)).toBe(true)
    expect(await waitForEnd(practice!, 0)).toBe(true)
  })
})

async function answers(house: House): Promise<boolean> {
  const pages = [`${house.url}/sign-in`, house.practiceOrigin]
  const each = pages.map((page) => fetch(page).then((answer) => answer.ok, () => false)) // prettier-ignore
  return (await Promise.all(each)).every(Boolean)
}
