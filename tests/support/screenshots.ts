// Pictures of every page, by a portal of its own: `npx tsx tests/support/screenshots.ts [folder]`. Without a folder it
// renews those of the guide; with one it draws everything there, also dark and on a phone.
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import { controlOver } from '@/practice-cloud/control/client'
import { openBrowser } from './browser'
import { shootDrift } from './check-pictures'
import { shootChanges } from './change-pictures'
import { shootFailures } from './failure-pictures'
import { shootNotifications } from './notification-pictures'
import { shootOwnApplication } from './own-application-pictures'
import { createOwner, startPortal } from './portal'
import { askForCode, guide, openForm, prepareTenant, shootAll, shootGuide, signIn, type Studio } from './studio'

const customers = [
  { customer: 'Northwind Traders', domain: 'northwind.example' },
  { customer: 'Fabrikam', domain: 'fabrikam.example' },
  { customer: 'Adventure Works', domain: 'adventure-works.example' },
  { customer: 'Wide World Importers', domain: 'wideworld.example' },
] as const

async function shootJourney(studio: Studio): Promise<void> {
  const { page, cloud, shoot } = studio
  const [first, second, third, fourth] = customers
  for (const one of customers) await prepareTenant(cloud, one)
  await shoot('fleet-empty')
  await openForm(studio, first)
  await shoot('connect')
  const code = await askForCode(studio, first)
  await shoot('code')
  const { tenantId } = (await cloud.tenants()).find(({ domain }) => domain === first.domain)!
  await cloud.fault(tenantId, { name: 'replication-lag', reads: 'tokenService', seconds: 300 })
  await cloud.signIn({ userCode: code, person: 'global-administrator' })
  await page.getByText(/Still spreading at Microsoft/).waitFor()
  await shoot('steps')
  await cloud.clearFaults(tenantId)
  await page.getByRole('heading', { name: /is connected and proved/ }).waitFor()
  await shoot('receipt')
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  await page.getByRole('heading', { name: 'For the backup server' }).waitFor()
  await page.evaluate(() => {
    scrollTo(0, 0)
  })
  await shoot('tenant')
  await signIn(studio, second, 'another-tenant')
  await page.getByRole('heading', { name: /another tenant/ }).waitFor()
  await shoot('wrong-tenant')
  await signIn(studio, third)
  await page.getByRole('heading', { name: /is connected and proved/ }).waitFor()
  const blocked = (await cloud.tenants()).find(({ domain }) => domain === fourth.domain)!
  await cloud.fault(blocked.tenantId, { name: 'device-code-blocked' })
  await signIn(studio, fourth)
  await page.getByRole('heading', { name: /does not allow signing in with a code/ }).waitFor()
  await shoot('blocked')
  await page.locator('.win-foot').getByRole('button', { name: 'Set it up by hand' }).click()
  await page.getByRole('heading', { name: /set it up by hand/ }).waitFor()
  await shoot('by-hand')
  await page.goto('/')
  await shoot('fleet')
  await page.goto('/settings')
  await shoot('settings')
}

async function shootVisitor(browser: Browser, url: string, shoot: (page: Page, name: string) => Promise<void>) {
  const page = await (await browser.newContext({ baseURL: url })).newPage()
  await page.goto('/sign-in')
  await shoot(page, 'sign-in')
}

const folder = process.argv[2]
mkdirSync(folder ?? guide, { recursive: true })
const shootPage = (page: Page, name: string) =>
  folder === undefined ? shootGuide(page, name) : shootAll(page, folder, name)
const portal = await startPortal({ SPREAD_DEADLINE_SECONDS: '300' })
try {
  const browser = await openBrowser()
  const context = await browser.newContext({ baseURL: portal.url, viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(portal.setupLink)
  await shootPage(page, 'setup')
  await createOwner(page, portal.setupLink, {
    name: 'Marta Ruiz',
    email: 'marta.ruiz@provider.example',
    password: randomUUID(),
  })
  const cloud = controlOver(portal.practiceOrigin)
  const studio: Studio = { page, cloud, shoot: (name, of = page) => shootPage(of, name) }
  await shootJourney(studio)
  await shootChanges(studio)
  await shootFailures(studio)
  await shootDrift(studio)
  await shootOwnApplication(studio, portal.practiceOrigin)
  await shootNotifications(studio)
  await shootVisitor(browser, portal.url, shootPage)
  await browser.close()
} finally {
  await portal.stop()
}
