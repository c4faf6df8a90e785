import { choose, readGuide, registerAtMicrosoft, saveDomain, saveId, signInThere, testThere } from './browser-journeys'
import { openForm, prepareTenant, type Studio } from './studio'

/** The provider's own application, from the empty guide to a sign-in in the browser. */
export async function shootOwnApplication(studio: Studio, practiceOrigin: string): Promise<void> {
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
  await openForm(studio, one)
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
