import { inspectPage } from '../support/browser'
import { connectTenant, expect, heading, setting, test } from '../support/journeys'
import { addMailThere, addWebhookThere, sendTestThere, setUpMailThere } from '../support/notification-pages'
import { isSignedWith, startMailSink, startWebhookReceiver } from '../support/receivers'

test.describe.configure({ timeout: 150_000 })

const places = '/settings/notifications'

test('what a check finds reaches a webhook and a mailbox, and so does its end', async ({ page, cloud, newTenant }) => {
  const receiver = await startWebhookReceiver()
  const sink = await startMailSink()
  await page.goto('/settings')
  await page.getByRole('link', { name: 'Open notifications' }).click()
  await heading(page, 'Notifications')
  const secret = await addWebhookThere(page, 'Ticket system', receiver.url)
  await sendTestThere(page, /^Taken: 204/)
  expect(receiver.heard.map((call) => isSignedWith(call, secret))).toEqual([true])
  await setUpMailThere(page, sink)
  await addMailThere(page, 'Service desk', 'desk@relecloud.example')
  await sendTestThere(page, /^Taken/)
  expect(sink.mails.map(({ mail }) => mail.subject)).toEqual([expect.stringContaining('Test of the channel')])
  await inspectPage(page)

  const tenant = await newTenant()
  await connectTenant(page, cloud, tenant)
  await page.getByRole('link', { name: 'Give it to the backup server' }).click()
  const { applications } = await cloud.god(tenant.tenantId)
  const one = { application: applications[0]?.appId ?? '' }
  await cloud.plant(tenant.tenantId, { disableServicePrincipal: one })
  const mails = () => sink.mails.filter(({ mail }) => mail.subject?.includes(tenant.customer) === true)
  const states = () => mails().map(({ raw }) => /^X-Latchkey-State: (\w+)/m.exec(raw)?.[1])
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect.poll(states, { timeout: 60_000 }).toContain('open')
  await cloud.plant(tenant.tenantId, { enableServicePrincipal: one })
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect.poll(() => states().filter((state) => state === 'closed').length, { timeout: 60_000 }).toBeGreaterThan(0)
  const closing = mails().find(({ mail }) => mail.subject?.includes('Solved: '))?.mail
  const opening = mails().find(({ mail }) => mail.messageId === closing?.inReplyTo)?.mail
  const key = /#[0-9A-F]{6}/.exec(closing?.subject ?? '')?.[0]
  expect(opening?.subject).toContain(key)

  const told = receiver.heard.filter(({ body }) => body.includes(tenant.customer))
  expect(told.every((call) => isSignedWith(call, secret))).toBe(true)
  expect(told.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(
    expect.arrayContaining(['condition.opened', 'condition.resolved']),
  )

  await page.goto(places)
  await inspectPage(page)
  await page.getByRole('link', { name: 'Ticket system' }).click()
  await expect(page.getByText(/condition\.resolved/).first()).toBeVisible()
  await inspectPage(page)
  expect(await page.content()).not.toContain('canary-of-the-address')
  receiver.answers = [{ status: 410 }]
  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect(page.getByText(/gone for good \(410\)/)).toBeVisible()
  for (const name of ['Ticket system', 'Service desk']) {
    await page.goto(places)
    await page.getByRole('link', { name }).click()
    await page.getByText('Remove this channel').click()
    await page.getByRole('button', { name: 'Remove for good' }).click()
    await heading(page, 'Notifications')
  }
  receiver.close()
  await sink.close()
})

test('an address that leads inside is refused in the form with the reason', async ({ page }) => {
  await page.goto(`${places}/new/teams`)
  await page.getByLabel('Name').fill('Team')
  await page.getByLabel('Address of the workflow').fill('https://169.254.169.254/workflows/x')
  await page.getByRole('button', { name: 'Add Teams' }).click()
  await expect(page.getByText(/leads to an address that is not on the internet/)).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue('Team')
  expect(await page.content()).not.toContain('workflows/x')
  await inspectPage(page)
})

test('without scripts a webhook is added, tested and removed', async ({ browser }) => {
  const receiver = await startWebhookReceiver()
  const state = { storageState: setting('PORTAL_STATE'), baseURL: setting('PORTAL_URL') }
  const context = await browser.newContext({ ...state, javaScriptEnabled: false })
  const page = await context.newPage()
  await addWebhookThere(page, 'Plain', receiver.url)
  await sendTestThere(page, /^Taken: 204/)
  await page.getByText('Remove this channel').click()
  await page.getByRole('button', { name: 'Remove for good' }).click()
  await heading(page, 'Notifications')
  expect(receiver.heard).toHaveLength(1)
  await context.close()
  receiver.close()
})

test('calendar and metrics open with the secret that was shown, and with nothing else', async ({ page, request }) => {
  await page.goto(places)
  await page.getByRole('button', { name: 'Make an address' }).click()
  const address = await page.locator('.copy-field code').innerText()
  const feed = await request.get(new URL(address).pathname)
  expect([feed.status(), feed.headers()['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
  expect((await request.get('/calendar/wrong.ics')).status()).toBe(401)
  await page.goto(places)
  await expect(page.locator('.copy-field')).toHaveCount(0)
  await page.getByRole('button', { name: 'Make a token' }).click()
  const token = await page.locator('.copy-field code').innerText()
  const metrics = await request.get('/metrics', { headers: { authorization: `Bearer ${token}` } })
  expect(await metrics.text()).toContain('latchkey_condition_status')
  expect((await request.get('/metrics')).status()).toBe(401)
})
