import pg from 'pg'
import { inspectPage } from '../support/browser'
import {
  choose,
  readGuide,
  registerAtMicrosoft,
  saveDomain,
  saveId,
  signInThere,
  testThere,
} from '../support/browser-journeys'
import {
  bestWay,
  expect,
  expectConnected,
  heading,
  practiceOrigin,
  signInAtMicrosoft,
  startRun,
  test,
} from '../support/journeys'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

/** The setting counts for the whole portal, which other journeys use too. */
test.afterAll(async () => {
  const client = new pg.Client({ connectionString: process.env['PORTAL_DATABASE'] })
  await client.connect()
  await client.query('delete from "OwnApplication"')
  await client.end()
})

test('the guide leads from an own tenant to a tested registration, and says what is wrong with a mistaken one', async ({
  page,
  cloud,
  context,
}) => {
  await page.goto('/settings')
  await page.getByRole('link', { name: 'Set up your own application' }).click()
  await heading(page, 'Your own sign-in application')
  await inspectPage(page)
  await saveDomain(page)
  await page.reload()
  const given = await readGuide(page)
  const microsoft = await context.newPage()
  const origin = practiceOrigin()

  const mistaken = await registerAtMicrosoft(microsoft, origin, { name: 'Mistaken', platform: 'spa', ...given })
  await saveId(page, mistaken)
  await testThere(page, cloud)
  await expect(page.getByText('The redirect address stands under “Single-page application”')).toBeVisible()
  await expect(page.getByRole('radio')).toHaveCount(0)
  await inspectPage(page)

  const right = await registerAtMicrosoft(microsoft, origin, { name: 'Relecloud sign-in', ...given })
  await microsoft.close()
  await saveId(page, right)
  await testThere(page, cloud)
  await expect(page.getByText('Client ID, redirect address and certificate are right')).toBeVisible()
  expect(page.url()).not.toContain('code=')
  await choose(page, 'When a code is blocked')
  await expect(page.getByText('In use').first()).toBeVisible()
  for (const summary of await page.locator('.card details > summary').all()) await summary.click()
  await inspectPage(page)
})

test('a blocked code leads to Microsoft’s page in this tab, and comes back to a connected tenant without a trace', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await tenant.fault({ name: 'device-code-blocked' })
  await startRun(page, tenant)
  const run = page.url()
  await signInAtMicrosoft(page, tenant.administrator)
  await heading(page, /own policy does not allow/)
  await inspectPage(page)
  await page.locator('.win-foot').getByRole('link', { name: 'Sign in at Microsoft' }).click()
  await expect(page.getByRole('heading', { name: 'Pick an account' })).toBeVisible()

  const other = await page.context().newPage()
  await other.goto(run)
  await heading(other, 'Microsoft’s page waits in this browser')
  await inspectPage(other)

  await signInThere(page, tenant.administrator)
  await page.waitForURL(run)
  await expectConnected(page, cloud, tenant)
  await expectConnected(other, cloud, tenant)
  await other.close()
  await expect(page.getByText(/was removed from the tenant again, with everything granted to it/)).toBeVisible()
  const truth = await cloud.god(tenant.tenantId)
  expect(
    truth.servicePrincipals
      .filter(({ homeTenantId }) => homeTenantId !== null && homeTenantId !== tenant.tenantId)
      .map((one) => one.displayName),
  ).not.toContain('Relecloud sign-in')
  expect(truth.delegatedGrants).toEqual([])
  await inspectPage(page)
})

test('consent refused at Microsoft ends in words, and the same run goes on by the same way', async ({
  page,
  cloud,
  newTenant,
}) => {
  await page.goto('/settings/own-application')
  await choose(page, 'Always first')
  const tenant = await newTenant()
  await startRun(page, tenant)
  await heading(page, 'The administrator signs in at Microsoft, in this browser')
  await inspectPage(page)
  const go = page.locator('.win-foot').getByRole('link', { name: 'Sign in at Microsoft' })
  await go.click()
  await signInThere(page, tenant.administrator, 'Cancel')
  await heading(page, 'Microsoft’s question for consent was answered with no')
  expect((await cloud.god(tenant.tenantId)).servicePrincipals).toEqual([])
  await go.click()
  await signInThere(page, tenant.administrator)
  await expectConnected(page, cloud, tenant)
})

test('an answer of Microsoft that nobody waits for is a plain page, and changes nothing', async ({ page }) => {
  await page.goto('/connect/callback?code=invented&state=invented')
  await heading(page, 'This sign-in is not open any more')
  expect(page.url()).not.toContain('invented')
  await inspectPage(page)
  await page.getByRole('link', { name: 'Open Latchkey' }).click()
  await expect(page.getByRole('table', { name: 'Tenants' })).toBeVisible()
})

test('switched off, a blocked code leads to the way by hand as before', async ({ page, newTenant }) => {
  await page.goto('/settings/own-application')
  await choose(page, 'Off')
  const tenant = await newTenant()
  await tenant.fault({ name: 'device-code-blocked' })
  await startRun(page, tenant)
  await signInAtMicrosoft(page, tenant.administrator)
  await heading(page, /own policy does not allow/)
  await expect(bestWay(page, 'Set it up by hand')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Sign in at Microsoft' })).toHaveCount(0)
})
