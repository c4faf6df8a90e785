import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { controlOver } from '@/practice-cloud/control/client'
import type { Control } from '@/practice-cloud/control/control'
import { waitForEnd } from '@/lib/db/process-mark'
import { openBrowser } from '../support/browser'
import {
  choose,
  readGuide,
  registerAtMicrosoft,
  saveDomain,
  saveId,
  signInThere,
  testThere,
} from '../support/browser-journeys'
import { needlesOf, searchBytes, type Needle } from '../support/canary'
import { endAtSignIn, endByHand } from '../support/canary-endings'
import { useClient, useTenant } from '../support/canary-machines'
import { plantEverywhere, searchPlaces } from '../support/canary-places'
import { addMailThere, addWebhookThere, sendTestThere, setUpMailThere } from '../support/notification-pages'
import { createOwner, startPortal, type Portal } from '../support/portal'
import {
  addressCanary,
  mailAccount,
  startMailSink,
  startWebhookReceiver,
  type MailSink,
  type WebhookReceiver,
} from '../support/receivers'
import { Recorder } from '../support/recorder'

const canaries = {
  deviceCode: `canary-code-${randomBytes(9).toString('base64url')}`,
  accessToken: `canary-token-${randomBytes(9).toString('base64url')}`,
  authorizationCode: `canary-grant-${randomBytes(9).toString('base64url')}`,
}
const needles = [
  ...needlesOf('device code', canaries.deviceCode),
  ...needlesOf('access token', canaries.accessToken),
  ...needlesOf('authorization code', canaries.authorizationCode),
  ...needlesOf('address of a webhook', addressCanary),
  ...needlesOf('password of the mail server', mailAccount.pass),
]

/** An authorization code travels in an address (RFC 6749 §4.1.2): Microsoft’s answer to its own form, and the request that follows it. */
const travels = /^(headers of POST \/sign-in\/|url GET \/connect\/callback)/
const built = path.resolve('.next')

let portal: Portal
let cloud: Control
let browser: Browser
let page: Page
let recorder: Recorder
let receiver: WebhookReceiver
let sink: MailSink
const over = new AbortController()

beforeAll(async () => {
  portal = await startPortal({ LOG_LEVEL: 'debug' })
  cloud = controlOver(portal.practiceOrigin)
  await cloud.markers(canaries)
  browser = await openBrowser()
  const context = await browser.newContext({ baseURL: portal.url })
  recorder = new Recorder(context)
  page = await context.newPage()
  page.setDefaultTimeout(40_000)
  await createOwner(page, portal.setupLink, { name: 'Owner', email: 'o@provider.example', password: randomUUID() })
  receiver = await startWebhookReceiver()
  sink = await startMailSink()
  await addWebhookThere(page, 'Everything', receiver.url)
  await sendTestThere(page, /^Taken: 204/)
  await setUpMailThere(page, sink)
  await addMailThere(page, 'Desk', 'desk@relecloud.example')
  await sendTestThere(page, /^Taken/)
}, 300_000)

afterAll(async () => {
  over.abort()
  await browser.close()
  await portal.stop()
  receiver.close()
  await sink.close()
}, 60_000)

const searchEverywhere = (wanted: readonly Needle[] = needles) =>
  searchPlaces({ portal, built, recorder, receiver, sink }, wanted)

async function startRun() {
  const domain = `t${randomUUID().slice(0, 8)}.example`
  const { tenantId } = await cloud.createTenant({ domain, displayName: domain })
  await cloud.fault(tenantId, { name: 'device-interval', seconds: 0.2 })
  await page.goto('/tenants/connect')
  await page.getByLabel('Customer').fill(domain)
  await page.getByLabel('Their domain').fill(domain)
  await page.getByRole('button', { name: 'Get a sign-in code' }).click()
  await page.waitForURL(/\/runs\//)
  void recorder.followStream(`${page.url()}/events`, over.signal)
  return { tenantId, domain }
}

async function signIn(person: string): Promise<void> {
  const code = await page.locator('.usercode output').innerText()
  await recorder.snapshot()
  await cloud.signIn({ userCode: code.replaceAll(/\s/g, ''), person })
}

async function untilHeading(text: RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name: text }).waitFor()
  await recorder.snapshot()
}

describe('the administrator’s sign-in', () => {
  test('the canaries are in every device code and access token that the practice cloud gives', async () => {
    const { tenantId } = await cloud.createTenant({ domain: 'canary.example', displayName: 'Canary' })
    const ask = async (end: string, form: Record<string, string>) => {
      const address = `${portal.practiceOrigin}/${tenantId}/oauth2/v2.0/${end}`
      const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(form) })
      return (await answer.json()) as Record<string, string>
    }
    const client_id = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
    const code = await ask('devicecode', { client_id, scope: 'https://graph.microsoft.com/.default' })
    expect(code['device_code']).toContain(canaries.deviceCode)
    await cloud.signIn({ userCode: code['user_code'] ?? '', person: 'global-administrator' })
    const grant_type = 'urn:ietf:params:oauth:grant-type:device_code'
    const grant = await ask('token', { grant_type, client_id, device_code: code['device_code'] ?? '' })
    const found = searchBytes('token', Buffer.from(grant['access_token'] ?? ''), needles)
    expect(found.join()).toMatch(/access token, plain.*access token, base64/)
  })

  test('is nowhere at rest and in no answer, however the run ends', async () => {
    await startRun()
    await signIn('global-administrator')
    await untilHeading(/is connected and proved/)

    const journey = { portal, cloud, page, recorder, startRun, signIn, untilHeading }
    await endAtSignIn(journey)
    await endByHand(journey)

    const killed = await startRun()
    await cloud.fault(killed.tenantId, {
      name: 'latency',
      ms: 1500,
      match: { method: 'POST|PATCH', path: '/v1\\.0/' },
    })
    await signIn('global-administrator')
    await page
      .getByText(/of \w+ steps done\./)
      .first()
      .waitFor()
    const mark = portal.house.part('portal')!
    process.kill(mark.pid, 'SIGKILL')
    await waitForEnd(mark, 5000)
    await untilHeading(/restarted in the middle/)

    await startRun()
    await signIn('global-administrator')
    await cloud.clearFaults()
    await untilHeading(/is connected and proved/)

    const { hits, looked } = await searchEverywhere()
    expect(hits).toEqual([])
    expect(looked.rows).toBeGreaterThan(50)
    expect(looked.files).toBeGreaterThan(500)
    expect(looked.answers).toBeGreaterThan(100)
    const streams = recorder.recorded.filter(({ place }) => place.startsWith('event stream'))
    expect(streams.filter(({ bytes }) => bytes.includes('event: ')).length).toBeGreaterThanOrEqual(8)
    expect(readFileSync(path.join(portal.home, 'logs', 'portal.log')).length).toBeGreaterThan(0)
  }, 240_000)
})

describe('the administrator’s sign-in in the browser', () => {
  test('is nowhere at rest and in no answer of ours, however the run ends', async () => {
    await page.goto('/settings/own-application')
    await saveDomain(page)
    await page.reload()
    const microsoft = await page.context().newPage()
    const appId = await registerAtMicrosoft(microsoft, portal.practiceOrigin, {
      name: 'Own',
      ...(await readGuide(page)),
    })
    await microsoft.close()
    await saveId(page, appId)
    await testThere(page, cloud)
    await choose(page, 'Always first')

    await goThere((await startRun()).domain)
    await untilHeading(/is connected and proved/)

    const killed = await startRun()
    await cloud.fault(killed.tenantId, { name: 'latency', ms: 1500, match: { method: 'POST|PATCH', path: '/v1\\.0/' } })
    await goThere(killed.domain)
    await page
      .getByText(/of \w+ steps done\./)
      .first()
      .waitFor()
    const mark = portal.house.part('portal')!
    process.kill(mark.pid, 'SIGKILL')
    await waitForEnd(mark, 5000)
    await untilHeading(/restarted in the middle/)
    await cloud.clearFaults()
    await goThere(killed.domain)
    await untilHeading(/is connected and proved/)

    const late = await startRun()
    await goThere(late.domain, 'Cancel')
    await untilHeading(/answered with no/)

    const { hits, looked } = await searchEverywhere()
    expect(hits.filter((hit) => !travels.test(hit))).toEqual([])
    expect(hits.filter((hit) => hit.startsWith('url GET /connect/callback')).length).toBeGreaterThanOrEqual(3)
    expect(looked.files).toBeGreaterThan(500)
    await page.goto('/settings/own-application')
    await choose(page, 'Off')
  }, 240_000)

  async function goThere(domain: string, answer: 'Accept' | 'Cancel' = 'Accept'): Promise<void> {
    await page.locator('.win-foot').getByRole('link', { name: 'Sign in at Microsoft' }).click()
    const tenant = (await cloud.tenants()).find((one) => one.domain === domain)
    const upn = tenant?.people.find(({ kind }) => kind === 'global-administrator')?.upn ?? ''
    await signInThere(page, upn, answer)
    await page.waitForURL(/\/runs\//)
  }
})

describe('what is sent to people', () => {
  test('arrived at a webhook and by mail, and the secrets that it took are in no place', async () => {
    expect([receiver.heard.length, sink.mails.length].every((count) => count > 0)).toBe(true)
    expect(sink.mails[0]?.signedInAs).toBe(mailAccount.user)
    await page.goto('/settings/notifications')
    await page.getByRole('link', { name: 'Everything' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved.').waitFor()
    const { hits } = await searchEverywhere()
    expect(hits.filter((hit) => !travels.test(hit))).toEqual([])
  }, 120_000)
})

describe('what machines hold and are given', () => {
  test('is on the page that shows it once, and nowhere else', async () => {
    needles.push(...(await useClient(portal, page, () => recorder.snapshot())))
    const { hits } = await searchEverywhere()
    const elsewhere = hits.filter((hit) => !travels.test(hit))
    const shown = /^(POST|document) \/settings\/api-clients\/new: secret of a client, /
    expect(elsewhere.filter((hit) => !shown.test(hit))).toEqual([])
    expect(elsewhere.filter((hit) => shown.test(hit)).length).toBeGreaterThan(0)
  }, 120_000)

  test('neither our access token nor Microsoft’s of a tenant is at rest or in a log; both arrived', async () => {
    const { hits, looked } = await searchEverywhere(await useTenant(portal, cloud))
    expect(hits).toEqual([])
    expect(looked.files).toBeGreaterThan(500)
  }, 120_000)
})

describe('the search', () => {
  test.each([
    ['plain', (secret: string) => secret],
    ['base64 of a longer text', (secret: string) => Buffer.from(`{"a":"${secret}"}`).toString('base64')],
    ['base64 one byte on', (secret: string) => Buffer.from(`{"aa":"${secret}"}`).toString('base64')],
    ['base64url two bytes on', (secret: string) => Buffer.from(`{"aaa":"${secret}"}`).toString('base64url')],
    ['hex', (secret: string) => Buffer.from(secret).toString('hex')],
    ['capital hex', (secret: string) => Buffer.from(secret).toString('hex').toUpperCase()],
  ])('sees a secret that is written as %s', (_, write) => {
    for (const secret of Object.values(canaries)) {
      expect(searchBytes('here', Buffer.from(`before ${write(secret)} after`), needles)).not.toEqual([])
    }
  })

  test('finds a planted leak in every kind of place', async () => {
    const everywhere = { portal, built, recorder, receiver, sink }
    const take = await plantEverywhere(everywhere, page, canaries)
    const { hits } = await searchPlaces(everywhere, needles)
    take()
    const places = hits.map((hit) => hit.split(': ')[0])
    for (const place of [
      'public.planted',
      'logs/portal.log',
      'planted.json',
      'planted.txt',
      'output',
      'GET /html',
      'GET /script.js',
      'GET /rsc',
      'headers of GET /rsc',
      'document /html',
      'storage of /html',
      'event stream /events',
      'webhook',
      'mail',
      ...(process.platform === 'linux' ? ['cmdline of planted', 'environ of planted'] : []),
    ])
      expect(places).toContain(place)
    expect(places.some((place) => place?.startsWith('postgres/data/'))).toBe(true)
  }, 60_000)
})
