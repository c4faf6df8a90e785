import { afterAll, beforeAll, expect, test } from 'vitest'
import { startConnecting } from '@/lib/tenants/connecting'
import { openHouse, untilRun, type House } from '../../support/tenants'

const workloads = ['exchange', 'sharepoint', 'teams', 'groups', 'own-registration']
let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

test('one sign-in of a Global Administrator connects and proves a tenant', async () => {
  const tenant = await house.newTenant()
  const { runId, tenantId } = await startConnecting(house.actor, {
    customer: 'Northwind Traders',
    domain: tenant.domain,
    baseline: 'recommended',
    workloads,
  })
  const waiting = await untilRun(house, runId, (run) => run.code !== null)
  await house.cloud.control.signIn({ userCode: waiting.code?.userCode ?? '', person: 'global-administrator' })
  const ended = await untilRun(house, runId, (run) => run.endedAt !== null || run.verdict !== null)
  expect(ended.verdict).toBeNull()
  expect(ended.receipt?.rows.map((row) => row.status)).not.toContain('failing')
  const truth = await house.cloud.control.god(tenant.tenantId)
  expect(truth.applications).toHaveLength(1)
  const row = await house.database.db.tenant.findUniqueOrThrow({ where: { id: tenantId } })
  expect(row.state).toBe('connected')
})
