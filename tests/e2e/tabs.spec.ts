import { expect, expectConnected, heading, readCode, readOwner, startRun, test } from '../support/journeys'
import type { Control } from '@/practice-cloud/control/control'
import type { Page } from '@playwright/test'
import { openSession } from '../support/sessions'

async function codesAsked(cloud: Control, tenant: string): Promise<number> {
  return (await cloud.log({ tenant })).filter(({ path }) => path.endsWith('/devicecode')).length
}

test('a double click makes one run with one code', async ({ page, cloud, newTenant }) => {
  const tenant = await newTenant()
  await page.goto('/tenants/connect')
  await page.getByLabel('Customer').fill(tenant.customer)
  await page.getByLabel('Their domain').fill(tenant.domain)
  await page.getByRole('button', { name: 'Get a sign-in code' }).dblclick()
  await readCode(page)
  expect(await codesAsked(cloud, tenant.tenantId)).toBe(1)
})

test('two tabs that begin at once meet in one run, and both follow it to its end', async ({
  page,
  context,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  const tabs = [page, await context.newPage()]
  for (const tab of tabs) {
    await tab.goto('/tenants/connect')
    await tab.getByLabel('Customer').fill(tenant.customer)
    await tab.getByLabel('Their domain').fill(tenant.domain)
  }
  await Promise.all(tabs.map((tab) => tab.getByRole('button', { name: 'Get a sign-in code' }).click()))
  const [first, second] = await Promise.all(tabs.map(readCode))
  expect(second).toBe(first)
  expect(new URL(tabs[1]!.url()).pathname).toBe(new URL(page.url()).pathname)
  expect(await codesAsked(cloud, tenant.tenantId)).toBe(1)
  await cloud.signIn({ userCode: first ?? '', person: 'global-administrator' })
  await Promise.all(tabs.map((tab) => expectConnected(tab, cloud, tenant)))
})

test('signing out ends the session at once in every tab, and the open event stream with it', async ({
  browser,
  newTenant,
}) => {
  const tenant = await newTenant()
  const { context, complaints } = await openSession(browser, readOwner())
  const [following, other] = [await context.newPage(), await context.newPage()]
  await startRun(following, tenant)
  await readCode(following)
  const stolen = await context.cookies()
  await other.goto('/')
  await other.getByRole('complementary').getByRole('button', { name: 'Sign out' }).click()
  await heading(other, 'Sign in')

  await expect(following.getByText('no longer followed by Latchkey')).toBeVisible({ timeout: 60_000 })
  await following.reload()
  await expect(following).toHaveURL(/\/sign-in\?next=/)
  await context.addCookies(stolen)
  await other.goto('/')
  await expect(other).toHaveURL(/\/sign-in/)
  expect(complaints).toEqual([])
  await context.close()
})

test('without scripts the form starts a run, and its page shows every state by itself', async ({
  browser,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await startRun(page, tenant)
  const code = await readCode(page)
  await cloud.signIn({ userCode: code, person: 'global-administrator' })
  await expectConnected(page, cloud, tenant)
  await context.close()
})

test('a tenant is connected by the keyboard alone', async ({ page, cloud, newTenant }) => {
  const tenant = await newTenant()
  await page.goto('/')
  await tabTo(page, 'Skip to content')
  await page.keyboard.press('Enter')
  await tabTo(page, /Connect a tenant/)
  await page.keyboard.press('Enter')
  await heading(page, 'Which tenant, and what should be backed up?')
  await tabTo(page, 'Customer')
  await page.keyboard.type(tenant.customer)
  await page.keyboard.press('Tab')
  await page.keyboard.type(tenant.domain)
  await page.keyboard.press('Enter')
  const code = await readCode(page)
  await expect(page.locator('#face')).toBeFocused() // where the face changed, the focus is
  const opened = page.context().waitForEvent('page')
  await tabTo(page, 'Open Microsoft’s page')
  await page.keyboard.press('Enter')
  const microsoft = await opened
  await heading(microsoft, 'Enter the code')
  await microsoft.keyboard.type(code)
  await microsoft.keyboard.press('Enter')
  await heading(microsoft, 'Pick an account')
  await tabTo(microsoft, new RegExp(tenant.administrator))
  await microsoft.keyboard.press('Space')
  await microsoft.keyboard.press('Enter')
  await heading(microsoft, /Are you trying to sign in/)
  await tabTo(microsoft, 'Continue')
  await microsoft.keyboard.press('Enter')
  await heading(microsoft, 'Approve the sign-in')
  await tabTo(microsoft, 'Approve on my phone')
  await microsoft.keyboard.press('Enter')
  await microsoft.getByRole('status').waitFor()
  await microsoft.close()
  await expectConnected(page, cloud, tenant)
  await tabTo(page, 'Give it to the backup server')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'For the backup server' })).toBeVisible()
})

/** Presses Tab until the focused element has this name. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const matches = (text: string) => (typeof name === 'string' ? text.includes(name) : name.test(text))
  const seen: string[] = []
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const text = await page.evaluate(() => {
      const active = document.activeElement
      const labels = active instanceof HTMLInputElement ? [...(active.labels ?? [])] : []
      return [
        active?.getAttribute('aria-label'),
        ...labels.map((label) => label.textContent),
        active?.textContent,
      ].join(' ')
    })
    if (matches(text)) return
    seen.push(text.trim().slice(0, 30))
  }
  throw new Error(`Tab never came to ${String(name)}: ${seen.join(' | ')}`)
}
