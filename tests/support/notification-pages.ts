import { expect, type Page } from '@playwright/test'
import { mailAccount, type MailSink } from './receivers'

const place = '/settings/notifications'

/** Adds a webhook by its form; ends on its page. Answers the signing secret, which was shown once. */
export async function addWebhookThere(page: Page, name: string, url: string): Promise<string> {
  await page.goto(place)
  await page.getByRole('link', { name: 'Add a webhook' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Address').fill(url)
  await page.getByRole('button', { name: 'Add a webhook' }).click()
  const secret = (await page.locator('.copy-field code').innerText()).trim()
  await page.getByRole('link', { name: 'Open the channel and test it' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  return secret
}

/** Says how mail leaves, to the sink. */
export async function setUpMailThere(page: Page, sink: MailSink): Promise<void> {
  await page.goto(place)
  await page.getByLabel('Comes from').fill('latchkey@relecloud.example')
  await page.getByLabel('Mail server', { exact: true }).fill('127.0.0.1')
  await page.getByLabel('Port').fill(String(sink.port))
  await page.getByLabel('Protection').selectOption('none')
  await page.getByRole('textbox', { name: 'Account' }).fill(mailAccount.user)
  await page.getByLabel('Password').fill(mailAccount.pass)
  await page.getByRole('button', { name: 'Save how mail leaves' }).click()
  await expect(page.getByText('Saved. Add mail below')).toBeVisible()
}

/** Adds recipients by the form; ends on the channel's page. */
export async function addMailThere(page: Page, name: string, to: string): Promise<void> {
  await page.goto(place)
  await page.getByRole('link', { name: 'Add mail' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Recipients').fill(to)
  await page.getByRole('button', { name: 'Add mail' }).click()
  await page.getByRole('link', { name: 'Open the channel and test it' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

export async function sendTestThere(page: Page, answer: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect(page.getByRole('status').filter({ hasText: answer })).toBeVisible()
}
