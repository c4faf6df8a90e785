import { afterAll, beforeAll, expect, test } from 'vitest'
import { exchangeAppId, sharepointAppId } from '@/lib/microsoft/permissions'
import { listSimilar } from '@/lib/tenants/similar-view'
import { connectTenant, type CheckedTenant } from '../../support/checked-tenant'
import { openHouse, type House } from '../../support/tenants'

const microsoftServices = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'

let house: House
let tenant: CheckedTenant

beforeAll(async () => {
  house = await openHouse({ MICROSOFT_TIMEOUT_SECONDS: '1' })
  tenant = await connectTenant(house)
})
afterAll(() => house.close())

const seen = async () => (await listSimilar(house.actor, tenant.rowId)).map(({ displayName }) => displayName)

function product(displayName: string, roles: readonly string[], more: { homeTenantId?: string } = {}) {
  const granted = roles.map((named) => {
    const [role = '', resourceAppId] = named.split(' of ')
    return resourceAppId === undefined ? { role } : { role, resourceAppId }
  })
  return tenant.cloud.plant(tenant.tenantId, { otherProduct: { displayName, roles: granted, ...more } })
}

test('what reaches as far as ours is noted with what it holds, on every resource; what holds less, ourselves and Microsoft are not', async () => {
  await tenant.check()
  expect(await seen()).toEqual([])
  const planted = await product('Backup of last year', [
    'Files.Read.All',
    'User.Read.All',
    `full_access_as_app of ${exchangeAppId}`,
    `Sites.FullControl.All of ${sharepointAppId}`,
  ])
  await product('People directory', ['User.Read.All'])
  await product('Something of Microsoft', ['Files.Read.All'], { homeTenantId: microsoftServices })
  const view = await tenant.check()
  expect(view.state).toBe('ok')
  expect(await tenant.events()).toEqual([])
  const [found, ...others] = await listSimilar(house.actor, tenant.rowId)
  expect(others).toEqual([])
  expect(found).toMatchObject({ displayName: 'Backup of last year', appId: planted.id })
  expect(found?.roles.map(({ role }) => role).toSorted()).toEqual([
    'Files.Read.All',
    'Sites.FullControl.All',
    'full_access_as_app',
  ])
})

test('since when it is known stays, and what was retired leaves the page with the next look', async () => {
  const [before] = await listSimilar(house.actor, tenant.rowId)
  await tenant.check()
  const [after] = await listSimilar(house.actor, tenant.rowId)
  expect(after?.firstSeenAt).toBe(before?.firstSeenAt)
  expect(Date.parse(after?.seenAt ?? '')).toBeGreaterThan(Date.parse(before?.seenAt ?? ''))
  await tenant.cloud.plant(tenant.tenantId, { deleteServicePrincipal: { application: before?.appId ?? '' } })
  await tenant.check()
  expect(await seen()).toEqual([])
})

test('a list of many pages is read to its end', async () => {
  await product(
    'A thousand times nothing much',
    Array.from({ length: 1000 }, () => 'User.Read.All'),
  )
  await product('At the very end', ['User.Read.All', 'Sites.Read.All'])
  await tenant.check()
  expect(await seen()).toEqual(['At the very end'])
})

test('while nobody can look, what was found stands, and the tenant is judged as without it', async () => {
  await tenant.cloud.fault(tenant.tenantId, { name: 'unavailable', match: { path: '/appRoleAssignedTo' } })
  expect((await tenant.check()).state).toBe('ok')
  expect(await seen()).toEqual(['At the very end'])
})
