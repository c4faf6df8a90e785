import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openInstallationRing } from '@/lib/keys/canary'
import { retireKey, rewrapAll } from '@/lib/keys/rewrap'
import { freshDatabase, type FreshDatabase } from '@/tests/support/database'
import { makeInstallation, type TestInstallation } from './installation'
import { countReadable, sealMany } from './sealed-rows'

const rows = 60
let database: FreshDatabase
let home: TestInstallation
beforeEach(async () => {
  database = await freshDatabase()
  home = await makeInstallation(database)
  await sealMany(home.custody, rows)
})
afterEach(() => home.close())

/** Starts a rotation in a process of its own and kills it, without any goodbye, after `count` rows. */
async function killAfter(count: number): Promise<void> {
  const program = path.join(import.meta.dirname, 'rotating-process.ts')
  const { ring, installationId } = home.custody
  const child = spawn(process.execPath, ['--import', 'tsx', program, database.url, ring.file, installationId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  for await (const line of createInterface(child.stdout)) if (line === String(count)) child.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
}

test('rotations that are killed without goodbye lose no key, and the next one finishes', async () => {
  for (const count of [1, 20, 37]) {
    await killAfter(count)
    expect(await countReadable(home.custody)).toBe(rows)
    await openInstallationRing({ ...home.custody, file: home.custody.ring.file })
  }
  expect(await rewrapAll(home.custody)).toMatchObject({ unreadable: [], remaining: 0 })
  const retired = (await home.custody.ring.ids()).slice(0, -1)
  expect(retired).toHaveLength(3)
  for (const kekId of retired) await retireKey(home.custody, kekId)
  expect(await countReadable(home.custody)).toBe(rows)
}, 60_000)
