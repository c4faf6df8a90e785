import { expect, test } from '@playwright/test'
import { inspectPage, watchComplaints } from '../support/browser'
import { startProvider, type TestProvider } from '../support/openid-provider'
import { createOwner, startPortal, type Portal } from '../support/portal'

let provider: TestProvider
let portal: Portal
test.beforeAll(async () => {
  provider = await startProvider()
  portal = await startPortal({ ...provider.settings, SSO_ROLES: 'operator=Latchkey.Operator', PRACTICE: 'off' })
  provider.trust(portal.url)
  provider.asks = true
})
test.afterAll(async () => {
  await portal.stop()
  await provider.close()
})

test('signing in with the provider: a page of theirs, then ours; without a role, a page that says who must do what', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const context = await browser.newContext({ baseURL: portal.url })
  const complaints = watchComplaints(context)
  const page = await context.newPage()
  await page.goto('/account')
  await inspectPage(page)
  provider.person = { sub: 'tunde', name: 'Tunde Bello', email: 'tunde@provider.example' }
  await page.getByRole('link', { name: 'Sign in with Contoso' }).click()
  await page.getByRole('button', { name: 'Continue as Tunde Bello' }).click()
  await expect(page.getByRole('heading', { name: 'Contoso gave you no role in this Latchkey' })).toBeVisible()
  await inspectPage(page)

  provider.person = { ...provider.person, roles: ['Latchkey.Operator'] }
  await page.goto('/account')
  await page.getByRole('link', { name: 'Sign in with Contoso' }).click()
  await expect(page).toHaveURL(`${portal.url}/account`)
  await expect(page.getByRole('heading', { name: 'You sign in with Contoso' })).toBeVisible()
  await inspectPage(page)
  expect(complaints).toEqual([])
  await context.close()
})

test('an address that an account has already waits for an owner, who links the two', async ({ browser }) => {
  test.setTimeout(120_000)
  const ours = await browser.newContext({ baseURL: portal.url })
  const owner = await ours.newPage()
  const marta = { name: 'Marta Ruiz', email: 'marta@provider.example', password: 'harbour violet nineteen' }
  await createOwner(owner, portal.setupLink, marta)

  provider.person = { sub: 'marta-there', name: 'Marta R.', email: marta.email, roles: ['Latchkey.Operator'] }
  const theirs = await browser.newContext({ baseURL: portal.url })
  const page = await theirs.newPage()
  await page.goto('/sign-in/provider')
  await page.getByRole('button', { name: /Continue as/ }).click()
  await expect(page.getByRole('heading', { name: 'Somebody has an account here with your mail address' })).toBeVisible()
  await inspectPage(page)

  await owner.goto('/settings/staff')
  await inspectPage(owner)
  await owner.getByRole('button', { name: 'Same person, link them: Marta R.' }).click()
  await expect(owner.getByRole('heading', { name: 'Is this the same person?' })).toHaveCount(0)
  await page.goto('/sign-in/provider?next=%2Faccount')
  await expect(page.getByText('marta@provider.example')).toBeVisible()
  await theirs.close()
  await ours.close()
})
