import { inspectPage } from '../support/browser'
import { connectTenant, expect, heading, signInAtMicrosoft, test } from '../support/journeys'

test.describe.configure({ timeout: 120_000 })

test('a restore application is opened for hours with a reason, and closed again: no key is left on it', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  const card = page.getByRole('region', { name: 'Restore application' })
  await card.getByText('Open one…').click()
  await card.getByRole('checkbox', { name: 'Exchange Online' }).check()
  await card.getByLabel('Reason').fill('Mailbox of A. Smith, ticket 4711')
  await inspectPage(page)
  await card.getByRole('button', { name: 'Get a sign-in code' }).click()
  await signInAtMicrosoft(page, tenant.administrator)
  await heading(page, `${tenant.customer} can be restored to for a while`)
  await inspectPage(page)
  await page.getByRole('link', { name: 'To the tenant' }).click()
  await heading(page, `${tenant.customer} is connected and proved.`)
  await expect(card.getByText('ticket 4711')).toBeVisible()
  await inspectPage(page)
  await card.getByRole('button', { name: 'Close now' }).click()
  await expect(card.getByText('powerless without a key')).toBeVisible()
  const { applications } = await cloud.god(tenant.tenantId)
  const restore = applications.find((application) => application.displayName === 'Latchkey restore')
  expect(restore?.keyCredentials).toEqual([])
})
