// Pictures of every page, by a portal of its own: `npx tsx tests/support/screenshots.ts [folder]`. Without a folder it
// renews the light ones of the guide; with one it draws everything there, also dark and on a phone.
import { randomUUID } from 'node:crypto'
import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { controlOver } from '@/practice-cloud/control/client'
import type { Control } from '@/practice-cloud/control/control'
import { openBrowser } from './browser'
import { choose, readGuide, registerAtMicrosoft, saveDomain, saveId, signInThere, testThere } from './browser-journeys'
import { createOwner, startPortal } from './portal'

const guide = path.resolve('docs/guide')
const guidePictures = [
  'fleet',
  'connect',
  'code',
  'steps',
  'receipt',
  'tenant',
  'by-hand',
  'own-application',
  'browser-sign-in',
]
const longestBytes = 150_000

interface Studio {
  page: Page
  cloud: Control
  /** Draws the page as it is now. */
  shoot: (name: string, of?: Page) => Promise<void>
}

const looks = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const

async function shootAll(page: Page, folder: string, name: string): Promise<void> {
  for (const { width, height, colorScheme } of looks) {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: path.join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true })
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

/** From the top of the page, as much as the limit allows. */
async function shootGuide(page: Page, name: string): Promise<void> {
  if (!guidePictures.includes(name)) return
  const file = path.join(guide, `${name}.png`)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  for (let height = 900; height >= 500; height -= 50) {
    await page.screenshot({ path: file, clip: { x: 0, y: 0, width: 1440, height } })
    if (statSync(file).size <= longestBytes) return
  }
  throw new Error(`${file} is larger than ${longestBytes} bytes`)
}

const customers = [
  { customer: 'Northwind Traders', domain: 'northwind.example' },
  { customer: 'Fabrikam', domain: 'fabrikam.example' },
  { customer: 'Adventure Works', domain: 'adventure-works.example' },
  { customer: 'Wide World Importers', domain: 'wideworld.example' },
] as const
type Customer = Readonly<Record<'customer' | 'domain', string>>

async function prepareTenant(cloud: Control, { customer, domain }: Customer): Promise<string> {
  const known = (await cloud.tenants()).find((tenant) => tenant.domain === domain)
  const { tenantId } = known ?? (await cloud.createTenant({ domain, displayName: customer }))
  await cloud.fault(tenantId, { name: 'device-interval', seconds: 0.5 })
  return tenantId
}

async function askForCode({ page }: Studio, { customer, domain }: Customer): Promise<string> {
  await page.goto(`/tenants/connect?${String(new URLSearchParams({ customer, domain }))}`)
  await page.getByText(/Found in the practice cloud/).waitFor()
  await page.getByRole('button', { name: 'Get a sign-in code' }).click()
  return (await page.locator('.usercode output').innerText()).replaceAll(/\s/g, '')
}

async function signIn(studio: Studio, one: Customer, person = 'global-administrator') {
  await studio.cloud.signIn({ userCode: await askForCode(studio, one), person })
}

async function shootJourney(studio: Studio): Promise<void> {
  const { page, cloud, shoot } = studio
  const [first, second, third, fourth] = customers
  for (const one of customers) await prepareTenant(cloud, one)
  await shoot('fleet-empty')
  await page.goto(`/tenants/connect?${String(new URLSearchParams(first))}`)
  await page.getByText(/Found in the practice cloud/).waitFor()
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

/** The provider's own application, from the empty guide to a sign-in in the browser. */
async function shootOwnApplication(studio: Studio, practiceOrigin: string): Promise<void> {
  const { page, cloud, shoot } = studio
  await page.goto('/settings/own-application')
  await shoot('own-application-empty')
  await saveDomain(page)
  await page.reload()
  const given = await readGuide(page)
  const microsoft = await page.context().newPage()
  const mistaken = await registerAtMicrosoft(microsoft, practiceOrigin, { name: 'Mistaken', platform: 'spa', ...given })
  await saveId(page, mistaken)
  await testThere(page, cloud)
  await shoot('own-application-mistaken')
  const appId = await registerAtMicrosoft(microsoft, practiceOrigin, { name: 'Relecloud sign-in', ...given })
  await microsoft.close()
  await saveId(page, appId)
  await testThere(page, cloud)
  await choose(page, 'Always first')
  await page.goto('/settings/own-application')
  await shoot('own-application')
  const one = { customer: 'Tailwind Toys', domain: 'tailwind.example' }
  await prepareTenant(cloud, one)
  await page.goto(`/tenants/connect?${String(new URLSearchParams(one))}`)
  await page.getByText(/Found in the practice cloud/).waitFor()
  await page.getByRole('button', { name: 'Get a sign-in code' }).click()
  await page.getByRole('heading', { name: /signs in at Microsoft, in this browser/ }).waitFor()
  await shoot('browser-first')
  const run = page.url()
  await page.locator('.win-foot').getByRole('link', { name: 'Sign in at Microsoft' }).click()
  await page.getByRole('heading', { name: 'Pick an account' }).waitFor()
  const other = await page.context().newPage()
  await other.goto(run)
  await other.getByRole('heading', { name: /waits in this browser/ }).waitFor()
  await other.bringToFront()
  await shoot('browser-sign-in', other)
  await other.close()
  const tenant = (await cloud.tenants()).find(({ domain }) => domain === one.domain)
  const upn = tenant?.people.find(({ kind }) => kind === 'global-administrator')?.upn ?? ''
  await signInThere(page, upn)
  await page.getByRole('heading', { name: /is connected and proved/ }).waitFor()
  await shoot('browser-receipt')
  await page.goto('/settings')
  await shoot('settings-two')
  await page.goto('/connect/callback?state=x')
  await shoot('browser-stopped')
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
  await shootOwnApplication(studio, portal.practiceOrigin)
  await shootVisitor(browser, portal.url, shootPage)
  await browser.close()
} finally {
  await portal.stop()
}
