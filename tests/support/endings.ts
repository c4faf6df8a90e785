import type { Control } from '@/practice-cloud/control/control'
import type { PersonKind } from '@/practice-cloud/data/people'
import type { FaultInput } from '@/practice-cloud/faults/catalogue'
import { expect, type Locator, type Page } from '@playwright/test'
import { heading, readCode, startRun, type JourneyTenant } from './journeys'

/** What a person must find on the page of a run that stopped. */
export interface Ending {
  /** The whole heading, or its certain part. */
  title: string | RegExp
  /** Who must act, as the page says it. */
  who: RegExp
  /** The line that says what was written at Microsoft, and what was not. */
  written: string | RegExp
  /** The best way on, as its button or link is called. */
  way: string
  /** What the text ready to send names: why, and what is asked for. Null where nobody else must act. */
  letter: readonly (string | RegExp)[] | null
}

/** A sentence that a person understands without a list of codes. Addresses of people and permissions are no codes. */
export function expectPlainWords(text: string): void {
  const words = text.replaceAll(/\S+@\S+/g, '').replaceAll(/\b[A-Z]\w*(?:\.\w+)+\b/g, '')
  expect(words.trim()).toMatch(/\w.*\w/)
  expect(words).not.toMatch(/AADSTS|\b\d{5,}\b|_|\b[A-Z][a-z]+[A-Z]\w*(?<!OneDrive|SharePoint|PowerShell)\b/)
}

/** The whole face of an ending: sentence, who, written, way on, text ready to send, and Microsoft’s answer with its ids. */
export async function expectEnding(page: Page, tenant: JourneyTenant, ending: Ending): Promise<void> {
  await heading(page, ending.title, 40_000)
  expectPlainWords(await page.getByRole('heading', { level: 1 }).innerText())
  expectPlainWords(await page.locator('.lede').innerText())
  await expect(page.locator('.who-can')).toHaveText(
    new RegExp(`^(Who can mend it|Who acts): .*${ending.who.source}`, 's'),
  )
  await expect(page.locator('.win-foot > p')).toHaveText(ending.written)
  await expect(wayOn(page, ending.way)).toBeVisible()
  if (ending.letter === null) return
  const letter = await readLetter(page)
  for (const part of [tenant.domain, ...ending.letter]) expect(letter).toMatch(part)
}

export function wayOn(page: Page, name: string): Locator {
  const foot = page.locator('.win-foot')
  return foot.getByRole('button', { name }).or(foot.getByRole('link', { name }))
}

/** The text that is ready to send, as its reader will get it. */
export async function readLetter(page: Page): Promise<string> {
  const choice = page.locator('.choice').filter({ has: page.getByRole('button', { name: /Copy/ }) })
  const letter = choice.first().locator('pre')
  await choice.first().getByText('Read it first').click()
  await expect(letter).toBeVisible()
  const text = await letter.innerText()
  expect(text.length).toBeGreaterThan(250)
  return text
}

/** Microsoft’s own answer is there for its support: a code that leads to its meaning, both ids, and the time. */
export async function expectAnswer(page: Page, code: string): Promise<void> {
  const answer = page.locator('.raw-lines')
  await expect(answer.getByRole('link', { name: code })).toHaveAttribute('href', `/help/errors/${code}`)
  await expect(answer).toContainText(/trace [\w-]{8,}/)
  await expect(answer).toContainText(/correlation [\w-]{8,}/)
  await expect(answer.locator('time').first()).toHaveText(/\d\d:\d\d:\d\d/)
}

/** Nothing half-made is left behind at Microsoft. */
export async function expectNothingWritten(cloud: Control, tenant: JourneyTenant): Promise<void> {
  const { applications, servicePrincipals, grants, deletedItems } = await cloud.god(tenant.tenantId)
  expect({ applications, servicePrincipals, grants, deletedItems }).toEqual({
    applications: [],
    servicePrincipals: [],
    grants: [],
    deletedItems: [],
  })
}

/** Starts a run in this weather and signs in as this person, without the device page. */
export async function runAs(
  page: Page,
  cloud: Control,
  tenant: JourneyTenant,
  { person = 'global-administrator', weather = [] }: { person?: PersonKind; weather?: readonly FaultInput[] } = {},
): Promise<void> {
  for (const fault of weather) await tenant.fault(fault)
  await startRun(page, tenant)
  await cloud.signIn({ userCode: await readCode(page), person })
}

/** From a stopped run on: a new code, and an administrator who may. */
export async function continueAs(
  page: Page,
  cloud: Control,
  way = 'Get a new code',
  person: PersonKind = 'global-administrator',
): Promise<void> {
  await wayOn(page, way).click()
  await cloud.signIn({ userCode: await readCode(page), person })
}

export async function personOf(cloud: Control, tenant: JourneyTenant, kind: PersonKind): Promise<string> {
  const known = (await cloud.tenants()).find(({ tenantId }) => tenantId === tenant.tenantId)
  return known?.people.find((person) => person.kind === kind)?.upn ?? ''
}
