import type { Page } from '@playwright/test'
import { createDatabase } from '@/lib/db/client'
import { inspectPage, watchComplaints } from '../support/browser'
import { connectTenant, expect, heading, readOwner, setting, startRun, test } from '../support/journeys'

test.describe.configure({ timeout: 180_000 })

const finder = (page: Page) => page.getByRole('dialog', { name: 'Find' })
const field = (page: Page) => page.getByRole('combobox', { name: /Find a tenant/ })
const keyList = (page: Page) => page.getByRole('dialog', { name: 'Keys' })

/** The keys are heard from when the page is alive, which its hint says. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await expect(page.getByRole('button', { name: /^Find: (Ctrl K|⌘K)$/ })).toBeVisible()
}

test('Find leads from the keys to a tenant, to all that match and to what is done; Escape goes back where one was', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)

  await open(page, '/settings')
  await page.getByRole('link', { name: 'Skip to content' }).focus()
  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await expect(page.getByRole('option', { name: 'Connect a tenant' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(finder(page)).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()

  // Enter at once means what was typed, not what stood there before
  await page.keyboard.press('Control+k')
  await field(page).pressSequentially(tenant.domain.slice(0, 7))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/tenants\/[0-9a-f-]{36}$/)
  await expect(finder(page)).toHaveCount(0)
  await expect(page.getByRole('main')).toContainText(tenant.domain)

  await page.keyboard.press('Control+k')
  await field(page).fill(tenant.customer)
  const options = finder(page).getByRole('option')
  await expect(options.first()).toContainText(tenant.domain)
  await expect(finder(page).getByRole('status')).toHaveText(/^1 tenant, 0 pages and actions$/)
  await expect(options.first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowDown')
  await expect(field(page)).toHaveAttribute('aria-activedescendant', 'find-all')
  await inspectPage(page)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/\?q=Customer/)

  await page.keyboard.press('Control+k')
  await field(page).fill('own app')
  await expect(options).toHaveText(['Your own application'])
  await page.keyboard.press('Enter')
  await heading(page, 'Your own sign-in application')

  // a phone has no such keys: one button there
  await page.setViewportSize({ width: 390, height: 800 })
  await expect(page.getByRole('banner').getByRole('searchbox')).toBeHidden()
  await page.getByRole('banner').getByRole('button', { name: 'Find', exact: true }).click()
  await field(page).fill(tenant.customer)
  await options.first().click()
  await page.waitForURL(/\/tenants\/[0-9a-f-]{36}$/)
})

test('an older answer never takes the place of a newer one, and a failed one says so and leaves the plain search', async ({
  page,
  cloud,
  newTenant,
  expectedComplaints,
}) => {
  expectedComplaints.push(/ERR_FAILED/)
  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)
  await open(page, '/account')
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await page.route('**/find?q=nobody', async (route) => {
    await held
    await route.continue()
  })
  await page.route('**/find?q=refused', (route) => route.abort())
  await page.keyboard.press('Control+k')
  const asked = page.waitForRequest('**/find?q=nobody')
  await field(page).fill('nobody')
  await asked
  await field(page).fill(tenant.domain)
  await expect(finder(page).getByRole('option').first()).toContainText(tenant.customer)
  const late = page.waitForResponse('**/find?q=nobody')
  letGo()
  await (await late).finished()
  await expect(finder(page).getByRole('status')).toHaveText(/^1 tenant,/)
  await expect(finder(page).getByRole('option').first()).toContainText(tenant.customer)

  await field(page).fill('refused')
  await expect(finder(page).getByRole('status')).toHaveText(/Latchkey did not answer.*plain search/)
  await inspectPage(page)
  await page.keyboard.press('Enter')
  await page.waitForURL('/?q=refused')
})

test('the keys are listed at ?, do nothing in a field, and those of one character can be switched off', async ({
  page,
  newTenant,
}) => {
  const tenant = await newTenant()
  await startRun(page, tenant)
  await open(page, '/')
  await page.keyboard.press('?')
  await expect(keyList(page)).toContainText('Find a tenant, a page or something to do')
  await page.keyboard.press('/')
  await expect(keyList(page)).toBeVisible()
  await inspectPage(page)
  await page.keyboard.press('Escape')
  const search = page.getByRole('banner').getByRole('searchbox')
  await page.keyboard.press('/')
  await expect(search).toBeFocused()
  await page.keyboard.type('a/?')
  await expect(search).toHaveValue('a/?')
  await expect(keyList(page)).toHaveCount(0)

  await open(page, '/account')
  await inspectPage(page)
  await page.getByRole('button', { name: 'Switch single characters off' }).click()
  await expect(page.getByText('single characters are off')).toBeVisible()
  await inspectPage(page)
  await open(page, `/?q=${tenant.domain}`)
  const box = page.getByRole('checkbox', { name: `Select ${tenant.customer}` })
  await box.focus()
  await page.keyboard.press('x')
  await page.keyboard.press('?')
  await page.keyboard.press('/')
  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await expect(keyList(page)).toHaveCount(0)
  await expect(field(page)).toHaveValue('')
  await page.keyboard.press('Escape')
  await expect(box).toBeFocused()
  await expect(box).not.toBeChecked()
  await page.keyboard.press('Space')
  await expect(box).toBeChecked()

  await open(page, '/account')
  await page.getByRole('button', { name: 'Switch single characters on' }).click()
  await expect(page.getByText('single characters are on')).toBeVisible()
  await open(page, `/?q=${tenant.domain}`)
  await box.focus()
  await page.keyboard.press('x')
  await expect(box).toBeChecked()
  await page.keyboard.press('?')
  await expect(keyList(page)).toBeVisible()
})

test('an auditor finds nothing that would be refused, and the search without scripts works as ever', async ({
  browser,
  page,
}) => {
  const { email, password } = readOwner()
  const db = createDatabase(setting('PORTAL_DATABASE'), 1)
  const { passwordHash } = await db.operator.findFirstOrThrow({ where: { email } })
  const auditor = `auditor.${Date.now()}@provider.example`
  await db.operator.create({ data: { email: auditor, name: 'Ada Auditor', role: 'auditor', passwordHash } })
  await db.$disconnect()
  await page.goto('/')
  const context = await browser.newContext({
    baseURL: new URL(page.url()).origin,
    storageState: { cookies: [], origins: [] },
  })
  const complaints = watchComplaints(context)
  const theirs = await context.newPage()
  await theirs.goto('/sign-in')
  await theirs.getByLabel('Mail address').fill(auditor)
  await theirs.getByLabel('Password').fill(password)
  await theirs.getByRole('button', { name: 'Sign in' }).click()
  await theirs.waitForURL('/')
  await open(theirs, '/')
  await theirs.getByRole('button', { name: /^Find: / }).click()
  const options = finder(theirs).getByRole('option')
  await expect(options.filter({ hasText: 'Staff' })).toBeVisible()
  for (const name of ['Connect', 'Invite', 'Make', 'Add']) {
    await expect(options.filter({ hasText: new RegExp(`^${name}`) })).toHaveCount(0)
  }
  expect(complaints).toEqual([])

  const plain = await browser.newContext({
    ...{ baseURL: new URL(page.url()).origin, storageState: await context.storageState() },
    javaScriptEnabled: false,
  })
  const still = await plain.newPage()
  await still.goto('/account')
  await expect(still.getByRole('button', { name: /^Find: / })).toHaveCount(0)
  await still.getByRole('banner').getByRole('searchbox').fill('nothing-has-this-name')
  await still.getByRole('banner').getByRole('searchbox').press('Enter')
  await expect(still).toHaveURL('/?q=nothing-has-this-name')
  await plain.close()
  await context.close()
})
