import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renewCode } from '@/lib/tenants/connecting'
import { adoptLapsedRuns } from '@/lib/tenants/sweep'
import { expectConnected, rests, signInTo, startRun, type Started } from '../../support/runs'
import { openHouse, untilRun, type House } from '../../support/tenants'

let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

describe('a portal that was killed', () => {
  test('while a code is shown, asks for one more sign-in', async () => {
    const started = await startRun(house)
    await untilRun(house, started.runId, (run) => run.code !== null)
    await killAndRestart(started)
    const run = await untilRun(house, started.runId, rests)
    expect(run.verdict?.reason).toBe('interrupted')
    expect(run.code).toBeNull()
    await renewCode(house.actor, started.runId)
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  test('before anybody took the run, is noticed too', async () => {
    const started = await startRun(house)
    await untilRun(house, started.runId, (run) => run.code !== null)
    await house.restart()
    await house.database.db.run.update({
      where: { id: started.runId },
      data: { ownerId: null, leaseUntil: null, startedAt: new Date(0) },
    })
    await adoptLapsedRuns()
    const run = await untilRun(house, started.runId, rests)
    expect(run.verdict?.reason).toBe('interrupted')
  })

  test('while it proves, goes on by itself', async () => {
    const started = await startRun(house, [{ name: 'replication-lag', reads: 'tokenService', seconds: 300 }])
    await signInTo(house, started)
    await untilRun(house, started.runId, (run) => run.phase === 'proving')
    await killAndRestart(started)
    await house.cloud.control.clearFaults(started.tenantId)
    await expectConnected(house, started)
  })

  /** The lease of a killed process lapses; whoever lives then adopts its runs. */
  async function killAndRestart(started: Started) {
    await house.restart()
    await house.database.db.run.update({
      where: { id: started.runId },
      data: { ownerId: '00000000-0000-0000-0000-000000000000', leaseUntil: new Date(0) },
    })
    await adoptLapsedRuns()
  }
})
