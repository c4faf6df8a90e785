// Pictures of what machines use, by a portal of its own: `npx tsx tests/support/machine-pictures.ts [folder]`. Without a
// folder it renews those of the guide; with one it draws everything there, also dark and on a phone.
import { makeClientThere } from './api-client-pages'
import { authorize, openOperation } from './docs-page'
import { inStudio } from './open-studio'
import { prepareTenant, signIn, untilHeading, type Studio } from './studio'

const who = { customer: 'Proseware', domain: 'proseware.example' } as const

async function shootRecipes(studio: Studio): Promise<void> {
  const { page, cloud, shoot } = studio
  await prepareTenant(cloud, who)
  await signIn(studio, who)
  await untilHeading(studio, /is connected and proved/)
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  const recipes = page.getByRole('region', { name: 'Use it from a backup server' })
  await recipes.locator('summary').first().click()
  await page.setViewportSize({ width: 1440, height: 900 })
  await recipes.evaluate((element) => {
    element.scrollIntoView({ block: 'start' })
  })
  await shoot('backup-server')
  await page.getByRole('link', { name: 'Add a backup server’s certificate' }).click()
  await untilHeading(studio, 'Certificates of backup servers')
  await shoot('server-keys')
}

async function shootApi({ page, shoot }: Studio): Promise<void> {
  const { id, secret } = await makeClientThere(page, 'Reporting', ['tenants:read'])
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret })
  const answer = await fetch(new URL('/api/oauth/token', page.url()), { method: 'POST', body })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  await page.goto('/api/docs')
  await authorize(page, token)
  await openOperation(page, 'Tenants-listTenants')
  await page.mouse.move(0, 0)
  await page.locator('#operations-tag-Tokens').evaluate((element) => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    element.scrollIntoView({ block: 'start' })
  })
  await shoot('rest-api')
}

await inStudio(async (studio) => {
  await shootRecipes(studio)
  await shootApi(studio)
})
