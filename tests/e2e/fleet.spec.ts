import { inspectPage } from '../support/browser'
import { expect, heading, test } from '../support/journeys'

test.describe.configure({ timeout: 900_000 })

test('the practice fleet fills at one click; it is filtered, tagged, checked, and taken away again', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Fill with a practice fleet' }).click()
  await page.waitForURL(/\/tenants\/batches\//)
  await heading(page, /^All \d+ tenants are done/, 400_000)

  await page.getByRole('link', { name: 'Open the fleet' }).click()
  await expect(page.getByRole('heading', { name: 'Needs a person today' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Handled without you' })).toBeVisible()
  await inspectPage(page)

  await page.goto('/?tag=education&state=ok')
  const rows = page.getByRole('table', { name: 'Tenants' }).getByRole('row')
  await expect(rows).toHaveCount(3)
  await page.getByRole('link', { name: /Tag: education/ }).click()
  await expect(page).toHaveURL('/?state=ok')

  await page.goto('/?q=alpineskihouse')
  await page.getByRole('checkbox', { name: /Select Alpine Ski House/ }).check()
  await expect(page.getByText('1 selected')).toBeVisible()
  await page.getByText('Tag…').click()
  await page.getByPlaceholder('gold').fill('winter')
  await page.getByRole('button', { name: 'Add' }).click()
  await heading(page, 'The one tenant is done.')
  await expect(page.getByText('Has the tag winter now.')).toBeVisible()

  await page.goto('/?tag=winter')
  await page.getByRole('checkbox', { name: /Select Alpine Ski House/ }).check()
  await page.getByRole('button', { name: 'Check now' }).last().click()
  await heading(page, 'The one tenant is done.', 60_000)
  await expect(page.getByText('Proved.')).toBeVisible()
  await inspectPage(page)

  await page.goto('/')
  await page.getByRole('button', { name: 'Remove the practice fleet' }).click()
  await heading(page, /^All \d+ tenants are done/, 400_000)
  await page.goto('/?q=alpineskihouse')
  await expect(page.getByRole('link', { name: 'Alpine Ski House' })).toHaveCount(0)
})
