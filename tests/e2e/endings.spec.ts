import { inspectPage } from '../support/browser'
import { expectNothingWritten, personOf } from '../support/endings'
import {
  bestWay,
  connectTenant,
  expect,
  expectConnected,
  heading,
  readCode,
  signInAtMicrosoft,
  startRun,
  test,
} from '../support/journeys'

test('an unknown domain is refused in its field with Microsoft’s code, and nothing is begun', async ({ page }) => {
  await page.goto('/tenants/connect')
  await page.getByLabel('Customer').fill('Nobody')
  const field = page.getByLabel('Their domain')
  await field.fill('nobody-lives-here.example')
  await field.blur()
  await expect(page.locator('#domain-hint')).toContainText('AADSTS90002')
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await page.getByRole('button', { name: 'Get a sign-in code' }).click()
  await expect(page.locator('#domain-hint')).toContainText('AADSTS90002')
  await expect(page).toHaveURL(/\/tenants\/connect$/)
  await expect(field).toHaveValue('nobody-lives-here.example')
})

test('a sign-in cancelled at Microsoft says so, and a new code continues', async ({ page, cloud, newTenant }) => {
  const tenant = await newTenant()
  await startRun(page, tenant)
  await signInAtMicrosoft(page, tenant.administrator, 'cancel')
  await heading(page, 'The sign-in was cancelled at Microsoft')
  await expect(page.getByText('Nothing was written.')).toBeVisible()
  await expectNothingWritten(cloud, tenant)
  await bestWay(page, 'Get a new code').click()
  await signInAtMicrosoft(page, tenant.administrator)
  await expectConnected(page, cloud, tenant)
})

test('a code that nobody used says so, and a new code continues', async ({ page, cloud, newTenant }) => {
  const tenant = await newTenant()
  await startRun(page, tenant)
  const first = await readCode(page)
  await expect(page.getByRole('timer')).toHaveText(/^1\d:\d\d/)
  await tenant.fault({ name: 'code-expired' })
  await heading(page, 'Nobody signed in before the code ended')
  await expect(page.getByText(first)).toHaveCount(0)
  await tenant.calm()
  await bestWay(page, 'Get a new code').click()
  expect(await readCode(page)).not.toBe(first)
  await signInAtMicrosoft(page, tenant.administrator)
  await expectConnected(page, cloud, tenant)
})

test('a code is copied without its gaps, and its end brings another by itself, which connects', async ({
  page,
  context,
  cloud,
  newTenant,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const copied = async () => {
    await page.getByRole('button', { name: 'Copy code' }).click()
    return page.evaluate(() => navigator.clipboard.readText())
  }
  const tenant = await newTenant()
  await startRun(page, tenant)
  const first = await readCode(page)
  expect(first).toMatch(/^[A-Z0-9]{8,}$/)
  expect(await copied()).toBe(first)
  await expect(page.locator('.countdown')).toContainText('Then a new code appears here by itself.')
  await tenant.fault({ name: 'code-expired', times: 1 })
  await expect(page.locator('.countdown')).toContainText('Then this run waits until you ask for a new code.')
  const second = await readCode(page)
  expect(second).not.toBe(first)
  await expect.poll(copied).toBe(second)
  await inspectPage(page)
  await signInAtMicrosoft(page, tenant.administrator)
  await expectConnected(page, cloud, tenant)
})

test('an administrator of another tenant is compared with the expected one, and may connect that one', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await startRun(page, tenant)
  const stranger = await personOf(cloud, tenant, 'another-tenant')
  await signInAtMicrosoft(page, stranger)
  await heading(page, 'That was the sign-in of another tenant. Nothing was written.')
  const table = page.getByRole('table')
  await expect(table).toContainText(tenant.domain)
  await expect(table).toContainText(tenant.tenantId)
  await expect(table).toContainText(stranger)
  await expectNothingWritten(cloud, tenant)
  const other = stranger.split('@')[1] ?? ''
  await page.getByRole('link', { name: `Connect ${other}` }).click()
  await expect(page.getByLabel('Their domain')).toHaveValue(other)
})

test('an ordinary user: the missing role is named, and whoever has it continues', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await startRun(page, tenant)
  const upn = await personOf(cloud, tenant, 'ordinary-user')
  await signInAtMicrosoft(page, upn)
  await heading(page, `${upn} may not do this. Nothing was written.`)
  await expect(page.locator('.lede')).toContainText(/takes Global Administrator/)
  await expectNothingWritten(cloud, tenant)
  await bestWay(page, 'Get a new code').click()
  await signInAtMicrosoft(page, tenant.administrator)
  await expectConnected(page, cloud, tenant)
})

test('a provider’s technician is shown as a partner and connects the customer', async ({ page, cloud, newTenant }) => {
  const tenant = await newTenant()
  await tenant.fault({ name: 'latency', ms: 300, match: { path: '/v1\\.0/' } })
  await startRun(page, tenant)
  const technician = await personOf(cloud, tenant, 'gdap-technician')
  await signInAtMicrosoft(page, technician)
  await expect(page.getByText(`Signed in as ${technician}, as their partner`)).toBeVisible()
  await expectConnected(page, cloud, tenant)
})

test('a stopped run says that it was stopped, and the form remembers', async ({ page, newTenant }) => {
  const tenant = await newTenant()
  await startRun(page, tenant)
  await readCode(page)
  await page.getByRole('button', { name: 'Stop here' }).click()
  await heading(page, 'Stopped')
  await page.locator('.win-foot').getByRole('link', { name: 'Start again' }).click()
  await expect(page.getByLabel('Their domain')).toHaveValue(tenant.domain)
})

test('what is still spreading shows how long at most, and then finishes by itself', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await tenant.fault({ name: 'replication-lag', reads: 'tokenService', seconds: 300 })
  await startRun(page, tenant)
  await cloud.signIn({ userCode: await readCode(page), person: 'global-administrator' })
  await expect(page.getByText(/Still spreading at Microsoft, up to \d+ more seconds?\./)).toBeVisible({
    timeout: 60_000,
  })
  await expect(page.getByRole('progressbar')).toBeVisible()
  await expect(page.getByText(/next try in \d+ s|trying now/)).toBeVisible()
  await tenant.calm()
  await expectConnected(page, cloud, tenant)
})

test('what is not spread by the deadline waits, and is proved later without an administrator', async ({
  page,
  cloud,
  newTenant,
}) => {
  test.setTimeout(90_000)
  const tenant = await newTenant()
  await tenant.fault({ name: 'replication-lag', reads: 'tokenService', seconds: 300 })
  await startRun(page, tenant)
  await cloud.signIn({ userCode: await readCode(page), person: 'global-administrator' })
  await heading(page, 'Everything is written, but Microsoft has not spread it yet', 45_000)
  await tenant.calm()
  await bestWay(page, 'Prove it again').click()
  await expectConnected(page, cloud, tenant)
})

test('Reconfigure takes away what is no longer wanted, and keeps the application and its key', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)
  const before = await cloud.god(tenant.tenantId)
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await page.getByRole('link', { name: 'Reconfigure…' }).click()
  await heading(page, `What of ${tenant.customer} should be backed up?`)
  await page.getByRole('checkbox', { name: 'Teams', exact: true }).uncheck()
  await page.getByRole('button', { name: 'Show what would change' }).click()
  await page.getByRole('button', { name: 'Get a sign-in code' }).click()
  await signInAtMicrosoft(page, tenant.administrator)
  await heading(page, `${tenant.customer} is reconfigured and proved`)
  const after = await cloud.god(tenant.tenantId)
  expect(after.applications[0]?.appId).toBe(before.applications[0]?.appId)
  expect(after.applications[0]?.keyCredentials).toEqual(before.applications[0]?.keyCredentials)
  expect(after.grants.length).toBeLessThan(before.grants.length)
})

test('Check now proves the stored key, and names what somebody took away', async ({ page, cloud, newTenant }) => {
  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByRole('button', { name: 'Check now' })).toBeEnabled()
  await expect(page.locator('.hero')).not.toContainText('Sites.Read.All')
  const { applications } = await cloud.god(tenant.tenantId)
  const application = applications[0]?.appId ?? ''
  await cloud.plant(tenant.tenantId, { removeGrant: { application, role: 'Sites.Read.All' } })
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByText(/Sites\.Read\.All/).first()).toBeVisible()
  await expect(page.locator('.hero')).toContainText(/Failing|failing|missing/)
})
