import type { Page } from '@playwright/test'
import { TOTP } from 'otpauth'
import { inspectPage, watchComplaints } from '../support/browser'
import { expect, heading, readOwner, test } from '../support/journeys'

test.describe.configure({ timeout: 120_000 })

const password = 'lantern gravel october'

/** The authenticator app of somebody. Each code is a step later than the one before, as if time had passed. */
function appFor(secret: string): () => string {
  let ahead = 0
  return () => new TOTP({ secret }).generate({ timestamp: Date.now() + 30_000 * ahead++ })
}

async function invite(page: Page, email: string, role: string): Promise<string> {
  await page.goto('/settings/staff')
  const form = page.getByRole('form', { name: 'Invite a colleague' })
  await form.getByLabel('Their mail address').fill(email)
  await form.getByRole('radio', { name: new RegExp(`^${role}`) }).check()
  await form.getByRole('button', { name: 'Make an invitation link' }).click()
  return form.locator('.copy-field code').innerText()
}

async function enrol(page: Page): Promise<() => string> {
  const form = page.getByRole('form', { name: 'Set up a second factor' })
  await form.getByRole('button', { name: 'Set up the authenticator app' }).click()
  const app = appFor((await form.locator('.copy-field code').innerText()).replaceAll(' ', ''))
  await inspectPage(page)
  await form.getByLabel('The six digits').fill(app())
  await form.getByRole('button', { name: 'Confirm this code' }).click()
  await expect(page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10)
  return app
}

test('a colleague is invited, sets up a second factor, signs in with it, is disabled and is out at once', async ({
  page,
  browser,
  newTenant,
}) => {
  const email = `tunde.${Date.now()}@provider.example`
  const link = await invite(page, email, 'Operator')
  await inspectPage(page)
  await expect(page.getByText(/A link would begin with http:\/\/localhost/)).toBeVisible()

  const context = await browser.newContext({
    baseURL: new URL(page.url()).origin,
    storageState: { cookies: [], origins: [] },
  })
  const complaints = watchComplaints(context)
  const theirs = await context.newPage()
  await theirs.goto(link)
  await inspectPage(theirs)
  await theirs.getByLabel('Your name').fill('Tunde Bello')
  await theirs.getByLabel('Password').fill(password)
  await theirs.getByRole('button', { name: 'Create my account' }).click()
  await theirs.waitForURL('/')

  await theirs
    .getByRole('link', { name: /your account/ })
    .first()
    .click()
  await heading(theirs, 'Your account')
  await inspectPage(theirs)
  const app = await enrol(theirs)
  await inspectPage(theirs)
  await theirs.getByRole('link', { name: 'They are kept' }).click()
  await expect(theirs.getByText('on, 10 recovery codes left')).toBeVisible()
  await inspectPage(theirs)

  await theirs.getByRole('button', { name: 'Sign out' }).first().click()
  await heading(theirs, 'Sign in')
  await theirs.getByLabel('Mail address').fill(email)
  await theirs.getByLabel('Password').fill(password)
  await theirs.getByRole('button', { name: 'Sign in' }).click()
  await heading(theirs, 'Second factor')
  await inspectPage(theirs)
  await theirs.getByLabel('Code of your authenticator app').fill(app())
  await theirs.getByRole('button', { name: 'Sign in' }).click()
  await theirs.waitForURL('/')

  const { customer, domain } = await newTenant()
  await theirs.goto('/tenants/connect')
  await theirs.getByLabel('Customer').fill(customer)
  await theirs.getByLabel('Their domain').fill(domain)
  await theirs.getByRole('button', { name: 'Get a sign-in code' }).click()
  await heading(theirs, 'Sign in at Microsoft with this code')

  await page.goto('/settings/staff')
  await page
    .getByRole('row', { name: new RegExp(email) })
    .getByRole('link')
    .click()
  await heading(page, 'Tunde Bello')
  await inspectPage(page)
  await page.getByRole('button', { name: 'Disable this account' }).click()
  await expect(page.getByRole('button', { name: 'Enable this account' })).toBeVisible()
  await expect(theirs.getByText('This page is no longer followed by Latchkey.')).toBeVisible()
  await theirs.goto('/')
  await heading(theirs, 'Sign in')
  expect(complaints.filter((text) => !/401/.test(text))).toEqual([])
  await context.close()
})

test('an auditor sees the fleet and the staff, and no button that would be refused', async ({ page, browser }) => {
  const link = await invite(page, `ada.${Date.now()}@provider.example`, 'Auditor')
  const context = await browser.newContext({
    baseURL: new URL(page.url()).origin,
    storageState: { cookies: [], origins: [] },
  })
  const theirs = await context.newPage()
  await theirs.goto(link)
  await theirs.getByLabel('Your name').fill('Ada Bergström')
  await theirs.getByLabel('Password').fill(password)
  await theirs.getByRole('button', { name: 'Create my account' }).click()
  await theirs.waitForURL('/')
  await expect(theirs.getByRole('link', { name: 'Connect a tenant' })).toHaveCount(0)
  await theirs.goto('/tenants/connect')
  await heading(theirs, 'Connecting a tenant is for others')
  await inspectPage(theirs)
  await theirs.goto('/settings/staff')
  await heading(theirs, 'Staff')
  await expect(theirs.getByRole('button', { name: 'Make an invitation link' })).toHaveCount(0)
  await inspectPage(theirs)
  await theirs.getByRole('link', { name: readOwner().name, exact: true }).click()
  await expect(theirs.getByText('Your role lets you look at this account, not change it.')).toBeVisible()
  await inspectPage(theirs)
  await context.close()
})

test('the last owner sees that they stay, and what only others may do', async ({ page }) => {
  await page.goto('/settings')
  await page.getByRole('link', { name: 'Open staff' }).click()
  await page.getByRole('link', { name: readOwner().name, exact: true }).click()
  await heading(page, readOwner().name)
  await expect(page.getByRole('button', { name: 'Disable this account' })).toHaveCount(0)
  await inspectPage(page)
})
