// Pictures of the fleet, by a portal of its own: `npx tsx tests/support/fleet-pictures.ts [folder]`. Without a folder it
// renews those of the guide; with one it draws everything there, also dark and on a phone.
import { inStudio } from './open-studio'
import type { Page } from '@playwright/test'

async function fill(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Fill with a practice fleet' }).click()
  await page.waitForURL(/\/tenants\/batches\//)
}

async function shootFleet(page: Page, shoot: (name: string) => Promise<void>): Promise<void> {
  await fill(page)
  await shoot('fleet-filling')
  await page.getByRole('heading', { level: 1, name: /All \d+ tenants are done/ }).waitFor({ timeout: 180_000 })
  await shoot('fleet-filled')
  await page.goto('/')
  await page.getByRole('table', { name: 'Tenants' }).waitFor()
  await shoot('fleet')
  for (const name of ['Nod Publishers', 'Tailspin Toys', 'Litware'])
    await page.getByRole('checkbox', { name: new RegExp(`Select ${name}`) }).check()
  await shoot('fleet-bulk')
  await page.goto('/tenants/connect/many')
  await page
    .getByLabel('Customers and domains')
    .fill('Northwind Traders, northwind.example\nFabrikam, fabrikam.example\nContoso, contoso-practice.example\nadatum')
  await shoot('many')
  await page.getByRole('button', { name: 'Check the list' }).click()
  await page.getByRole('heading', { level: 1, name: /lines are good/ }).waitFor()
  await shoot('many-list')
  await page.goto('/?q=woodgrove')
  await page.getByRole('link', { name: 'Woodgrove Bank', exact: true }).last().click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await shoot('tenant-ending')
}

await inStudio(({ page, shoot }) => shootFleet(page, shoot))
