import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runtime } from '@/lib/runtime'
import { bringBackApplication, cancelRun, chooseByHand } from '@/lib/tenants/connecting'
import { getRun } from '@/lib/tenants/run-view'
import { adoptLapsedRuns } from '@/lib/tenants/sweep'
import { getTenant } from '@/lib/tenants/tenant'
import type { RunView } from '@/lib/tenants/run-page-views'
import { setUpByHand } from '../../support/administrator'
import { expectConnected, rests, signInTo, startRun, type Started } from '../../support/runs'
import { openHouse, untilRun, type House } from '../../support/tenants'

let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

describe('by hand', () => {
  test.each([true, false])('an application made without a code is proved (by script: %s)', async (byScript) => {
    const started = await startRun(house, [{ name: 'device-code-blocked', variant: 'token-endpoint' }])
    await signInTo(house, started)
    await untilRun(house, started.runId, rests)
    await chooseByHand(house.actor, started.runId)
    const run = await getRun(house.actor, started.runId)
    const script = run.byHand?.script ?? ''
    expect(script).not.toContain('PRIVATE KEY')
    const appId = await administer(started, run, byScript)
    await bringBackApplication(house.actor, started.runId, appId)
    await expectConnected(house, started)
    const tenant = await getTenant(house.actor, started.rowId)
    expect(tenant.facts.find((fact) => fact.label === 'Application id')?.value).toBe(appId)
  })

  async function administer(started: Started, run: RunView, byScript: boolean): Promise<string> {
    await house.cloud.control.clearFaults(started.tenantId)
    const script = run.byHand?.script ?? ''
    const roles = [...script.matchAll(/roles = @\('([^']+)'/g)].map((match) => match[1] ?? '')
    expect(roles.length).toBeGreaterThan(15)
    return setUpByHand(house.cloud, started.tenantId, {
      uniqueName: byScript ? (/uniqueName='([^']+)'/.exec(script)?.[1] ?? '') : null,
      certificatePem: run.byHand?.certificatePem ?? '',
      roles,
    })
  }

  test('a key that takes longer to make than a lease lasts does not lose the run', async () => {
    const started = await startRun(house)
    const { custodian } = runtime()
    const create = custodian.create.bind(custodian)
    custodian.create = async (...given) => {
      await new Promise((resolve) => setTimeout(resolve, 3000))
      await adoptLapsedRuns()
      return create(...given)
    }
    try {
      await chooseByHand(house.actor, started.runId)
    } finally {
      custodian.create = create
    }
    expect(await getRun(house.actor, started.runId)).toMatchObject({ phase: 'by-hand', verdict: null })
    await cancelRun(house.actor, started.runId)
  })

  test('a wrong application id stays a question and harms nothing', async () => {
    const started = await startRun(house)
    await chooseByHand(house.actor, started.runId)
    await expect(bringBackApplication(house.actor, started.runId, 'nonsense')).rejects.toMatchObject({ field: 'appId' })
    await house.cloud.control.clearFaults(started.tenantId)
    await cancelRun(house.actor, started.runId)
  })
})
