import { afterAll, beforeAll, expect, test } from 'vitest'
import { runtime } from '@/lib/runtime'
import { actOnMany } from '@/lib/tenants/bulk'
import { checkNow } from '@/lib/tenants/checking'
import { cancelRun } from '@/lib/tenants/connecting'
import { getFleet } from '@/lib/tenants/fleet'
import { rowInclude, toRow } from '@/lib/tenants/fleet-row'
import type { FleetQuery } from '@/lib/tenants/fleet-views'
import { expectConnected, signInTo, startRun, type Started } from '../../support/runs'
import { openHouse, type House } from '../../support/tenants'

const whole: FleetQuery = { search: '', state: 'all', page: 1, sort: 'customer' }

let house: House
let connected: Started
let waiting: Started
beforeAll(async () => {
  house = await openHouse()
  connected = await startRun(house, [], { workloads: ['exchange', 'own-registration'] })
  await signInTo(house, connected)
  await expectConnected(house, connected)
  waiting = await startRun(house, [], { workloads: ['exchange'] })
})
afterAll(() => house.close())

/** What the list shows is what the facts say now, whoever changed them. */
async function expectTrue() {
  const { rows } = await getFleet(house.actor, whole)
  const tenants = await house.database.db.tenant.findMany({ include: rowInclude })
  const judged = tenants.map((tenant) => toRow(tenant, runtime().clock.now()))
  expect(rows.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(judged.toSorted((a, b) => a.id.localeCompare(b.id)))
  return new Map(rows.map((row) => [row.id, row]))
}

test('every change of a tenant, its run, its conditions and its customer is in the list at the next look', async () => {
  const { db } = house.database
  expect((await expectTrue()).get(connected.rowId)).toMatchObject({ state: 'ok' })
  await house.cloud.control.fault(connected.tenantId, { name: 'workload-identity-blocked' })
  await checkNow(house.actor, connected.rowId)
  expect((await expectTrue()).get(connected.rowId)).toMatchObject({ state: 'failing' })
  await house.cloud.control.clearFaults(connected.tenantId)
  await checkNow(house.actor, connected.rowId)
  expect((await expectTrue()).get(connected.rowId)).toMatchObject({ state: 'ok' })
  await actOnMany(house.actor, { deed: 'tag', tag: 'gold', chosen: { ids: [connected.rowId] } })
  await cancelRun(house.actor, waiting.runId)
  await db.customer.updateMany({ where: { tenants: { some: { id: waiting.rowId } } }, data: { name: 'Renamed' } })
  expect((await expectTrue()).get(waiting.rowId)).toMatchObject({ customer: 'Renamed', runId: null })
})

test('the passing of time alone changes a line: a certificate ends', async () => {
  const before = runtime().clock
  const later = Date.now() + 740 * 86_400_000
  runtime().clock = { ...before, now: () => new Date(later) }
  try {
    expect((await expectTrue()).get(connected.rowId)?.stateText).toBe('Certificate has ended')
  } finally {
    runtime().clock = before
  }
})

test('filters and orders are answered by the database as the rows say', async () => {
  const ask = async (query: Partial<FleetQuery>) =>
    (await getFleet(house.actor, { ...whole, ...query })).rows.map(({ id }) => id)
  expect(await ask({ tag: 'gold' })).toEqual([connected.rowId])
  expect(await ask({ workload: 'teams' })).toEqual([])
  expect(await ask({ expiry: 'none' })).toEqual([waiting.rowId])
  expect(await ask({ proved: 'never' })).toEqual([waiting.rowId])
  expect(await ask({ search: 'rename' })).toEqual([waiting.rowId])
  expect(await ask({ search: connected.tenantId })).toEqual([connected.rowId])
  expect(await ask({ sort: 'proved' })).toEqual([waiting.rowId, connected.rowId])
  expect(await ask({ sort: 'expiry' })).toEqual([connected.rowId, waiting.rowId])
})
