import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkNow } from '@/lib/tenants/checking'
import { approvePlan, retryProof, startConnecting } from '@/lib/tenants/connecting'
import { getTenant } from '@/lib/tenants/tenant'
import { allWorkloads as workloads, expectConnected, hasEnded, rests, signInTo, startRun } from '../../support/runs'
import { openHouse, untilRun, type House } from '../../support/tenants'

let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

describe('after the sign-in', () => {
  test('a lag of two seconds at every kind of read is waited out', async () => {
    const started = await startRun(house, [{ name: 'replication-lag', reads: '*', seconds: 2 }])
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  test('beyond the deadline the run waits, and is proved later without an administrator', async () => {
    const started = await startRun(house, [{ name: 'replication-lag', reads: 'tokenService', seconds: 300 }])
    await signInTo(house, started)
    const run = await untilRun(house, started.runId, rests, 40_000)
    expect(run.verdict).toMatchObject({ reason: 'still-spreading', status: 'waiting' })
    await house.cloud.control.clearFaults(started.tenantId)
    await retryProof(house.actor, started.runId)
    await expectConnected(house, started)
  }, 60_000)

  test('reconfiguring a connected tenant keeps its application and its key', async () => {
    const started = await startRun(house)
    await signInTo(house, started)
    const before = (await expectConnected(house, started)).truth.applications[0]
    const again = await startConnecting(house.actor, started.request)
    await signInTo(house, again)
    const { truth } = await expectConnected(house, { ...started, runId: again.runId })
    expect(truth.applications[0]?.appId).toBe(before?.appId)
    expect(truth.applications[0]?.keyCredentials).toEqual(before?.keyCredentials)
  })

  test('what stands there already is shown, and changed only after the operator agreed', async () => {
    const tenant = await house.newTenant()
    const { installationId } = await house.database.db.installation
      .findFirstOrThrow()
      .then(({ id }) => ({ installationId: id }))
    const uniqueName = `latchkey-backup-${installationId}-${tenant.tenantId}`
    await house.cloud.control.plant(tenant.tenantId, { foreignApplication: { displayName: 'Stood here', uniqueName } })
    const request = {
      customer: `Customer of ${tenant.domain}`,
      domain: tenant.domain,
      baseline: 'recommended',
      workloads,
    }
    const { runId, tenantId } = await startConnecting(house.actor, request)
    const started = { runId, rowId: tenantId, request, ...tenant }
    await signInTo(house, started)
    const run = await untilRun(house, runId, rests)
    expect(run.verdict).toMatchObject({ reason: 'approval', written: 'Nothing was written.' })
    expect((await house.cloud.control.god(tenant.tenantId)).applications[0]?.displayName).toBe('Stood here')
    await approvePlan(house.actor, runId)
    await signInTo(house, started)
    const ended = await untilRun(house, runId, (view) => hasEnded(view) || rests(view))
    expect(ended.verdict).toBeNull()
    expect((await house.cloud.control.god(tenant.tenantId)).applications).toHaveLength(1)
  })

  test('a check with the stored key tells what somebody took away', async () => {
    const started = await startRun(house)
    await signInTo(house, started)
    const { truth } = await expectConnected(house, started)
    const application = truth.applications[0]?.appId ?? ''
    await house.cloud.control.plant(started.tenantId, { removeGrant: { application, role: 'Sites.Read.All' } })
    await checkNow(house.actor, started.rowId)
    const tenant = await getTenant(house.actor, started.rowId)
    expect(tenant.state).toBe('failing')
    expect(tenant.conditions.find((one) => one.type === 'Permissions')?.message).toContain('Sites.Read.All')
  })
})
