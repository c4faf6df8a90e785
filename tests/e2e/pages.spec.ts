import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { inspectPage } from '../support/browser'
import {
  bestWay,
  connectTenant,
  expect,
  heading,
  readCode,
  signInAtMicrosoft,
  startRun,
  test,
} from '../support/journeys'

test.describe.configure({ timeout: 120_000 })

test('fleet, tenant page with recipes, keys of backup servers, receipt and settings pass axe in light and dark and fit a narrow phone', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)
  await inspectPage(page)
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await expect(page.getByRole('heading', { name: 'For the backup server' })).toBeVisible()
  const recipes = page.getByRole('region', { name: 'Use it from a backup server' })
  await recipes.locator('details').evaluateAll((all) => {
    // one at a time for people, all at once for the inspection
    for (const one of all) one.removeAttribute('name')
    for (const one of all) one.setAttribute('open', '')
  })
  await expect(recipes.locator('pre').last()).toBeVisible()
  await inspectPage(page)
  await bringBackupServerKey(page)
  await page.goto('/')
  await expect(page.getByRole('table', { name: 'Tenants' })).toBeVisible()
  await inspectPage(page)
  await page.goto('/?q=nothing-has-this-name')
  await inspectPage(page)
  await page.goto('/settings')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await inspectPage(page)
})

/** From the tenant’s page: the page of keys that backup servers own, with a refusal, and with one that stands there. */
async function bringBackupServerKey(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Add a backup server’s certificate' }).click()
  await heading(page, 'Certificates of backup servers')
  await page.getByLabel('Name of the backup server').fill('Backup, hall 2')
  await page.getByLabel('Or the text of it').fill('no certificate')
  await page.getByRole('button', { name: 'Add this certificate' }).click()
  await expect(page.locator('form [role=alert]')).toBeVisible()
  await inspectPage(page)
  const signingRequest = 'req -new -newkey rsa:2048 -nodes -subj /CN=backup-hall-2 -keyout /dev/null'
  const { stdout: pem } = await promisify(execFile)('openssl', signingRequest.split(' '))
  await page.getByLabel('Name of the backup server').fill('Backup, hall 2')
  await page.getByLabel('Or the text of it').fill(pem)
  await page.getByRole('button', { name: 'Add this certificate' }).click()
  await expect(page.getByText('Stands on the application.')).toBeVisible()
  await inspectPage(page)
}

test('connect form, refused and filled, and the code pass axe in light and dark and fit a narrow phone', async ({
  page,
  newTenant,
}) => {
  const tenant = await newTenant()
  await page.goto('/tenants/connect')
  await page.getByLabel('Their domain').fill('nobody-lives-here.example')
  await page.getByLabel('Their domain').blur()
  await expect(page.locator('#domain-hint')).toContainText('AADSTS90002')
  const closed = page.locator('main details:not([open]) > summary')
  while ((await closed.count()) > 0) await closed.first().click()
  await inspectPage(page)
  await startRun(page, tenant)
  await readCode(page)
  await inspectPage(page)
})

test('running steps and a wait pass axe in light and dark and fit a narrow phone', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await tenant.fault({ name: 'replication-lag', reads: 'tokenService', seconds: 300 })
  await startRun(page, tenant)
  await cloud.signIn({ userCode: await readCode(page), person: 'global-administrator' })
  await expect(page.getByText(/Still spreading at Microsoft/)).toBeVisible({ timeout: 60_000 })
  await inspectPage(page)
  await tenant.calm()
})

test('a stop and the way by hand pass axe in light and dark and fit a narrow phone', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await startRun(page, tenant)
  await cloud.signIn({ userCode: await readCode(page), person: 'another-tenant' })
  await heading(page, /another tenant\. Nothing was written/)
  await inspectPage(page)
  await tenant.fault({ name: 'device-code-blocked', variant: 'token-endpoint' })
  await bestWay(page, 'Get a new code').click()
  await signInAtMicrosoft(page, tenant.administrator)
  await heading(page, /own policy does not allow/)
  await inspectPage(page)
  await bestWay(page, 'Set it up by hand').click()
  await heading(page, /set it up by hand/)
  await inspectPage(page)
})

test.describe('a page that is not there', () => {
  test.use({ expectedComplaints: [/status of 404/] })

  test('says so, passes axe in light and dark and fits a narrow phone', async ({ page }) => {
    for (const address of ['/nowhere', '/tenants/00000000-0000-4000-8000-000000000000']) {
      expect((await page.goto(address))?.status()).toBe(404)
      await inspectPage(page)
    }
  })
})

test.describe('without a session', () => {
  test.use({ storageState: { cookies: [], origins: [] } })

  test('sign-in, also refused, passes axe in light and dark and fits a narrow phone', async ({ page }) => {
    await page.goto('/')
    await heading(page, 'Sign in')
    await page.getByLabel('Mail address').fill('nobody@provider.example')
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.locator('form [role=alert]')).toBeVisible()
    await inspectPage(page)
  })

  test('every page of the console leads to the sign-in and comes back to where one wanted to go', async ({ page }) => {
    for (const address of ['/', '/settings', '/tenants/connect', '/tenants/00000000-0000-4000-8000-000000000000']) {
      await page.goto(address)
      await expect(page).toHaveURL(/\/sign-in/)
      expect(new URL(page.url()).searchParams.get('next') ?? '/').toBe(address)
    }
  })

  test('a page has its title in its head, also where no script moves it there', async ({ request }) => {
    const html = await (await request.get('/sign-in')).text()
    expect(html.slice(0, html.indexOf('</head>'))).toContain('<title>')
  })
})
