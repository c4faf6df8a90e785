import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext } from '@playwright/test'
import { createDatabase } from '@/lib/db/client'
import { hashPassword } from '@/lib/staff/password'
import { watchComplaints } from './browser'
import { expect, setting } from './journeys'
import type { Owner } from './portal'

/** A second operator of the running portal, as if somebody had been invited and had accepted. */
export async function addColleague(): Promise<Owner> {
  const colleague = {
    name: 'Jonas Berg',
    email: `${randomUUID().slice(0, 8)}@provider.example`,
    password: randomUUID(),
  }
  const db = createDatabase(setting('PORTAL_DATABASE'), 1)
  try {
    const { name, email } = colleague
    const passwordHash = await hashPassword(colleague.password)
    await db.operator.create({ data: { name, email, role: 'operator', passwordHash } })
  } finally {
    await db.$disconnect()
  }
  return colleague
}

/** Another browser with a session of its own, so that what happens there ends nobody else’s. */
export async function openSession(
  browser: Browser,
  { email, password }: Pick<Owner, 'email' | 'password'>,
): Promise<{ context: BrowserContext; complaints: string[] }> {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  const complaints = watchComplaints(context)
  const page = await context.newPage()
  await page.goto('/tenants/connect')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.getByLabel('Mail address').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/tenants\/connect$/)
  await page.close()
  return { context, complaints }
}
