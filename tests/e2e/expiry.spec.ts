import { inspectPage } from '../support/browser'
import { connectTenant, expect, heading, signInAtMicrosoft, test } from '../support/journeys'

test.describe.configure({ timeout: 120_000 })

test('a certificate that cannot renew itself warns until when; Reconfigure puts the next one in place, and a drift beside it right', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await tenant.fault({ name: 'key-lifetime-policy', maxLifetime: 'P30D' })
  await connectTenant(page, cloud, tenant)
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  const condition = (text: RegExp) => page.locator('.condition', { hasText: text })
  await expect(condition(/Microsoft accepted it\. Ends in (29|30) days/)).toBeVisible()

  await tenant.calm()
  await tenant.fault({ name: 'self-signed-forbidden' })
  const application = (await cloud.god(tenant.tenantId)).applications[0]?.appId ?? ''
  await cloud.plant(tenant.tenantId, { removeGrant: { application, role: 'Group.Read.All' } })
  await page.getByRole('button', { name: 'Renew now' }).click()
  const warning = condition(/forbid.*It ends in (29|30) days/)
  await expect(async () => {
    await page.goto(page.url().split('#')[0] ?? '')
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(warning).toBeVisible({ timeout: 4_000 })
  }).toPass({ timeout: 60_000 })
  await expect(warning).toContainText(/Who can:/)
  await expect(condition(/Group\.Read\.All/).first()).toBeVisible()
  await inspectPage(page)

  await tenant.calm()
  await page.getByRole('link', { name: 'Reconfigure…' }).first().click()
  await expect(page.getByRole('heading', { name: '1 permission added, 0 taken back.' })).toBeVisible()
  await page.getByRole('button', { name: 'Get a sign-in code' }).click()
  await signInAtMicrosoft(page, tenant.administrator)
  await heading(page, `${tenant.customer} is reconfigured and proved`, 40_000)
  await expect(page.getByText('a new one; the one before has left the application and is destroyed')).toBeVisible()
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await expect(condition(/Microsoft accepted it\. Ends in (729|730) days/)).toBeVisible()
  await expect(page.locator('.hero')).toContainText('connected and proved')
  await inspectPage(page)
})
