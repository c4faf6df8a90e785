// Pictures of API clients, by a portal of its own: `npx tsx tests/support/api-client-pictures.ts [folder]`. Without a
// folder it renews those of the guide; with one it draws everything there, also dark and on a phone.
import type { Page } from '@playwright/test'
import { disableThere, makeClientThere } from './api-client-pages'
import { inStudio } from './open-studio'

async function shootClients(page: Page, shoot: (name: string) => Promise<void>): Promise<void> {
  await page.goto('/settings/api-clients')
  await shoot('api-clients-empty')
  await page.goto('/settings/api-clients/new')
  await shoot('api-client-new')
  await makeClientThere(page, 'Old script', ['tenants:read'])
  await page.getByRole('link', { name: 'Open the client' }).click()
  await disableThere(page)
  const { id, secret } = await makeClientThere(page, 'Backup server Frankfurt', ['tenants:read', 'tokens:issue'])
  await shoot('api-client-made')
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret })
  await fetch(new URL('/api/oauth/token', page.url()), { method: 'POST', body })
  await page.getByRole('link', { name: 'Open the client' }).click()
  await page.getByRole('heading', { level: 1, name: 'Backup server Frankfurt' }).waitFor()
  await shoot('api-client')
  await page.goto('/settings/api-clients')
  await shoot('api-clients')
}

await inStudio(({ page, shoot }) => shootClients(page, shoot))
