import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestRotations } from '@/lib/tenants/rotating'
import { rotateTenant } from '@/lib/tenants/rotation'
import { connectTenant, expectKnownKeys } from '../../support/rotations'
import type { Started } from '../../support/runs'
import { openHouse, type House } from '../../support/tenants'
import { keysOf, tokenByActiveKey } from '../../support/years'

let house: House
let program = ''

/** One file loads in a fraction of the time that a hundred take to be translated. */
async function bundleProgram(): Promise<string> {
  const outfile = path.resolve('node_modules/.cache', `rotating-process-${process.pid}.mjs`)
  await build({
    entryPoints: [path.join(import.meta.dirname, 'rotating-process.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
  return outfile
}

beforeAll(async () => {
  program = await bundleProgram()
  house = await openHouse({
    ROTATION_PROOFS: '2',
    ROTATION_PROOF_MINUTES: '0.001',
    ROTATION_OVERLAP_HOURS: '0.00001',
    SPREAD_PAUSE_SECONDS: '0.01',
    SPREAD_DEADLINE_SECONDS: '1',
    STALE_PATIENCE_SECONDS: '1',
  })
})
afterAll(async () => {
  rmSync(program, { force: true })
  await house.close()
})

/** Another process takes the turns; answers how much it said before it ended, or null when it was killed. */
async function carryElsewhere({ rowId }: Started, dieAt: number): Promise<number | null> {
  const child = spawn(process.execPath, [program, rowId, String(dieAt)], {
    env: { ...process.env, ...house.environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return signal === 'SIGKILL' ? null : Number(said)
}

async function finishHere({ rowId }: Started): Promise<void> {
  const { db } = house.database
  await db.run.updateMany({ where: { tenantId: rowId, endedAt: null }, data: { leaseUntil: new Date(0) } })
  const until = Date.now() + 60_000
  while ((await db.rotation.count({ where: { tenantId: rowId, endedAt: null } })) > 0) {
    if (Date.now() > until) throw new Error('the rotation does not end')
    await rotateTenant(rowId, new AbortController().signal)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function begin(started: Started): Promise<void> {
  await house.cloud.control.clearLog()
  const [request] = await requestRotations(house.actor, [started.rowId])
  expect(request?.result).toBe('requested')
}

/** Whatever died where: one key there, recorded here and signing in, and no other private half alive. */
async function expectOneKey(started: Started, where: string): Promise<void> {
  const { standing, recorded } = await keysOf(house, started)
  const kept = recorded.filter(({ removedAt }) => removedAt === null)
  expect(
    kept.map(({ state }) => state),
    where,
  ).toEqual(['active'])
  expect(
    standing.map(({ sha1 }) => sha1),
    where,
  ).toEqual(kept.map(({ sha1 }) => sha1))
  expect(await tokenByActiveKey(house, started.rowId), where).toBe(true)
  const alive = await house.database.db.sealedKey.count({ where: { tenantId: started.rowId, destroyedAt: null } })
  expect(alive, `private keys alive, ${where}`).toBe(1)
  const log = await house.cloud.control.log({ tenant: started.tenantId })
  const added = log.filter(({ path: called, effect }) => called.endsWith('/addKey') && effect)
  expect(added.length, `keys added, ${where}`).toBeLessThanOrEqual(2)
}

const pointsPerTenant = 4

/** Kill points spread over a whole rotation, each between two things that the process says to the outside. */
async function killAlong(started: Started, whole: number, shift: number): Promise<number> {
  let killed = 0
  for (let point = 0; point < pointsPerTenant; point++) {
    const dieAt = Math.max(1, Math.floor(((point + shift) / pointsPerTenant) * whole))
    const where = `killed at ${dieAt} of ${whole}`
    await begin(started)
    const said = await carryElsewhere(started, dieAt)
    if (said === null) killed += 1
    await expectKnownKeys(house, started, new Date())
    expect(await tokenByActiveKey(house, started.rowId), where).toBe(true)
    await finishHere(started)
    await expectOneKey(started, where)
  }
  return killed
}

test('killed between any two steps, a rotation ends with one key that signs in, and every key there is recorded here', async () => {
  const seeing = await connectTenant(house, ['groups', 'own-registration'])
  const blind = await connectTenant(house, ['groups'])
  await begin(seeing)
  const whole = await carryElsewhere(seeing, 0)
  expect(whole).toBeGreaterThan(50)
  await expectOneKey(seeing, 'not killed')
  const killed = await Promise.all([killAlong(seeing, whole ?? 0, 0.25), killAlong(blind, whole ?? 0, 0.75)])
  expect(killed[0] + killed[1]).toBeGreaterThanOrEqual(pointsPerTenant)
}, 180_000)
