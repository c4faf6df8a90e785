import type { Browser, Page } from '@playwright/test'
import { House } from './start'

export interface Portal {
  url: string
  practiceOrigin: string
  /** Works once, until an owner exists. */
  setupLink: string
  databaseUrl: string
  home: string
  house: House
  stop(): Promise<void>
}

/** Seconds instead of minutes: every wait of the product is a setting. */
const quick = {
  SPREAD_DEADLINE_SECONDS: '20',
  SPREAD_PAUSE_SECONDS: '0.3',
  STALE_PATIENCE_SECONDS: '10',
  LEASE_SECONDS: '2',
  MICROSOFT_TIMEOUT_SECONDS: '10',
  CODES_PER_RUN: '2',
  // the receivers of webhooks and mail that tests start
  EGRESS_PRIVATE: 'http://127.0.0.1',
}

/** The product as it runs for people: supervisor, built pages, practice cloud, an empty database of its own. */
export async function startPortal(environment: Record<string, string> = {}): Promise<Portal> {
  const house = new House({ environment: { ...quick, ...environment } })
  try {
    await house.ready(240_000)
  } catch (error) {
    await house.remove()
    throw error
  }
  return {
    url: house.url,
    practiceOrigin: house.practiceOrigin,
    setupLink: house.setupLink,
    databaseUrl: await house.databaseUrl(),
    home: house.home,
    house,
    stop: () => house.remove(),
  }
}

export interface Owner {
  name: string
  email: string
  password: string
}

/** What a newcomer does with the setup link; ends on the empty fleet. */
export async function createOwner(page: Page, setupLink: string, owner: Owner): Promise<void> {
  await page.goto(setupLink)
  await page.getByLabel('Your name').fill(owner.name)
  await page.getByLabel('Mail address').fill(owner.email)
  await page.getByLabel('Password').fill(owner.password)
  await page.getByRole('button', { name: 'Create the account' }).click()
  await page.getByRole('heading', { name: /No tenant yet/ }).waitFor()
}

/** Creates the owner in a browser and keeps the signed-in state in `file`, for the contexts of all journeys. */
export async function keepOwnerState(browser: Browser, portal: Portal, owner: Owner, file: string): Promise<void> {
  const context = await browser.newContext()
  await createOwner(await context.newPage(), portal.setupLink, owner)
  await context.storageState({ path: file })
  await context.close()
}
