import type { FaultInput } from '@/practice-cloud/faults/catalogue'
import { continueAs, expectEnding, runAs } from '../support/endings'
import { connectTenant, expect, expectConnected, test } from '../support/journeys'

const writes = '/v1\\.0/(applications|servicePrincipals|\\$batch)'

test('throttled: says that Microsoft asks to wait and until when, and goes on by itself', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await runAs(page, cloud, tenant, {
    weather: [{ name: 'throttle', retryAfterSeconds: 12, times: 1, match: { method: 'PATCH', path: writes } }],
  })
  const wait = page.locator('.wait-box')
  await expect(wait).toContainText('Microsoft asks us to wait. Latchkey tries again by itself, for up to ', {
    timeout: 60_000,
  })
  await expect(wait).toContainText(/next try in \d+ s/)
  await expect(wait.getByRole('progressbar')).toBeVisible()
  await expectConnected(page, cloud, tenant)
  const asked = (await cloud.log({ tenant: tenant.tenantId })).filter(({ status }) => status === 429)
  expect(asked).toHaveLength(1)
})

const gone: [string, FaultInput][] = [
  ['a service that is away for a moment', { name: 'unavailable', status: 503, times: 2, match: { path: writes } }],
  ['a gateway that gives up after the effect', { name: 'gateway-timeout-after-effect', match: { method: 'PATCH' } }],
  ['a connection that breaks before the effect', { name: 'reset-before-effect', match: { method: 'PATCH' } }],
  ['a connection that breaks after the effect', { name: 'reset-after-effect', match: { method: 'PATCH' } }],
  ['answers that break while permissions are granted', { name: 'reset-after-effect', match: { path: '\\$batch' } }],
]
for (const [name, fault] of gone) {
  test(`${name}: the run goes on by itself to one application with one key`, async ({ page, cloud, newTenant }) => {
    const tenant = await newTenant()
    await runAs(page, cloud, tenant, { weather: [{ times: 1, ...fault }] })
    await expectConnected(page, cloud, tenant)
    const { applications, servicePrincipals, deletedItems } = await cloud.god(tenant.tenantId)
    expect([applications.length, servicePrincipals.length, deletedItems.length]).toEqual([1, 1, 0])
  })
}

test('every kind of read lags: says that Microsoft is still spreading it, and is connected in the end', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await runAs(page, cloud, tenant, { weather: [{ name: 'replication-lag', reads: '*', seconds: 3 }] })
  await expect(page.getByText(/Still spreading at Microsoft, up to \d+ more seconds?\./)).toBeVisible({
    timeout: 60_000,
  })
  await expectConnected(page, cloud, tenant)
})

test('an old look at a connected tenant is waited out, and makes no second application and loses no key', async ({
  page,
  cloud,
  newTenant,
}) => {
  test.setTimeout(90_000)
  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)
  const before = await cloud.god(tenant.tenantId)
  await runAs(page, cloud, tenant, { weather: [{ name: 'stale-observe', seconds: 120 }] })
  await expect(page.getByText('Microsoft shows an older state than it has answered; looking again')).toBeVisible()
  await tenant.calm()
  await expectConnected(page, cloud, tenant)
  const after = await cloud.god(tenant.tenantId)
  expect(after.applications).toEqual(before.applications)
  expect(after.grants).toEqual(before.grants)
})

test('a look that stays old is not believed: nothing is written, and a later sign-in goes on', async ({
  page,
  cloud,
  newTenant,
}) => {
  test.setTimeout(90_000)
  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)
  const before = await cloud.god(tenant.tenantId)
  await runAs(page, cloud, tenant, { weather: [{ name: 'stale-observe', seconds: 120 }] })
  await expectEnding(page, tenant, {
    title: 'Microsoft still shows an older state of this tenant',
    who: /You, in a while; then an administrator of/,
    written: 'Nothing was written.',
    way: 'Get a new code',
    letter: null,
  })
  expect((await cloud.god(tenant.tenantId)).applications).toEqual(before.applications)
  await tenant.calm()
  await continueAs(page, cloud)
  await expectConnected(page, cloud, tenant)
})
