import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { disableThere, makeClientThere } from '../support/api-client-pages'
import { inspectPage } from '../support/browser'
import { expect, heading, test } from '../support/journeys'

test('a client is made, asks for a token by the command on its page, and is refused once it is disabled', async ({
  page,
  portal,
}) => {
  await page.goto('/settings')
  await page.getByRole('link', { name: 'Open API clients' }).click()
  await heading(page, 'API clients')
  await inspectPage(page)
  await page.getByRole('link', { name: 'Make a client' }).click()
  await heading(page, 'Make a client')
  await inspectPage(page)
  await page.getByLabel('Name').fill('Backup server Frankfurt')
  await page.locator('input[name=resources]').first().uncheck()
  await page.getByRole('button', { name: 'Make the client' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Choose what it may get' })).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue('Backup server Frankfurt')

  const { id, secret } = await makeClientThere(page, 'Backup server Frankfurt', ['tenants:read'])
  await inspectPage(page)
  const command = await page.locator('.code-block').innerText()
  const ask = async () => {
    // curl asks for the secret on a terminal; without one it takes it behind the client’s id
    const line = command.replace(`--user ${id}`, '--user "$CLIENT"')
    const { stdout } = await promisify(execFile)('sh', ['-c', line], {
      env: { ...process.env, CLIENT: `${id}:${secret}` },
    })
    return JSON.parse(stdout) as Record<string, unknown>
  }
  expect(await ask()).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'tenants:read' })

  await page.getByRole('link', { name: 'Open the client' }).click()
  await heading(page, 'Backup server Frankfurt')
  await expect(page.getByText('just now')).toBeVisible()
  expect(await page.content()).not.toContain(secret)
  await inspectPage(page)
  await page.getByText('Replace the secret').click()
  await page.getByRole('button', { name: 'Make a new secret' }).click()
  const renewed = (await page.locator('.copy-field code').innerText()).trim()
  expect(await ask()).toMatchObject({ error: 'invalid_client' })
  const answer = await fetch(`${portal}/api/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: renewed }),
  })
  expect(answer.status).toBe(200)
  const { access_token: token } = (await answer.json()) as Record<string, string>
  const lookAtTenants = async () => {
    const headers = { Authorization: `Bearer ${token ?? ''}` }
    return (await fetch(`${portal}/api/v1/tenants`, { headers })).status
  }
  expect(await lookAtTenants()).toBe(200)
  const metadata = await fetch(`${portal}/.well-known/oauth-authorization-server`)
  expect(await metadata.json()).toMatchObject({ response_types_supported: [], revocation_endpoint: expect.any(String) })

  await disableThere(page)
  expect(await lookAtTenants()).toBe(401)
  await inspectPage(page)
  expect(await ask()).toMatchObject({ error: 'invalid_client' })
  await page.goto('/settings/api-clients')
  await expect(page.getByRole('row', { name: /Backup server Frankfurt/ })).toContainText('disabled')
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a client with a key of its own is made', async ({ page }) => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])
    await page.goto('/settings/api-clients/new')
    await page.getByLabel('Name').fill('Script with a key')
    await page.getByRole('radio', { name: /A key of its own/ }).check()
    await page.getByText('Paste the public key').click()
    const paste = async (key: CryptoKey) => {
      await page
        .getByLabel('Public key', { exact: true })
        .fill(JSON.stringify(await crypto.subtle.exportKey('jwk', key)))
      await page.getByRole('button', { name: 'Make the client' }).click()
    }
    await paste(pair.privateKey)
    await expect(page.getByRole('alert').filter({ hasText: 'This is a private key' })).toBeVisible()
    await paste(pair.publicKey)
    await page.getByRole('link', { name: 'Open the client' }).click()
    await heading(page, 'Script with a key')
    await expect(page.getByText('ES256')).toBeVisible()
  })
})
