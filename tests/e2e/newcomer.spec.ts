import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { inspectPage, watchComplaints } from '../support/browser'
import { visitDevicePage } from '../support/device-page'
import { createOwner, startPortal, type Portal } from '../support/portal'

let portal: Portal
test.beforeAll(async () => {
  portal = await startPortal()
})
test.afterAll(() => portal.stop())

test('a newcomer goes from the setup link to a connected practice tenant by what the pages show', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const context = await browser.newContext({ baseURL: portal.url })
  const complaints = watchComplaints(context)
  const page = await context.newPage()
  await page.goto(portal.setupLink)
  await expect(page.getByText('This link works once.')).not.toContainText('There is an owner already')
  await inspectPage(page)
  const owner = { name: 'Ines Okafor', email: 'ines@provider.example', password: randomUUID() }
  await createOwner(page, portal.setupLink, owner)
  await inspectPage(page)

  await page.getByRole('link', { name: 'northwind.example' }).click()
  await expect(page.getByText(/Found in the practice cloud, tenant/)).toBeVisible()
  await page.getByRole('button', { name: 'Get a sign-in code' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in at Microsoft with this code' })).toBeVisible()
  const code = (await page.locator('.usercode output').innerText()).replaceAll(/\s/g, '')

  const [microsoft] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'Open Microsoft’s page' }).click(),
  ])
  await visitDevicePage(microsoft, { code, person: 'ada.admin@northwind.example' })
  await microsoft.close()

  await expect(page.getByRole('heading', { name: 'Northwind Traders is connected and proved' })).toBeVisible({
    timeout: 40_000,
  })
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await expect(page.getByRole('heading', { name: 'For the backup server' })).toBeVisible()
  await page.getByRole('link', { name: 'Fleet' }).first().click()
  const row = page.getByRole('row', { name: /Northwind Traders/ })
  await expect(row).toContainText('northwind.example')
  await expect(row).toContainText(/Exchange Online: proved/)
  expect(complaints).toEqual([])

  await page.goto(portal.setupLink)
  await expect(page.getByRole('heading', { name: /used already/ })).toBeVisible()
  await context.close()
})
