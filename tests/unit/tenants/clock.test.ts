import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '@/lib/clock'
import { runtime } from '@/lib/runtime'
import { checkNow } from '@/lib/tenants/checking'
import { renewCode, retryProof } from '@/lib/tenants/connecting'
import { getTenant } from '@/lib/tenants/tenant'
import { openHouse, untilRun, type House } from '../../support/tenants'
import { expectConnected, expectNoResidue, signInTo, startRun, untilVerdict } from '../../support/runs'

let house: House
const minute = 60_000

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())
afterEach(() => {
  setOurClock(0)
})

/** This server's clock as it would be after somebody set it wrong; Microsoft's stays right. */
function setOurClock(aheadMs: number): void {
  runtime().clock = { ...systemClock, now: () => new Date(Date.now() + aheadMs) }
}

/** Waits for so many more requests for tokens: more than can be under way, so that what comes next was signed by now's clock. */
async function tokensAsked(tenantId: string, more: number): Promise<void> {
  const asked = async () => {
    const entries = await house.cloud.control.log({ tenant: tenantId })
    return entries.filter(({ path }) => path.endsWith('/oauth2/v2.0/token')).length
  }
  const before = await asked()
  await expect.poll(asked, { timeout: 30_000 }).toBeGreaterThanOrEqual(before + more)
}

async function signInOf(rowId: string) {
  const { conditions } = await getTenant(house.actor, rowId)
  return conditions.find((one) => one.type === 'SignIn')
}

describe('our clock is wrong', () => {
  test.each([
    [10, '10 minutes ahead of Microsoft’s'],
    [-10, '10 minutes behind Microsoft’s'],
  ])('by %i minutes: named as such before anybody signs in, and a right clock continues', async (minutes, words) => {
    setOurClock(minutes * minute)
    const started = await startRun(house)
    const verdict = await untilVerdict(house, started)
    expect(verdict).toMatchObject({
      reason: 'clock',
      title: `The clock of this server is ${words}`,
      who: 'Who runs this installation',
      written: 'Nothing was written.',
    })
    expect(verdict.ways.map((way) => way.kind)).toEqual(['new-code', 'copy-text'])
    expect(verdict.explanation).toContain('certificate and the account are not at fault')
    await expectNoResidue(house, started)
    setOurClock(0)
    await renewCode(house.actor, started.runId)
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  test('by two minutes: said, and no hindrance', async () => {
    setOurClock(2 * minute)
    const started = await startRun(house)
    const waiting = await untilRun(house, started.runId, (run) => run.code !== null)
    expect(waiting.steps[0]?.detail).toContain('2 minutes ahead of Microsoft’s')
    await signInTo(house, started)
    await expectConnected(house, started)
    expect(await signInOf(started.rowId)).toMatchObject({ status: 'warning', reason: 'ClockSkew' })
  })

  test('while it proves: the refusal is not taken for one of the certificate, and nobody signs in again', async () => {
    const started = await startRun(house, [{ name: 'replication-lag', reads: 'tokenService', seconds: 300 }])
    await signInTo(house, started)
    await untilRun(house, started.runId, (run) => run.phase === 'proving')
    setOurClock(-25 * minute)
    await tokensAsked(started.tenantId, 6)
    await house.cloud.control.clearFaults(started.tenantId)
    const verdict = await untilVerdict(house, started)
    expect(verdict).toMatchObject({
      reason: 'clock',
      title: 'The clock of this server is 25 minutes behind Microsoft’s',
    })
    expect(verdict.written).toContain('stand in the tenant')
    expect(verdict.reference).toMatch(/trace .* correlation /)
    expect(verdict.ways.map((way) => way.kind)).toEqual(['retry-proof', 'copy-text'])
    setOurClock(0)
    await retryProof(house.actor, started.runId)
    await expectConnected(house, started)
  })

  test('at a check: the condition names the clock and who sets it', async () => {
    const started = await startRun(house)
    await signInTo(house, started)
    await expectConnected(house, started)
    setOurClock(-25 * minute)
    await checkNow(house.actor, started.rowId)
    expect(await signInOf(started.rowId)).toMatchObject({
      status: 'failing',
      message: expect.stringContaining('25 minutes behind Microsoft’s'),
      who: 'Who runs this installation',
    })
  })
})
