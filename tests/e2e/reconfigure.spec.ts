import { inspectPage } from '../support/browser'
import { connectTenant, expect, heading, signInAtMicrosoft, test } from '../support/journeys'

test.describe.configure({ timeout: 120_000 })

test('what would change is seen first, what others granted goes only when ticked, and the receipt says what changed', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)
  const [application] = (await cloud.god(tenant.tenantId)).applications
  for (const role of ['Mail.ReadWrite', 'Sites.ReadWrite.All'])
    await cloud.plant(tenant.tenantId, { foreignGrant: { application: application?.appId ?? '', role } })
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await page.getByRole('link', { name: 'Reconfigure…' }).click()
  await heading(page, `What of ${tenant.customer} should be backed up?`)
  await expect(page.getByText('Seen just now with the application’s own sign-in')).toBeVisible()
  await page.getByRole('checkbox', { name: 'Teams', exact: true }).uncheck()
  await expect(page.getByText('The choice changed.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Get a sign-in code' })).toHaveCount(0)
  await inspectPage(page)
  await page.getByRole('button', { name: 'Show what would change' }).click()
  await expect(page.getByRole('heading', { name: '0 permissions added, 7 taken back.' })).toBeVisible()
  await page.getByRole('checkbox', { name: /Mail\.ReadWrite/ }).check()
  await inspectPage(page)
  await page.getByRole('button', { name: 'Get a sign-in code' }).click()
  await signInAtMicrosoft(page, tenant.administrator)
  await heading(page, `${tenant.customer} is reconfigured and proved`)
  await expect(page.getByText('Taken back, granted by others')).toBeVisible()
  await inspectPage(page)
  const roles = (await cloud.god(tenant.tenantId)).grants.map((grant) => grant.role)
  expect(roles).toContain('Sites.ReadWrite.All')
  expect(roles).not.toContain('Mail.ReadWrite')
  expect(roles).not.toContain('ChannelMessage.Read.All')
})

test('works as plain forms where scripts do not run', async ({ browser, page, cloud, newTenant, storageState }) => {
  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await heading(page, `${tenant.customer} is connected and proved.`)
  const address = page.url().split('#')[0] ?? ''
  const context = await browser.newContext({
    javaScriptEnabled: false,
    ...(storageState === undefined ? {} : { storageState }),
  })
  const bare = await context.newPage()
  await bare.goto(`${address}/reconfigure`)
  await bare.getByRole('checkbox', { name: 'Groups', exact: true }).uncheck()
  await bare.getByRole('button', { name: 'Show what would change' }).click()
  await expect(bare.getByRole('heading', { name: /taken back\.$/ })).toBeVisible()
  await bare.getByRole('button', { name: 'Get a sign-in code' }).click()
  await bare.waitForURL(/\/runs\//)
  await context.close()
})
