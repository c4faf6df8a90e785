import { inspectPage } from '../support/browser'
import { connectTenant, expect, heading, readCode, signInAtMicrosoft, startRun, test } from '../support/journeys'

test.describe.configure({ timeout: 120_000 })

test('a tenant is taken back: receipt, nothing of ours is left, and it can be connected again', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await page.getByRole('link', { name: 'Decommission…' }).click()
  await heading(page, `Decommission ${tenant.customer}?`)
  await inspectPage(page)
  const form = page.getByRole('form', { name: 'Decommission' })
  await form.getByLabel(/to confirm/).fill('another.example')
  await form.getByRole('button', { name: 'Decommission' }).click()
  await expect(form.getByRole('alert')).toContainText(`Type ${tenant.domain} to confirm`)
  await form.getByLabel(/to confirm/).fill(tenant.domain)
  await form.getByRole('button', { name: 'Decommission' }).click()
  await readCode(page)
  await expect(page.getByRole('button', { name: 'Set it up by hand instead' })).toHaveCount(0)
  await signInAtMicrosoft(page, tenant.administrator)
  await heading(page, `${tenant.customer} is taken back`)
  await inspectPage(page)
  const truth = await cloud.god(tenant.tenantId)
  expect(truth.applications).toEqual([])
  expect(truth.deletedItems).toEqual([])
  await page.getByRole('link', { name: 'All that were taken back' }).click()
  await inspectPage(page)
  await page.getByRole('link', { name: tenant.customer, exact: true }).click()
  await heading(page, new RegExp(`^${tenant.customer} was taken back on `))
  await inspectPage(page)
  await page.goto(`/?q=${tenant.domain}`)
  await expect(page.getByRole('link', { name: tenant.customer })).toHaveCount(0)
  await startRun(page, tenant)
  await signInAtMicrosoft(page, tenant.administrator)
  await heading(page, `${tenant.customer} is connected and proved`)
})

test('where nobody signs in any more the tenant is forgotten here, and our key is off its application', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await page.getByRole('link', { name: 'Decommission…' }).click()
  await page.getByText('Nobody can sign in there any more?').click()
  await inspectPage(page)
  const form = page.getByRole('form', { name: 'Forget it here' })
  await form.getByLabel(/to confirm/).fill(tenant.domain)
  await form.getByRole('button', { name: 'Forget it here' }).click()
  await heading(page, `${tenant.customer} is forgotten here`)
  await inspectPage(page)
  const [application] = (await cloud.god(tenant.tenantId)).applications
  expect(application?.keyCredentials).toEqual([])
})
