import { NextRequest } from 'next/server'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { openApi } from '@/app/api/[[...route]]/_api'
import { proxy } from '@/proxy'
import { openBrowser } from '../../support/browser'
import { openHouse } from '../../support/tenants'
import { letIn } from './desk'

test('a pasted token works on the page of the API, and its policy has to stop nothing', async () => {
  const api = openApi()
  const server = createServer((incoming, outgoing) => {
    const answer = async () => {
      const request = new NextRequest(`http://localhost${incoming.url ?? '/'}`)
      const passed = proxy(request)
      const headers = new Headers({ authorization: incoming.headers.authorization ?? '' })
      headers.set('x-nonce', passed.headers.get('x-middleware-request-x-nonce') ?? '')
      const response = await api.fetch(new Request(request.url, { headers }))
      const policy = { 'Content-Security-Policy': passed.headers.get('Content-Security-Policy') ?? '' }
      outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), ...policy })
      outgoing.end(Buffer.from(await response.arrayBuffer()))
    }
    answer().catch((error: unknown) => outgoing.writeHead(599).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const house = await openHouse({ PUBLIC_URL: url })
  const browser = await openBrowser()
  try {
    const { token } = await letIn({ scopes: ['tenants:read'] })
    const page = await browser.newPage()
    await page.addInitScript(() => {
      const stopped: string[] = []
      Object.assign(window, { stopped })
      addEventListener('securitypolicyviolation', (event) => stopped.push(event.violatedDirective))
    })
    await page.goto(`${url}/api/docs`)
    await page.getByRole('button', { name: 'Authorize', exact: true }).first().click()
    const dialog = page.locator('.auth-container').filter({ hasText: 'Bearer' })
    await dialog.locator('input').fill(token)
    await dialog.getByRole('button', { name: 'Apply credentials' }).click()
    await page.locator('.modal-ux').getByRole('button', { name: 'Close' }).first().click()
    const list = page.locator('#operations-Tenants-listTenants')
    await list.locator('.opblock-summary-control').click()
    await list.getByRole('button', { name: 'Execute' }).click()
    const live = list.locator('.live-responses-table')
    await live.waitFor()
    expect(await live.innerText()).toMatch(/200\s[\s\S]*"items": \[\]/)
    for (const place of ['/api/oauth/token', '/v8/token']) {
      expect(await page.locator(`[data-path="${place}"]`).count(), place).toBe(1)
    }
    expect(await page.evaluate(() => (window as unknown as { stopped: string[] }).stopped)).toEqual([])
  } finally {
    await browser.close()
    server.closeAllConnections()
    server.close()
    await house.close()
  }
}, 90_000)
