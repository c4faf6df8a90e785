import { afterAll, beforeAll, expect, test } from 'vitest'
import { runtime } from '@/lib/runtime'
import { activeSnoozes, snooze, unsnooze } from '@/lib/tenants/snoozes'
import { connectTenant, moveClocks, type CheckedTenant } from '../../support/checked-tenant'
import { openHouse, type House } from '../../support/tenants'

const dayMs = 86_400_000

let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const breakIt = ({ cloud, tenantId, application }: CheckedTenant) =>
  cloud.plant(tenantId, { disableServicePrincipal: { application } })
const mendIt = ({ cloud, tenantId, application }: CheckedTenant) =>
  cloud.plant(tenantId, { enableServicePrincipal: { application } })
const signIn = async (tenant: CheckedTenant) => {
  const { conditions } = await tenant.check()
  return conditions.find(({ type }) => type === 'SignIn')?.status
}
const told = async (tenant: CheckedTenant) =>
  (await tenant.events()).filter((event) => event.endsWith(' SignIn')).map((event) => event.split(' ')[0])
const inDays = (days: number) => new Date(runtime().clock.now().getTime() + days * dayMs)

test('nobody is told of a snoozed condition until its day; then they are, if it still stands; its end is always told', async () => {
  const tenant = await connectTenant(house)
  await breakIt(tenant)
  expect(await signIn(tenant)).toBe('failing')
  await snooze(house.actor, tenant.rowId, { type: 'SignIn', until: inDays(3), reason: 'Their migration' })
  await mendIt(tenant)
  expect(await signIn(tenant)).toBe('ok')
  await breakIt(tenant)
  expect(await signIn(tenant)).toBe('failing')
  expect(await told(tenant)).toEqual(['condition.opened', 'condition.resolved'])

  const back = await moveClocks(house, 4 * dayMs)
  expect(await signIn(tenant)).toBe('failing')
  expect(await signIn(tenant)).toBe('failing')
  expect((await told(tenant)).slice(2)).toEqual(['condition.changed'])
  expect(await activeSnoozes([tenant.rowId])).toEqual([])
  await back()
})

test('a snooze that is ended by hand holds nothing back any more', async () => {
  const tenant = await connectTenant(house)
  await breakIt(tenant)
  expect(await signIn(tenant)).toBe('failing')
  await snooze(house.actor, tenant.rowId, { type: 'SignIn', until: inDays(3), reason: 'Their migration' })
  await unsnooze(house.actor, tenant.rowId, 'SignIn')
  await mendIt(tenant)
  expect(await signIn(tenant)).toBe('ok')
  await breakIt(tenant)
  expect(await signIn(tenant)).toBe('failing')
  expect(await told(tenant)).toEqual(['condition.opened', 'condition.resolved', 'condition.opened'])
})
