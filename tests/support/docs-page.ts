import { expect, type Locator, type Page } from '@playwright/test'

/** Opens one operation on the page of the API, ready to be filled in. */
export async function openOperation(page: Page, id: string): Promise<Locator> {
  const operation = page.locator(`#operations-${id}`)
  await operation.locator('.opblock-summary-control').click()
  const tryIt = operation.getByRole('button', { name: 'Try it out' })
  await operation.getByRole('button', { name: 'Execute' }).or(tryIt).first().waitFor()
  if (await tryIt.isVisible()) await tryIt.click()
  return operation
}

/** Sends it. Answers what the page shows: the status, and the body read as JSON. */
export async function execute(operation: Locator): Promise<{ status: string; body: unknown }> {
  await operation.getByRole('button', { name: 'Execute' }).click()
  const live = operation.locator('.live-responses-table')
  const status = (await live.locator('tbody .response-col_status').first().innerText()).trim()
  return { status, body: JSON.parse(await live.locator('code.language-json').first().innerText()) as unknown }
}

/** “Authorize” at the top, with an access token. */
export async function authorize(page: Page, token: string): Promise<void> {
  await page.getByRole('button', { name: 'Authorize', exact: true }).first().click()
  const dialog = page.locator('.auth-container').filter({ hasText: 'Bearer' })
  await dialog.locator('input').fill(token)
  await dialog.getByRole('button', { name: 'Apply credentials' }).click()
  await expect(dialog.getByRole('button', { name: 'Remove authorization' })).toBeVisible()
  await page.locator('.modal-ux').getByRole('button', { name: 'Close' }).first().click()
}
