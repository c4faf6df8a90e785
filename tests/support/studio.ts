import { statSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type { Control } from '@/practice-cloud/control/control'

export interface Studio {
  page: Page
  cloud: Control
  /** Draws the page as it is now. */
  shoot: (name: string, of?: Page) => Promise<void>
}

export interface Customer {
  customer: string
  domain: string
}

export const guide = path.resolve('docs/guide')
const longestBytes = 150_000

const looks = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const
type Look = (typeof looks)[number]

const [plain, dark, phone] = looks

/** What the guide shows, and how: most on a wide screen in light, one on a phone, one in the dark. */
const guidePictures: Readonly<Record<string, Look>> = {
  ...Object.fromEntries(
    [
      'fleet',
      'connect',
      'code',
      'steps',
      'receipt',
      'tenant',
      'drift',
      'similar',
      'adopt',
      'certificate',
      'renewal-waits',
      'by-hand',
      'own-application',
      'browser-sign-in',
      'help',
      'notifications',
      'notification-channel',
      'api-client',
      'rest-api',
      'backup-server',
      'fleet-bulk',
      'fleet-filling',
      'many',
      'many-list',
      'reconfigure',
      'restore',
      'decommission',
      'taken-back',
    ].map((name) => [name, plain]),
  ),
  ...Object.fromEntries(
    ['second-factor', 'code-blocked', 'request', 'deleted', 'foreign', 'throttled', 'clock'].map((name) => [
      `failure-${name}`,
      plain,
    ]),
  ),
  'failure-role': phone,
  'failure-grant': dark,
}

/** Everything, in every look, into a folder. */
export async function shootAll(page: Page, folder: string, name: string): Promise<void> {
  for (const look of looks) {
    await dress(page, look)
    const file = `${name}-${look.width}-${look.colorScheme}.png`
    await page.screenshot({ path: path.join(folder, file), fullPage: true })
  }
  await dress(page, plain)
}

/** For the guide: from the top of the page, as much as the limit allows. */
export async function shootGuide(page: Page, name: string): Promise<void> {
  const look = guidePictures[name]
  if (look === undefined) return
  const file = path.join(guide, `${name}.png`)
  await dress(page, look)
  for (let height = look.height; height >= 500; height -= 50) {
    // the window shrinks, not the picture: what sticks to its bottom stays in sight
    await page.setViewportSize({ width: look.width, height })
    await page.screenshot({ path: file })
    if (statSync(file).size <= longestBytes) return dress(page, plain)
  }
  throw new Error(`${file} is larger than ${longestBytes} bytes`)
}

async function dress(page: Page, { width, height, colorScheme }: Look): Promise<void> {
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
}

/** A customer’s tenant in the practice cloud, polled quickly. Answers its id. */
export async function prepareTenant(cloud: Control, { customer, domain }: Customer): Promise<string> {
  const known = (await cloud.tenants()).find((tenant) => tenant.domain === domain)
  const { tenantId } = known ?? (await cloud.createTenant({ domain, displayName: customer }))
  await cloud.fault(tenantId, { name: 'device-interval', seconds: 0.5 })
  return tenantId
}

export async function openForm({ page }: Studio, { customer, domain }: Customer): Promise<void> {
  await page.goto(`/tenants/connect?${String(new URLSearchParams({ customer, domain }))}`)
  await page.getByText(/Found in the practice cloud/).waitFor()
}

export async function askForCode(studio: Studio, customer: Customer): Promise<string> {
  await openForm(studio, customer)
  await studio.page.getByRole('button', { name: 'Get a sign-in code' }).click()
  return readCode(studio)
}

export async function readCode({ page }: Studio): Promise<string> {
  return (await page.locator('.usercode output').innerText()).replaceAll(/\s/g, '')
}

export async function signIn(studio: Studio, customer: Customer, person = 'global-administrator'): Promise<void> {
  await studio.cloud.signIn({ userCode: await askForCode(studio, customer), person })
}

export async function untilHeading({ page }: Studio, name: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor()
}
