// Pictures of the staff's pages, by a portal of its own: `npx tsx tests/support/staff-screenshots.ts [folder]`. Without a
// folder it renews those of the guide; with one it draws everything there, also dark and on a phone.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { openBrowser } from './browser'
import { startProvider } from './openid-provider'
import { createOwner, startPortal } from './portal'

const folder = process.argv[2]
const guidePictures = ['staff', 'second-factor']
const password = 'lantern gravel october'

async function shoot(page: Page, name: string): Promise<void> {
  if (folder === undefined) {
    if (!guidePictures.includes(name)) return
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.screenshot({ path: path.resolve('docs/guide', `${name}.png`) })
    return
  }
  for (const width of [1440, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: width === 1440 ? 900 : 844 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.screenshot({ path: path.join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true })
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

if (folder !== undefined) mkdirSync(folder, { recursive: true })
const provider = await startProvider()
const portal = await startPortal({ ...provider.settings, SSO_ROLES: 'operator=Latchkey.Operator' })
provider.trust(portal.url)
try {
  const browser = await openBrowser()
  const open = async () =>
    (await browser.newContext({ baseURL: portal.url, viewport: { width: 1440, height: 900 } })).newPage()
  const owner = await open()
  await createOwner(owner, portal.setupLink, { name: 'Marta Ruiz', email: 'marta@provider.example', password })

  const theirs = await open()
  await theirs.goto('/sign-in')
  await shoot(theirs, 'sign-in')
  provider.person = { sub: 'ines', name: 'Ines Okafor', email: 'ines@provider.example' }
  await theirs.goto('/sign-in/provider')
  await theirs.getByRole('heading', { level: 1 }).waitFor()
  await shoot(theirs, 'no-role')
  provider.person = { ...provider.person, roles: ['Latchkey.Operator'] }
  await theirs.goto('/sign-in/provider')
  provider.person = { sub: 'marta', name: 'Marta R.', email: 'marta@provider.example', roles: ['Latchkey.Operator'] }
  await (await open()).goto('/sign-in/provider')

  await owner.goto('/settings/staff')
  const form = owner.getByRole('form', { name: 'Invite a colleague' })
  await form.getByLabel('Their mail address').fill('tunde@provider.example')
  await form.getByRole('button').click()
  const link = await form.locator('.copy-field code').innerText()
  await shoot(owner, 'invited')
  const tunde = await open()
  await tunde.goto(link)
  await shoot(tunde, 'invitation')
  await tunde.getByLabel('Your name').fill('Tunde Bello')
  await tunde.getByLabel('Password').fill(password)
  await tunde.getByRole('button', { name: 'Create my account' }).click()
  await tunde.getByRole('heading', { name: /No tenant yet/ }).waitFor()
  await tunde.goto('/account')
  await tunde.getByRole('button', { name: 'Set up the authenticator app' }).click()
  await tunde.getByLabel('The six digits').waitFor()
  await shoot(tunde, 'second-factor')
  await owner.goto('/settings/staff')
  await shoot(owner, 'staff')
  await owner.getByRole('link', { name: 'Tunde Bello' }).click()
  await owner.getByRole('heading', { name: 'Tunde Bello' }).waitFor()
  await shoot(owner, 'person')
  await browser.close()
} finally {
  await portal.stop()
  await provider.close()
}
