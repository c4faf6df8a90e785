import {
  bestWay,
  expect,
  expectConnected,
  heading,
  killPortal,
  readCode,
  signInAtMicrosoft,
  startRun,
  test,
} from '../support/journeys'

// a page whose server dies complains about its connection, and about nothing else
test.use({ expectedComplaints: [/net::ERR_/] })

const interrupted = 'Latchkey was restarted in the middle. Sign in again to continue.'

test('killed while a code is shown: the open page says so by itself, and a new code continues', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await startRun(page, tenant)
  const first = await readCode(page)
  killPortal()
  await expect(page.getByText('lost its line to Latchkey')).toBeVisible()
  await heading(page, interrupted, 30_000)
  await expect(page.getByText('lost its line to Latchkey')).toBeHidden()
  await bestWay(page, 'Get a new code').click()
  expect(await readCode(page)).not.toBe(first)
  await signInAtMicrosoft(page, tenant.administrator)
  await expectConnected(page, cloud, tenant)
})

test('killed while it sets up: says so, and a new sign-in continues to one application with one key', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await tenant.fault({ name: 'latency', ms: 1500, match: { method: 'POST|PATCH', path: '/v1\\.0/' } })
  await startRun(page, tenant)
  await cloud.signIn({ userCode: await readCode(page), person: 'global-administrator' })
  await expect(page.getByRole('heading', { name: /^(One|Two|Three|Four) of \w+ steps done\./ })).toBeVisible()
  killPortal()
  await heading(page, interrupted, 30_000)
  await tenant.calm()
  await bestWay(page, 'Get a new code').click()
  await signInAtMicrosoft(page, tenant.administrator)
  await expectConnected(page, cloud, tenant)
})

test('killed while it proves: goes on by itself, without an administrator', async ({ page, cloud, newTenant }) => {
  const tenant = await newTenant()
  await tenant.fault({ name: 'replication-lag', reads: 'tokenService', seconds: 300 })
  await startRun(page, tenant)
  await cloud.signIn({ userCode: await readCode(page), person: 'global-administrator' })
  await expect(page.getByText(/Still spreading at Microsoft/)).toBeVisible({ timeout: 60_000 })
  killPortal()
  await expect(page.getByText('lost its line to Latchkey')).toBeVisible()
  await tenant.calm()
  await expectConnected(page, cloud, tenant)
})
