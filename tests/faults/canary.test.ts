import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from '@playwright/test'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { controlOver } from '@/practice-cloud/control/client'
import type { Control } from '@/practice-cloud/control/control'
import { waitForEnd } from '@/lib/db/process-mark'
import { restoreRoles } from '@/lib/microsoft/roles'
import { openDoor } from '@/lib/restore/door-keeping'
import { runtime } from '@/lib/runtime'
import { makeClientThere } from '../support/api-client-pages'
import { brokerTenants } from '../support/broker'
import { machinesAt, type BrokerPortal } from '../support/broker-portal'
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
import { needlesOf, plantWeb, searchBytes, searchDatabase, searchFolder, type Needle } from '../support/canary'
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
import { microsoftAnswer, nameOf } from '../support/restore'

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

/** Every place in which a secret could be at rest or on its way to a browser. */
async function searchEverywhere(wanted: readonly Needle[] = needles) {
  await recorder.snapshot()
  const database = await searchDatabase(portal.databaseUrl, wanted)
  const home = searchFolder(portal.home, wanted)
  const pages = searchFolder(built, wanted)
  const answers = recorder.recorded.flatMap(({ place, bytes }) => searchBytes(place, bytes, wanted))
  const output = searchBytes('output', Buffer.from(portal.house.output), wanted)
  const sent = [
    ...receiver.heard.flatMap((call) => searchBytes('webhook', Buffer.from(JSON.stringify(call)), wanted)),
    ...sink.mails.flatMap(({ raw }) => searchBytes('mail', Buffer.from(raw), wanted)),
  ]
  const parts = ['portal', 'postmaster'] as const
  const processes = parts.flatMap((part) => searchProcess(part, wanted))
  return {
    hits: [...database.hits, ...home.hits, ...pages.hits, ...answers, ...output, ...sent, ...processes],
    looked: { rows: database.rows, files: home.files + pages.files, answers: recorder.recorded.length },
  }
}

/** Its command line and environment, which other programs may read. */
function searchProcess(part: 'portal' | 'postmaster', wanted: readonly Needle[]): string[] {
  const pid = portal.house.part(part)?.pid
  if (pid === undefined || process.platform !== 'linux') return []
  return ['cmdline', 'environ'].flatMap((file) =>
    searchBytes(`${file} of ${part}`, readFileSync(`/proc/${pid}/${file}`), wanted),
  )
}

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

    await startRun()
    await signIn('another-tenant')
    await untilHeading(/another tenant\. Nothing was written/)

    const blocked = await startRun()
    await cloud.fault(blocked.tenantId, { name: 'device-code-blocked', variant: 'token-endpoint' })
    await signIn('global-administrator')
    await untilHeading(/does not allow signing in with a code/)

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
    expect(streams.filter(({ bytes }) => bytes.includes('event: ')).length).toBeGreaterThanOrEqual(4)
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

    await startRunThere()
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

  async function startRunThere(): Promise<void> {
    const { domain } = await startRun()
    await goThere(domain)
  }

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

describe('what machines hold', () => {
  /** As a sign-in that was proved elsewhere leaves it: the database gets the hash alone. */
  async function plantRefreshToken(clientId: string): Promise<string> {
    const token = `lkr_${randomBytes(48).toString('base64url')}.canary-of-what-it-carries`
    const client = new pg.Client({ connectionString: portal.databaseUrl })
    await client.connect()
    const { rows } = await client.query<{ id: string }>(
      `insert into "TokenFamily" (kind, "clientId", name, scopes, "accessSeconds", "createdAt", "endsAt")
       values ('client', $1, 'x', '{tenants:read}', 3600, now(), now() + interval '1 day') returning id`,
      [clientId],
    )
    await client.query(
      `insert into "ApiToken" (hash, "familyId", kind, scopes, "issuedAt", "expiresAt")
       values ($1, $2, 'refresh', '{tenants:read}', now(), now() + interval '1 day')`,
      [createHash('sha256').update(token).digest('hex'), rows[0]?.id],
    )
    await client.end()
    return token
  }

  test('is on the page that shows it once, and nowhere else', async () => {
    const { id, secret } = await makeClientThere(page, 'Canary', ['tenants:read'])
    await recorder.snapshot()
    const ask = async (form: Record<string, string>, query = '') => {
      const body = new URLSearchParams({ client_id: id, client_secret: secret, ...form })
      const answer = await fetch(`${portal.url}/api/oauth/token${query}`, { method: 'POST', body })
      return (await answer.json()) as Record<string, string>
    }
    const first = await ask({ grant_type: 'client_credentials' })
    const planted = await plantRefreshToken(id)
    const second = await ask({ grant_type: 'refresh_token', refresh_token: planted })
    expect(second).toMatchObject({ scope: 'tenants:read', refresh_token: expect.stringMatching(/^lkr_/) as string })
    expect(await ask({ grant_type: 'refresh_token', refresh_token: planted })).toMatchObject({ error: 'invalid_grant' })
    expect(await ask({ grant_type: 'client_credentials' }, `?client_secret=${secret}`)).toHaveProperty('error')
    for (const token of [first['access_token'], second['access_token']]) {
      const headers = { Authorization: `Bearer ${token ?? ''}` }
      expect((await fetch(`${portal.url}/api/v1/tenants`, { headers })).status).toBeLessThan(500)
    }
    await page.getByRole('link', { name: 'Open the client' }).click()
    await page.getByRole('heading', { level: 1, name: 'Canary' }).waitFor()
    needles.push(
      ...needlesOf('secret of a client', secret),
      ...needlesOf('what a token carries', 'canary-of-what-it-carries'),
      ...[first['access_token'], second['access_token'], second['refresh_token'], planted].flatMap((token, index) =>
        needlesOf(`token ${index}`, (token ?? '').slice(0, 68)),
      ),
    )
    const { hits } = await searchEverywhere()
    const elsewhere = hits.filter((hit) => !travels.test(hit))
    const shown = /^(POST|document) \/settings\/api-clients\/new: secret of a client, /
    expect(elsewhere.filter((hit) => !shown.test(hit))).toEqual([])
    expect(elsewhere.filter((hit) => shown.test(hit)).length).toBeGreaterThan(0)
  }, 120_000)
})

describe('what machines are given', () => {
  /** An assertion at the door, and its pair at the API: everything that may open the tenant. */
  async function restoreWith(machines: BrokerPortal, tenantId: string): Promise<string[]> {
    const { domain } = await runtime().db.tenant.findUniqueOrThrow({ where: { id: tenantId } })
    const organizationName = nameOf({ domain })
    await openDoor(machines.owner, { tenantId, roles: restoreRoles, organizationName })
    const assertion = await microsoftAnswer({ origin: portal.practiceOrigin, control: cloud }, { domain })
    const ask = (form: Record<string, string>) =>
      fetch(`${portal.url}/v4/Token`, { method: 'POST', body: new URLSearchParams(form) })
    const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
    const taken = await ask({ grant_type: grant, client_id: organizationName, assertion })
    expect(taken.status).toBe(200)
    const pair = z.object({ access_token: z.string(), refresh_token: z.string() }).parse(await taken.json())
    expect((await ask({ grant_type: grant, client_id: 'nobody.example', assertion })).status).toBe(400)
    const headers = { Authorization: `Bearer ${pair.access_token}` }
    expect((await fetch(`${portal.url}/api/v1/restore/session`, { headers })).status).toBe(200)
    const renewed = await ask({ grant_type: 'refresh_token', refresh_token: pair.refresh_token })
    expect(renewed.status).toBe(200)
    const given = z.object({ access_token: z.string(), refresh_token: z.string() }).parse(JSON.parse(assertion))
    return [pair.access_token, pair.refresh_token, given.access_token.split('.')[2] ?? '', given.refresh_token].map(
      (secret) => secret.slice(0, 60),
    )
  }

  test('neither our access token nor Microsoft’s of a tenant is at rest or in a log; both arrived', async () => {
    const machines = await machinesAt(portal)
    const [tenant] = await brokerTenants(cloud, 1)
    const accessToken = await machines.accessToken('all')
    const answer = await machines.ask(accessToken, tenant?.id ?? '', { resource: 'graph' })
    expect(answer.status).toBe(200)
    const given = ((await answer.json()) as { accessToken: string }).accessToken
    await machines.ask(accessToken, randomUUID(), { resource: 'graph', stray: given })
    const restored = await restoreWith(machines, tenant?.id ?? '')
    await machines.stop()
    const secrets = [
      ...needlesOf('our token', accessToken),
      ...needlesOf('Microsoft’s', given.split('.')[2] ?? ''),
      ...restored.flatMap((secret, index) => needlesOf(`of the restore sign-in, ${index}`, secret)),
    ]
    expect(searchBytes('itself', Buffer.from(given), secrets)).not.toEqual([])
    const { hits, looked } = await searchEverywhere(secrets)
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
    const leak = Buffer.from(`x${canaries.accessToken}`).toString('base64')
    const client = new pg.Client({ connectionString: portal.databaseUrl })
    await client.connect()
    await client.query('create table planted as select $1::text as note', [canaries.deviceCode])
    await client.end()
    appendFileSync(path.join(portal.home, 'logs', 'portal.log'), `{"planted":"${leak}"}\n`)
    writeFileSync(path.join(portal.home, 'planted.json'), leak)
    writeFileSync(path.join(built, 'planted.txt'), canaries.deviceCode)
    portal.house.output += canaries.deviceCode
    const web = await plantWeb(leak)
    const context = page.context()
    const visitor = await context.newPage()
    await visitor.goto(`${web.origin}/html`)
    await visitor.evaluate((secret) => {
      sessionStorage.setItem('planted', secret)
    }, leak)
    await recorder.followStream(`${web.origin}/events`, AbortSignal.timeout(5000))
    const { hits } = await searchEverywhere()
    rmSync(path.join(built, 'planted.txt'))
    web.close()
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
    ])
      expect(places).toContain(place)
    expect(places.some((place) => place?.startsWith('postgres/data/'))).toBe(true)
  }, 60_000)
})
