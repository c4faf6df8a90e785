import { expect, type Page } from '@playwright/test'
import type { Control } from '@/practice-cloud/control/control'

export const homeDomain = 'provider.practice.example'
const guide = '/settings/own-application'

/** The practice cloud's page for registering applications, filled in as the guide says. Tells the application id. */
export async function registerAtMicrosoft(
  microsoft: Page,
  practiceOrigin: string,
  wanted: { name: string; redirectAddress: string; platform?: 'web' | 'spa'; certificate: Buffer },
): Promise<string> {
  await microsoft.goto(`${practiceOrigin}/app-registrations`)
  await microsoft.getByLabel('Name', { exact: true }).fill(wanted.name)
  await microsoft.getByLabel('Platform').selectOption(wanted.platform ?? 'web')
  await microsoft.getByLabel('Redirect address').fill(wanted.redirectAddress)
  await microsoft
    .getByLabel('Certificate, as a file (PEM)')
    .setInputFiles({ name: 'latchkey-sign-in.cer', mimeType: 'application/x-x509-ca-cert', buffer: wanted.certificate })
  await microsoft.getByRole('button', { name: 'Register' }).click()
  return microsoft.locator('[role=status] dd code').first().innerText()
}

/** What the guide hands out: the certificate as a file, and the address to register. */
export async function readGuide(page: Page): Promise<{ certificate: Buffer; redirectAddress: string }> {
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download the certificate' }).click()
  const stream = await (await download).createReadStream()
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return { certificate: Buffer.concat(chunks), redirectAddress: await page.locator('.copy-field code').innerText() }
}

export async function saveDomain(page: Page): Promise<void> {
  await page.goto(guide)
  await page.getByLabel('Your domain').fill(homeDomain)
  await page.getByRole('button', { name: 'Save the domain' }).click()
  await expect(page.getByText('Saved. The certificate is ready below.')).toBeVisible()
}

export async function saveId(page: Page, appId: string): Promise<void> {
  await page.goto(guide)
  await page.getByRole('textbox', { name: 'Application (client) ID' }).fill(appId)
  await page.getByRole('button', { name: 'Save the ID' }).click()
  await expect(page.getByText('Saved. Test it now.')).toBeVisible()
}

/** Whoever is at Microsoft’s sign-in page picks an account, proves a second factor and accepts what is asked. */
export async function signInThere(page: Page, upn: string, answer: 'Accept' | 'Cancel' = 'Accept'): Promise<void> {
  await page.getByRole('radio', { name: upn }).check()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Approve on my phone' }).click()
  const consent = page.getByRole('button', { name: answer })
  await consent.or(page.locator('.shell, .journey')).first().waitFor()
  if (await consent.isVisible()) await consent.click()
}

/** Tests from the guide; ends on the guide. */
export async function testThere(page: Page, cloud: Control): Promise<void> {
  await page.getByRole('link', { name: /^Test (at Microsoft|again)$/ }).click()
  await signInThere(page, await homeAdministrator(cloud))
  await page.waitForURL(new RegExp(guide))
}

export async function choose(page: Page, title: 'When a code is blocked' | 'Always first' | 'Off'): Promise<void> {
  await page.getByRole('radio', { name: new RegExp(`^${title}`) }).check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved. It counts from the next sign-in on.')).toBeVisible()
}

async function homeAdministrator(cloud: Control): Promise<string> {
  const home = (await cloud.tenants()).find(({ domain }) => domain === homeDomain)
  return home?.people.find(({ kind }) => kind === 'global-administrator')?.upn ?? ''
}
