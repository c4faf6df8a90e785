import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { setUp, signIn } from '../api/auth/owner'
import { House } from '../support/start'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 }) // whole starts, on a machine that may be busy

let house: House
beforeAll(async () => {
  house = await new House().ready()
})
afterAll(() => house.remove())

/** `npm run owner` as a command, with the settings of a shell that knows only the home. */
async function runOwner(words: readonly string[], settings: Record<string, string> = {}): Promise<string> {
  const child = spawn(process.execPath, ['scripts/owner.mjs', ...words], {
    env: { PATH: process.env['PATH'], LATCHKEY_HOME: house.home, ...settings } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  const said = await text(child.stdout)
  expect(await ended).toBe(0)
  return said.trim()
}

function linkIn(said: string): string {
  return /^Open this once, within 60 minutes: (\S+)$/.exec(said)?.[1] ?? said
}

describe('npm run owner', () => {
  test('beside the running portal: the link leads to it, and gives the owner who lost the password a new one', async () => {
    await setUp(house)
    expect(await runOwner([])).toBe('There is an owner already. Who lost the password runs: npm run owner -- --reset')
    const setupLink = linkIn(await runOwner(['--reset'], { PORT: '4321' }))
    expect(setupLink).toMatch(new RegExp(`^${house.url}/setup/[\\w-]{16,}$`))
    const password = 'another harbour nineteen'
    await setUp({ url: house.url, setupLink }, { password })
    const [old] = await signIn(house)
    expect((await old.get('/account')).status).not.toBe(200)
    const [owner] = await signIn(house, '/', { password })
    expect((await owner.get('/account')).status).toBe(200)
    expect(await (await fetch(setupLink)).text()).toContain('used already or has expired')
  })

  test('while nothing runs: the link has the port of the settings, works after the next start, and no server stays', async () => {
    await house.stop()
    const link = new URL(linkIn(await runOwner(['--reset'], { PORT: '4321' })))
    expect(link.origin).toBe('http://localhost:4321')
    expect(house.part('postmaster')).toBeUndefined()
    house = await new House({ home: house.home }).ready()
    expect(await (await fetch(new URL(link.pathname, house.url))).text()).toContain('Create the owner’s account')
  })
})
