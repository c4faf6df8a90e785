import type { Page } from '@playwright/test'

export interface Visit {
  code: string
  /** The address of an account that the page offers. */
  person: string
  answer?: 'continue' | 'cancel'
}

/** A person at the page of the practice cloud where codes are typed; tells the heading under which it ended. */
export async function visitDevicePage(page: Page, { code, person, answer = 'continue' }: Visit): Promise<string> {
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('radio', { name: person }).check()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: answer === 'continue' ? 'Continue' : 'Cancel' }).click()
  const phone = page.getByRole('button', { name: 'Approve on my phone' })
  const end = page.locator('[role=status], [role=alert]')
  await phone.or(end).first().waitFor()
  if (await phone.isVisible()) await phone.click()
  await end.first().waitFor()
  return (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
}
