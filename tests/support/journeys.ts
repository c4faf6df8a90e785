import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test as base, type Page } from '@playwright/test'
import { controlOver } from '@/practice-cloud/control/client'
import type { Control, NewTenant } from '@/practice-cloud/control/control'
import type { FaultInput } from '@/practice-cloud/faults/catalogue'
import { watchComplaints, watchTitles } from './browser'
import { visitDevicePage } from './device-page'
import type { Owner } from './portal'
import { setUpPortal } from './portal-setup'

export { expect }

/** A tenant of the practice cloud that no other journey knows. Its codes are polled several times a second. */
export interface JourneyTenant {
  tenantId: string
  domain: string
  customer: string
  administrator: string
  fault(fault: FaultInput): Promise<void>
  /** All but the quick polls. */
  calm(): Promise<void>
}

interface Fixtures {
  cloud: Control
  newTenant: (wanted?: Partial<NewTenant>) => Promise<JourneyTenant>
  /** Complaints of the browser that this journey causes on purpose. */
  expectedComplaints: RegExp[]
}

/**
 * A journey: `page` is signed in as the owner, and fails when its browser complains about anything: an error of a script,
 * of the console, or of the content security policy.
 */
export const test = base.extend<Fixtures, { portal: string }>({
  portal: [
    async ({}, use) => {
      const close = await setUpPortal()
      await use(setting('PORTAL_URL'))
      await close()
    },
    { scope: 'worker', auto: true, timeout: 300_000 },
  ],
  baseURL: async ({ portal }, use) => use(portal),
  storageState: async ({ portal: _portal }, use) => use(setting('PORTAL_STATE')),
  cloud: async ({ portal: _portal }, use) => use(controlOver(practiceOrigin())),
  newTenant: async ({ cloud }, use) => use((wanted) => makeTenant(cloud, wanted)),
  expectedComplaints: [[], { option: true }],
  context: async ({ context, expectedComplaints }, use) => {
    const complaints = watchComplaints(context)
    await watchTitles(context)
    await use(context)
    expect(complaints.filter((text) => !expectedComplaints.some((expected) => expected.test(text)))).toEqual([])
  },
})

export function setting(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is missing: run the journeys with playwright test`)
  return value
}

export function practiceOrigin(): string {
  return setting('PORTAL_PRACTICE')
}

export function readOwner(): Owner {
  return JSON.parse(setting('PORTAL_OWNER')) as Owner
}

async function makeTenant(cloud: Control, wanted: Partial<NewTenant> = {}): Promise<JourneyTenant> {
  const name = `t${randomUUID().slice(0, 8)}`
  const domain = wanted.domain ?? `${name}.example`
  const { tenantId, people } = await cloud.createTenant({ domain, displayName: `Company ${name}`, ...wanted })
  const quickPolls = () => cloud.fault(tenantId, { name: 'device-interval', seconds: 0.2 })
  await quickPolls()
  return {
    tenantId,
    domain,
    customer: `Customer ${name}`,
    administrator: people.find(({ kind }) => kind === 'global-administrator')?.upn ?? '',
    fault: async (fault) => {
      await cloud.fault(tenantId, fault)
    },
    calm: async () => {
      await cloud.clearFaults(tenantId)
      await quickPolls()
    },
  }
}

/** Fills the form and asks for a code; ends where the run page shows something. */
export async function startRun(page: Page, { customer, domain }: JourneyTenant): Promise<void> {
  await page.goto('/tenants/connect')
  await page.getByLabel('Customer').fill(customer)
  await page.getByLabel('Their domain').fill(domain)
  await page.getByRole('button', { name: 'Get a sign-in code' }).click()
  await page.waitForURL(/\/tenants\/[^/]+\/runs\/[^/]+$/)
}

/** The code that the page shows. */
export async function readCode(page: Page): Promise<string> {
  await heading(page, 'Sign in at Microsoft with this code')
  return (await page.locator('.usercode output').innerText()).replaceAll(/\s/g, '')
}

export async function heading(page: Page, name: string | RegExp, timeout = 20_000): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible({ timeout })
}

/** The page shows the receipt, and the practice cloud has exactly one application of ours with one key. */
export async function expectConnected(page: Page, cloud: Control, tenant: JourneyTenant): Promise<void> {
  await heading(page, new RegExp(`^${tenant.customer} is (connected|reconfigured) and proved$`), 40_000)
  const { applications } = await cloud.god(tenant.tenantId)
  expect(applications.filter(({ foreign }) => !foreign).map(({ keyCredentials }) => keyCredentials.length)).toEqual([1])
}

/** Connects without the device page, for journeys that begin with a connected tenant; ends on the receipt. */
export async function connectTenant(page: Page, cloud: Control, tenant: JourneyTenant): Promise<void> {
  await startRun(page, tenant)
  await cloud.signIn({ userCode: await readCode(page), person: 'global-administrator' })
  await expectConnected(page, cloud, tenant)
}

/** As a crash would; the supervisor starts the portal again. */
export function killPortal(): void {
  const record = readFileSync(path.join(setting('PORTAL_HOME'), 'processes', 'portal.json'), 'utf8')
  process.kill((JSON.parse(record) as { pid: number }).pid, 'SIGKILL')
}

/** Opens Microsoft's page from the run page, goes through it as a person does, and closes it again. */
export async function signInAtMicrosoft(page: Page, person: string, answer?: 'continue' | 'cancel'): Promise<void> {
  const code = await readCode(page)
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Open Microsoft’s page' }).click()
  const microsoft = await opened
  await visitDevicePage(microsoft, { code, person, ...(answer && { answer }) })
  await microsoft.close()
}

/** The button in the foot of the sheet, which does the best way on. */
export function bestWay(page: Page, name: string) {
  return page.locator('.win-foot').getByRole('button', { name })
}
