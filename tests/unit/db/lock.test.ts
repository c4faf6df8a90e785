import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { holderOf, isHolder, tryLock, waitForLock } from '@/lib/db/lock'
import { markOf } from '@/lib/db/process-mark'

let place: string
let folder: string
let worker: string

/** Takes the lock again and again, writes down when it came and went, and now and then dies with it in hand. */
const source = `
import { appendFileSync } from 'node:fs'
import { waitForLock } from ${JSON.stringify(path.resolve('lib/db/lock.ts'))}
const [folder, journal, lives] = process.argv.slice(2)
for (let turn = 0; turn < 12; turn++) {
  const lock = await waitForLock(folder, 'test', 60000)
  appendFileSync(journal, 'in ' + process.pid + '\\n')
  if (turn === Number(lives)) process.kill(process.pid, 'SIGKILL')
  await new Promise((resolve) => setTimeout(resolve, 1))
  appendFileSync(journal, 'out ' + process.pid + '\\n')
  lock.release()
}`

beforeAll(() => {
  place = mkdtempSync(path.join(os.tmpdir(), 'lock-'))
  worker = path.join(place, 'worker.mjs')
  writeFileSync(path.join(place, 'worker.ts'), source)
  buildSync({
    entryPoints: [path.join(place, 'worker.ts')],
    outfile: worker,
    bundle: true,
    platform: 'node',
    format: 'esm',
  })
})
beforeEach(() => {
  folder = mkdtempSync(path.join(place, 'claims-'))
})
afterAll(() => {
  rmSync(place, { recursive: true })
})

function ended(words: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, words, { stdio: 'ignore' })
  return new Promise((resolve) => child.once('close', resolve))
}

describe('lock', () => {
  test('a held lock tells who holds it and what it says; a released one is free', () => {
    const lock = tryLock(folder, 'starting')
    if (isHolder(lock)) throw new Error('It was free.')
    expect(tryLock(folder, 'me too')).toMatchObject({ pid: process.pid, about: 'starting' })
    lock.describe('http://localhost:3000')
    expect(holderOf(folder)).toMatchObject({ pid: process.pid, about: 'http://localhost:3000' })
    lock.release()
    expect(holderOf(folder)).toBeUndefined()
    expect(isHolder(tryLock(folder, 'next'))).toBe(false)
  })

  test('many processes at once, some killed while they hold it: never two hold it, and all get their turns', async () => {
    const journal = path.join(folder, 'journal')
    const lives = ['0', '5', '11', 'none', 'none', 'none']
    const codes = await Promise.all(lives.map((life) => ended([worker, folder, journal, life])))
    expect(codes).toEqual([null, null, null, 0, 0, 0])
    let holder: string | undefined
    const dead = new Set<string>()
    for (const line of readFileSync(journal, 'utf8').trim().split('\n')) {
      const [what, pid] = line.split(' ')
      if (what === 'in') {
        if (holder !== undefined) dead.add(holder) // only a killed process leaves without a word
        expect(dead).not.toContain(pid)
        holder = pid
      } else {
        expect(pid).toBe(holder)
        holder = undefined
      }
    }
    expect(dead.size + (holder === undefined ? 0 : 1)).toBe(3)
  })

  test('a pid that was given to another process later does not hold it', () => {
    writeFileSync(
      path.join(folder, '7'),
      JSON.stringify({ pid: process.pid, started: 'an earlier life', about: 'old' }),
    )
    expect(isHolder(tryLock(folder, 'new'))).toBe(false)
    expect(readdirSync(folder)).toEqual(['8'])
  })

  test('a claim that cannot be read holds nothing', () => {
    writeFileSync(path.join(folder, '3'), '')
    expect(isHolder(tryLock(folder, 'new'))).toBe(false)
  })

  test('who waits too long learns what keeps it', async () => {
    tryLock(folder, 'starting the database')
    await expect(waitForLock(folder, 'me too', 50)).rejects.toThrow(
      `Process ${process.pid} is still busy with this: starting the database.`,
    )
  })
})

describe('process marks', () => {
  test('a living process has one that stays, and an ended one has none', async () => {
    expect(markOf(process.pid)).toEqual(markOf(process.pid))
    const child = spawn('true')
    await new Promise((resolve) => child.once('close', resolve))
    expect(markOf(child.pid ?? 0)).toBeUndefined()
    expect([0, -1, Number.NaN, 2_147_483_646].map(markOf)).toEqual([undefined, undefined, undefined, undefined])
  })
})
