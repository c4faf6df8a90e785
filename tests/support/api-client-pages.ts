import { expect, type Page } from '@playwright/test'

export interface MadeClient {
  id: string
  secret: string
}

/** Makes a client by its form, with a secret; ends on the page that shows the secret once. */
export async function makeClientThere(page: Page, name: string, scopes: readonly string[]): Promise<MadeClient> {
  await page.goto('/settings/api-clients')
  await page.getByRole('link', { name: 'Make a client' }).click()
  await page.getByLabel('Name').fill(name)
  const chosen = page.locator('input[name=scopes]')
  for (const box of await chosen.all()) await box.setChecked(scopes.includes((await box.getAttribute('value')) ?? ''))
  for (const box of await page.locator('input[name=resources]').all()) {
    await box.setChecked(scopes.includes('tokens:issue'))
  }
  await page.getByRole('button', { name: 'Make the client' }).click()
  const secret = (await page.locator('.copy-field code').innerText()).trim()
  const command = await page.locator('.code-block').innerText()
  return { secret, id: /--user ([\da-f-]{36})/.exec(command)?.[1] ?? '' }
}

/** From the client’s own page. */
export async function disableThere(page: Page): Promise<void> {
  await page.getByText('Disable this client').click()
  await page.getByRole('button', { name: 'Disable for good' }).click()
  await expect(page.getByText('Disabled', { exact: true })).toBeVisible()
}
