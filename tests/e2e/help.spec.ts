import { inspectPage } from '../support/browser'
import { expect, expectConnected, heading, test } from '../support/journeys'
import { continueAs, expectAnswer, runAs } from '../support/endings'

test('a code on a stopped run leads to what it means, and back the run is as it was', async ({
  page,
  cloud,
  newTenant,
}) => {
  const tenant = await newTenant()
  await runAs(page, cloud, tenant, { weather: [{ name: 'mfa-required' }] })
  await heading(page, /wants a second factor/)
  await expectAnswer(page, 'AADSTS50076')
  await page.getByRole('link', { name: 'AADSTS50076' }).click()
  await heading(page, /second factor/)
  await expect(page.getByText('AADSTS50076', { exact: true }).first()).toBeVisible()
  for (const term of ['Why', 'What helps', 'Who can']) await expect(page.getByText(term, { exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: /Microsoft’s own look-up/ })).toHaveAttribute(
    'href',
    /error\?code=50076$/,
  )
  await page.goBack()
  await tenant.calm()
  await continueAs(page, cloud)
  await expectConnected(page, cloud, tenant)
})

test('an unknown domain shows Microsoft’s code as a link, with both ids and the time, beside plain words', async ({
  page,
}) => {
  await page.goto('/tenants/connect')
  await page.getByLabel('Their domain').fill('nobody-lives-here.example')
  await page.getByLabel('Their domain').blur()
  const hint = page.locator('#domain-hint')
  await expect(hint.locator('p').first()).toHaveText(/^Microsoft knows no tenant with the domain [\w.-]+\. Check/)
  await expect(hint.getByRole('link', { name: 'AADSTS90002' })).toHaveAttribute('href', '/help/errors/AADSTS90002')
  await expect(hint).toContainText(/trace [\w-]{8,}.*correlation [\w-]{8,}.*\d\d:\d\d:\d\d UTC/s)
})

test('what a condition met on its check leads to its meaning', async ({ page, cloud, newTenant }) => {
  const tenant = await newTenant()
  await runAs(page, cloud, tenant)
  await expectConnected(page, cloud, tenant)
  const { applications } = await cloud.god(tenant.tenantId)
  await cloud.plant(tenant.tenantId, { disableServicePrincipal: { application: applications[0]?.appId ?? '' } })
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await page.getByRole('button', { name: 'Check now' }).click()
  const condition = page.locator('.condition', { hasText: 'failing' }).first()
  await expect(condition.getByRole('link', { name: 'AADSTS7000112' })).toBeVisible()
  await expect(condition).toContainText(/trace [\w-]{8,}/)
  await condition.getByRole('link', { name: 'AADSTS7000112' }).click()
  await heading(page, 'Our application is switched off in the tenant.')
})

test('the catalogue is searched by number and by words, also without scripts', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Main' }).first().getByRole('link', { name: 'Help' }).click()
  await heading(page, 'Microsoft’s answers, in plain words')
  const search = page.getByRole('main').getByRole('searchbox')
  await search.fill('53003')
  await search.press('Enter')
  await expect(page.getByRole('status')).toContainText('1 code matches “53003”')
  await expect(page.getByRole('article')).toContainText(/Conditional Access/)
  await search.fill('certificate policy')
  await search.press('Enter')
  await expect(page.getByRole('article').first()).toContainText(/certificate/i)
  await search.fill('nothing-has-this-name')
  await search.press('Enter')
  await expect(page.getByRole('heading', { name: /Nothing here explains/ })).toBeVisible()
  await context.close()
})

test('a code that nobody explained yet says so, and where Microsoft explains it', async ({ page }) => {
  await page.goto('/help/errors/AADSTS1234567')
  await heading(page, 'Latchkey does not explain this answer yet')
  await expect(page.getByText('AADSTS1234567').first()).toBeVisible()
  await expect(page.getByRole('link', { name: /look-up/ })).toHaveAttribute('href', /error\?code=1234567$/)
})

test('the help leads people who write programs to the API and to what it answers', async ({ page }) => {
  test.setTimeout(120_000)
  await page.goto('/help/errors?q=nothing-has-this-name')
  await page.getByRole('link', { name: 'the problems that they are answered' }).click()
  await heading(page, 'Problems that the API answers')
  await inspectPage(page)
  await page.getByRole('link', { name: 'not_found' }).click()
  await heading(page, /^There is nothing here/)
  await inspectPage(page)
  await page.goto('/help/errors?q=nothing-has-this-name')
  await page.getByRole('link', { name: 'what they can ask Latchkey' }).click()
  await heading(page, /^Latchkey/)
  await expect(page).toHaveURL(/\/api\/docs$/)
})

test('catalogue, search and single codes pass axe in light and dark and fit a narrow phone', async ({ page }) => {
  test.setTimeout(120_000)
  for (const address of [
    '/help/errors',
    '/help/errors?q=certificate',
    '/help/errors?q=nothing-has-this-name',
    '/help/errors/AADSTS700023',
    '/help/errors/Something_Unheard',
  ]) {
    await page.goto(address)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await inspectPage(page)
  }
})
