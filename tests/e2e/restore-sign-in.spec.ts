import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { inspectPage, overflowOf } from '../support/browser'
import { authorize, execute, openOperation } from '../support/docs-page'
import { connectTenant, expect, heading, readCode, test } from '../support/journeys'
import { startStandIn } from '../support/veeam'

test.describe.configure({ timeout: 300_000 })

test('where security defaults are on, a sign-in is handed to a backup server or taken once; software and people on the page of the API find their door only while it is open', async ({
  page,
  cloud,
  newTenant,
  request,
  portal,
}) => {
  const tenant = await newTenant({ securityDefaults: true })
  await connectTenant(page, cloud, tenant)
  const standIn = await startStandIn()
  try {
    await page.goto('/restore')
    await inspectPage(page)
    await page.getByText('Register one…').click()
    await page.getByLabel('Name', { exact: true }).fill('Backup, hall 2')
    await page.getByLabel('Address').fill(`${standIn.address}/api`)
    await page.getByRole('button', { name: 'Register the server' }).click()
    await expect(page.getByText('Give only the host and the port')).toBeVisible()
    await page.getByLabel('Address').fill(standIn.address)
    await page.getByLabel('SHA-256 thumbprint of its certificate').fill(standIn.sha256)
    await inspectPage(page)
    await page.getByRole('button', { name: 'Register the server' }).click()
    await expect(page.getByText(`${standIn.address}, v8, certificate pinned`)).toBeVisible()

    const begin = async () => {
      await page.goto('/restore')
      await page.getByLabel('Tenant', { exact: true }).selectOption({ label: `${tenant.customer} (${tenant.domain})` })
      await page.getByRole('button', { name: 'Get a sign-in code' }).click()
      await page.waitForURL(/\/restore\/[0-9a-f-]+$/)
      await cloud.signIn({ userCode: await readCode(page), person: 'global-administrator' })
      await heading(page, 'The sign-in is ready to take', 60_000)
    }
    await begin()
    await inspectPage(page)
    await page.getByRole('button', { name: 'Hand it over' }).click()
    await expect(page.getByText('veeam-access-token')).toBeVisible()
    expect(standIn.heard.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /v8/Token'])
    await inspectPage(page)
    await page.reload()
    await expect(page.getByText('veeam-access-token')).toHaveCount(0)

    await begin()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download once' }).click()
    const assertion = await readFile(await (await download).path(), 'utf8')
    await page.reload()
    await expect(page.getByRole('button', { name: 'Download once' })).toHaveCount(0)

    const organization = `${tenant.domain.split('.')[0] ?? ''}.onmicrosoft.example`
    const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
    const ask = () =>
      request.post(`${portal}/v4/Token`, { form: { grant_type: grant, client_id: organization, assertion } })
    expect((await ask()).status()).toBe(400)
    await page.goto('/?q=' + tenant.domain)
    await page.getByRole('link', { name: tenant.customer }).first().click()
    const card = page.getByRole('region', { name: 'Restore sign-in for software' })
    await card.getByText('Open it…').click()
    await inspectPage(page)
    await card.getByRole('button', { name: 'Open restore sign-in' }).click()
    await expect(card.getByText(organization)).toBeVisible()
    const opened = await ask()
    expect(opened.status(), await opened.text()).toBe(200)
    const { access_token: token } = (await opened.json()) as { access_token: string }
    const session = () =>
      request.get(`${portal}/api/v1/restore/session`, { headers: { Authorization: `Bearer ${token}` } })
    expect(await (await session()).json()).toMatchObject({ account: { userPrincipalName: tenant.administrator } })
    await tryOnDocsPage(await page.context().newPage(), { organization, assertion, account: tenant.administrator })
    await card.getByRole('button', { name: 'Shut it, and end its tokens' }).click()
    await expect(card.getByText('Open it…')).toBeVisible()
    expect((await session()).status()).toBe(401)
  } finally {
    await standIn.close()
  }
})

/** Organization name and assertion pasted into Swagger UI give a token, and the token pasted there opens the session. */
async function tryOnDocsPage(page: Page, given: { organization: string; assertion: string; account: string }) {
  await page.goto('/api/docs')
  await expect(page.locator('[data-path="/api/oauth/token"]')).toBeVisible()
  await expect(page.getByRole('link', { name: 'API clients' })).toHaveAttribute('href', '/settings/api-clients')
  await expect(page.locator('html')).not.toHaveClass(/dark-mode/)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveClass(/dark-mode/)
  const door = await openOperation(page, 'Tokens-askForRestoreToken')
  await expect(door.locator('[data-path]')).toHaveAttribute('data-path', '/v8/token')
  await fieldOf(door, 'grant_type').locator('select').selectOption('urn:ietf:params:oauth:grant-type:jwt-bearer')
  await fieldOf(door, 'client_id').getByRole('textbox').fill(given.organization)
  await fieldOf(door, 'assertion').getByRole('textbox').fill(given.assertion)
  const { status, body } = await execute(door)
  expect(status).toBe('200')
  const { access_token: token } = body as { access_token: string }
  await authorize(page, token)
  const session = await execute(await openOperation(page, 'Restore-getRestoreSession'))
  expect(session).toMatchObject({ status: '200', body: { account: { userPrincipalName: given.account } } })
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await overflowOf(page)).toEqual([])
  await page.close()
}

function fieldOf(operation: Locator, name: string): Locator {
  return operation.locator(`tr[data-property-name="${name}"], tr[data-param-name="${name}"]`)
}
