import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publicError } from '@/lib/errors'
import { renewCode, startConnecting } from '@/lib/tenants/connecting'
import { checkNow } from '@/lib/tenants/checking'
import { getRun } from '@/lib/tenants/run-view'
import { relayTo, type DatabaseLine } from '../../support/database-relay'
import { openHouse, untilRun, type House } from '../../support/tenants'
import {
  allWorkloads,
  expectCodeErased,
  expectConnected,
  expectNoResidue,
  expectPlain,
  hasEnded,
  rests,
  signInTo,
  startRun,
  untilVerdict,
  type Started,
} from '../../support/runs'

let house: House
let line: DatabaseLine

beforeAll(async () => {
  house = await openHouse({
    through: async (url) => {
      line = await relayTo(url)
      return line.url
    },
  })
})
afterAll(async () => {
  await house.close()
  await line.close()
})

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Waits for a fact at Microsoft, which can be seen while our database cannot. */
async function untilTruth(
  started: Started,
  is: (truth: Awaited<ReturnType<House['cloud']['control']['god']>>) => boolean,
) {
  const until = Date.now() + 15_000
  while (!is(await house.cloud.control.god(started.tenantId))) {
    if (Date.now() > until) throw new Error('Microsoft never showed it')
    await pause(10)
  }
}

/** Ended well, or resting with the words for this: either is an answer, and one more sign-in finishes it. */
async function expectCarriedOn(started: Started, reasons: readonly string[]) {
  const run = await untilRun(house, started.runId, (view) => hasEnded(view) || rests(view), 30_000)
  if (run.verdict !== null) {
    expectPlain(run.verdict)
    expect(reasons).toContain(run.verdict.reason)
    await expectCodeErased(house, started)
    await renewCode(house.actor, started.runId)
    await signInTo(house, started)
  }
  await expectConnected(house, started)
}

describe('the database is away', () => {
  const slow = { name: 'latency', ms: 150, match: { path: '/v1\\.0/' } } as const

  test('meanwhile people get a plain sentence, and nothing is begun', async () => {
    const tenant = await house.newTenant()
    await line.cut()
    const request = { customer: 'Away', domain: tenant.domain, baseline: 'recommended', workloads: allWorkloads }
    const refused = await startConnecting(house.actor, request).catch((error: unknown) => publicError(error))
    await line.mend()
    expect(refused).toMatchObject({
      code: 'storage_away',
      status: 503,
      say: expect.stringContaining('database of this installation does not answer'),
    })
    expect((await house.cloud.control.god(tenant.tenantId)).applications).toEqual([])
  })

  test('for a moment while a code is shown: the same code still works', async () => {
    const started = await startRun(house)
    const before = await untilRun(house, started.runId, (run) => run.code !== null)
    await line.cut()
    await pause(500)
    await line.mend()
    expect((await getRun(house.actor, started.runId)).code?.userCode).toBe(before.code?.userCode)
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  const moments: [string, (started: Started) => Promise<unknown>][] = [
    ['while the application is written', (started) => untilTruth(started, (truth) => truth.applications.length > 0)],
    ['while permissions are granted', (started) => untilTruth(started, (truth) => truth.grants.length > 0)],
    ['while it proves', (started) => untilTruth(started, (truth) => truth.tokensIssued.appOnly > 0)],
  ]
  for (const seconds of [0.5, 10])
    test.each(moments)(
      `for ${seconds} seconds %s: it goes on, or says what to do; nothing is doubled`,
      async (_, until) => {
        const started = await startRun(house, [slow])
        await signInTo(house, started)
        await until(started)
        await line.cut()
        await pause(seconds * 1000)
        await line.mend()
        await house.cloud.control.clearFaults(started.tenantId)
        await house.cloud.control.fault(started.tenantId, { name: 'device-interval', seconds: 0.1 })
        await expectCarriedOn(started, ['storage-away', 'interrupted'])
      },
      60_000,
    )
})

/**
 * A trigger that refuses writes with SQLSTATE 53100, which is what PostgreSQL answers when it cannot extend a file. A disk
 * that is really full needs a mount, and so an administrator of the test machine; the product sees no difference.
 */
describe('the disk is full', () => {
  async function fill(...tables: readonly string[]) {
    const { db } = house.database
    await db.$executeRawUnsafe(`CREATE OR REPLACE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file: No space left on device'; END $$`)
    for (const table of tables)
      await db.$executeRawUnsafe(
        `CREATE TRIGGER disk_full BEFORE INSERT OR UPDATE ON "${table}" FOR EACH ROW EXECUTE FUNCTION disk_full()`,
      )
    return async () => {
      for (const table of tables) await db.$executeRawUnsafe(`DROP TRIGGER disk_full ON "${table}"`)
    }
  }
  const all = ['Run', 'RunStep', 'Tenant', 'Certificate', 'SealedKey', 'Grant', 'Condition', 'AuditEntry'] as const

  test('before a run begins: refused in words, and nothing is begun', async () => {
    const tenant = await house.newTenant()
    const free = await fill(...all)
    const request = { customer: 'Full', domain: tenant.domain, baseline: 'recommended', workloads: allWorkloads }
    const refused = await startConnecting(house.actor, request).catch((error: unknown) => publicError(error))
    await free()
    expect(refused).toMatchObject({
      code: 'storage_full',
      say: expect.stringContaining('disk of this installation is full'),
    })
  })

  test('so that the key cannot be saved: nothing reaches Microsoft, and with room again the run continues', async () => {
    const started = await startRun(house)
    await untilRun(house, started.runId, (run) => run.code !== null)
    const free = await fill('SealedKey')
    await signInTo(house, started)
    const verdict = await untilVerdict(house, started)
    expect(verdict).toMatchObject({
      reason: 'storage-full',
      who: 'Who runs this installation',
      written: 'Nothing was written.',
    })
    expect(verdict.ways.map((way) => way.kind)).toEqual(['new-code', 'copy-text'])
    await expectNoResidue(house, started)
    await free()
    await renewCode(house.actor, started.runId)
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  test('so that nothing can be saved at all: the page says so all the same, and no write reaches Microsoft', async () => {
    const started = await startRun(house)
    const { code } = await untilRun(house, started.runId, (run) => run.code !== null)
    const free = await fill(...all)
    await house.cloud.control.signIn({ userCode: code?.userCode ?? '', person: 'global-administrator' })
    expect(await untilVerdict(house, started)).toMatchObject({
      reason: 'storage-full',
      written: 'Nothing was written.',
    })
    expect((await house.cloud.control.god(started.tenantId)).applications).toEqual([])
    await free()
    const row = () => house.database.db.run.findUniqueOrThrow({ where: { id: started.runId } })
    while ((await row()).phase !== 'waiting') await pause(20)
    expect(await row()).toMatchObject({ outcome: 'storage-full', userCode: null })
    await renewCode(house.actor, started.runId)
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  test('in the middle of the writes: what was answered is found again, nothing is doubled', async () => {
    const started = await startRun(house)
    await untilRun(house, started.runId, (run) => run.code !== null)
    const free = await fill('Grant')
    await signInTo(house, started)
    const verdict = await untilVerdict(house, started)
    expect(verdict.reason).toBe('storage-full')
    expect(verdict.written).toMatch(/^Written: the application with its certificate, its service principal\./)
    expect((await house.cloud.control.god(started.tenantId)).applications).toHaveLength(1)
    await free()
    await renewCode(house.actor, started.runId)
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  test('at a check: refused in words', async () => {
    const started = await startRun(house)
    await signInTo(house, started)
    await expectConnected(house, started)
    const free = await fill('Condition')
    const refused = await checkNow(house.actor, started.rowId).catch((error: unknown) => publicError(error))
    await free()
    expect(refused).toMatchObject({ code: 'storage_full' })
  })
})
