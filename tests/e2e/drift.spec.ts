import { inspectPage } from '../support/browser'
import { connectTenant, expect, test } from '../support/journeys'

test('drift is found by a check, explained, and mended at Microsoft', async ({ page, cloud, newTenant }) => {
  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  const application = (await cloud.god(tenant.tenantId)).applications[0]?.appId ?? ''
  const check = page.getByRole('button', { name: 'Check now' })
  const condition = (text: RegExp) => page.locator('.condition', { hasText: text })

  await cloud.plant(tenant.tenantId, { foreignSecret: { application } })
  await cloud.plant(tenant.tenantId, { foreignOwner: { application } })
  await check.click()
  const secret = condition(/client secret stands on our application/)
  await expect(secret).toContainText('Find out who added it')
  await expect(secret).toContainText('Who can: An administrator of the tenant')
  await expect(secret).toContainText(/Since/)
  await expect(condition(/has an owner whom Latchkey did not make one/)).toBeVisible()
  await expect(page.locator('.hero')).toContainText('2 things need a person')
  await inspectPage(page)

  await cloud.plant(tenant.tenantId, { cleanUp: { application } })
  await check.click()
  await expect(condition(/One application, our keys only/)).toBeVisible()
  await expect(secret).toHaveCount(0)
  await expect(page.locator('.hero')).toContainText('connected and proved')
})

test('what Microsoft does not answer is never green, and says when it was last proved', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await cloud.fault(tenant.tenantId, {
    name: 'throttle',
    retryAfterSeconds: 60,
    match: { path: '/oauth2/v2\\.0/token' },
  })
  const check = page.getByRole('button', { name: 'Check now' })
  await check.click()
  await expect(page.locator('.hero')).toContainText('could not be checked')
  await expect(
    page.locator('.condition', { hasText: 'Could not check. Microsoft asks us to slow down.' }),
  ).toContainText('Last in order')
  await inspectPage(page)
  await expect(check).toBeEnabled()
  await check.click()
  await expect(page.getByText(/Microsoft asked us to wait: this tenant can be checked again in 1 minute/)).toBeVisible()
})
