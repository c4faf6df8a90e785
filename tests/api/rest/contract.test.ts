import { createPublicKey, X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApi } from '@/app/api/[[...route]]/_api'
import { clientScopes } from '@/lib/api-clients/scopes'
import { runtime } from '@/lib/runtime'
import { expectConnected, signInTo, startRun, type Started } from '../../support/runs'
import { openHouse, untilRun, type House } from '../../support/tenants'
import { letIn, openDesk } from './desk'
import { ApiDocument } from './document'

let house: House
let document: ApiDocument
let connected: Started
let waiting: Started
let token: string
let clientId: string
const desk = openDesk()
const driven = new Set<string>()

beforeAll(async () => {
  house = await openHouse()
  connected = await startRun(house, [], { workloads: ['exchange', 'own-registration'] })
  await signInTo(house, connected)
  await expectConnected(house, connected)
  waiting = await startRun(house, [], { workloads: ['exchange'] })
  const client = await letIn({ scopes: clientScopes })
  token = client.token
  clientId = client.clientId
  document = new ApiDocument(await jsonOf(desk.send('GET', '/api/openapi.json')))
}, 60_000)
afterAll(() => house.close())

interface Ask {
  path?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  headers?: Record<string, string>
  bearer?: string
}

/** Asks one operation, and holds the answer to the document. */
async function drive(operationId: string, { path = {}, query = {}, body, headers = {}, bearer = token }: Ask = {}) {
  const operation = document.operations.get(operationId)
  if (operation === undefined) throw new Error(`no operation ${operationId}`)
  const place = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? '')
  const answer = await desk.send(operation.method, `${place}?${new URLSearchParams(query).toString()}`, {
    headers: {
      ...(bearer === '' ? {} : { Authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (bearer !== '') driven.add(operationId)
  const copy = answer.clone()
  expect(await document.differences(operationId, answer)).toEqual([])
  return copy
}

async function jsonOf<T>(answer: Promise<Response> | Response): Promise<T> {
  return (await (await answer).json()) as T
}

interface Page {
  items: Record<string, unknown>[]
  next: string | null
}

/** Tokens of a restore sign-in, and those of the broker, have tests of their own beside what they need. */
const isElsewhere = (path: string) => path.startsWith('/api/v1/restore/') || path.endsWith('/{id}/token')

/** Where next.config.js leads an address that has no folder of its own. */
const rewritten: Readonly<Record<string, string>> = { '/v8/token': '/api/restore-door' }

const nobody = '7a0c6a40-6f0e-4f0b-9a57-0f6f9f1f4a11'

describe('reading', () => {
  test('tenants by search, state, customer, tag, workload and the end of their certificates', async () => {
    const ids = async (query: Record<string, string>) =>
      (await jsonOf<Page>(drive('listTenants', { query }))).items.map(({ id }) => id)
    expect(await ids({})).toHaveLength(2)
    expect(await ids({ search: connected.domain })).toEqual([connected.rowId])
    expect(await ids({ state: 'ok' })).toEqual([connected.rowId])
    expect(await ids({ state: 'failing' })).toEqual([])
    expect(await ids({ workload: 'exchange', state: 'ok' })).toEqual([connected.rowId])
    expect(await ids({ tag: 'gold' })).toEqual([])
    const { customerId } = await runtime().db.tenant.findUniqueOrThrow({ where: { id: connected.rowId } })
    expect(await ids({ customer: customerId })).toContain(connected.rowId)
    expect(await ids({ customer: nobody })).toEqual([])
    expect(await ids({ expiringWithin: '30d' })).toEqual([])
    expect(await ids({ expiringWithin: '800d' })).toEqual([connected.rowId])
  })

  test('one tenant with its conditions and their evidence', async () => {
    const tenant = await jsonOf<{ state: string; conditions: { evidence: { call: string }[] }[] }>(
      drive('getTenant', { path: { id: connected.rowId } }),
    )
    expect(tenant.state).toBe('ok')
    expect(tenant.conditions.flatMap(({ evidence }) => evidence).length).toBeGreaterThan(0)
    await drive('getTenant', { path: { id: nobody } })
    const tag = (await drive('getTenant', { path: { id: connected.rowId } })).headers.get('etag') ?? ''
    const same = await drive('getTenant', { path: { id: connected.rowId }, headers: { 'If-None-Match': tag } })
    expect(same.status).toBe(304)
  })

  test('certificates that openssl’s reader takes, and never a private key', async () => {
    const { items } = await jsonOf<{ items: { id: string; pem: string; sha256: string }[] }>(
      drive('listCertificates', { path: { id: connected.rowId } }),
    )
    const [first] = items
    const pem = await (
      await drive('getCertificatePem', { path: { id: connected.rowId, certificateId: first?.id ?? '' } })
    ).text()
    expect(pem).toBe(first?.pem)
    const read = new X509Certificate(pem)
    expect(read.fingerprint256.replaceAll(':', '')).toBe(first?.sha256.toUpperCase())
    expect(createPublicKey(pem).type).toBe('public')
    expect(JSON.stringify(items)).not.toContain('PRIVATE')
    await drive('getCertificatePem', { path: { id: connected.rowId, certificateId: nobody } })
  })

  test('runs, open and ended, and one', async () => {
    const { items } = await jsonOf<Page>(drive('listRuns', { query: { tenant: connected.rowId, open: 'false' } }))
    expect(items.map(({ id }) => id)).toEqual([connected.runId])
    const open = await jsonOf<Page>(drive('listRuns', { query: { open: 'true', limit: '1' } }))
    expect(open.items.map(({ id }) => id)).toEqual([waiting.runId])
    await drive('getRun', { path: { id: nobody } })
    expect(await jsonOf(drive('getRun', { path: { id: connected.runId } }))).toMatchObject({ phase: 'ended' })
  })

  test('the events of a run that ended: the run, then the end', async () => {
    const text = await (await drive('followRun', { path: { id: connected.runId } })).text()
    const [, data = ''] = /event: run\ndata: (.*)\n/.exec(text) ?? []
    expect(JSON.parse(data)).toMatchObject({ id: connected.runId, phase: 'ended' })
    await drive('followRun', { path: { id: nobody } })
  })

  test('customers, with how many tenants', async () => {
    const { items } = await jsonOf<Page>(drive('listCustomers'))
    expect(items.reduce((sum, { tenants }) => sum + Number(tenants), 0)).toBe(2)
  })

  test('the audit trail, by page and as a file, is the same', async () => {
    const seen: unknown[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: Record<string, string> = {
        tenant: connected.rowId,
        limit: '1',
        ...(cursor === '' ? {} : { cursor }),
      }
      const page: Page = await jsonOf<Page>(drive('listAudit', { query }))
      seen.push(...page.items)
      cursor = page.next
    }
    const file = await (await drive('exportAudit', { query: { tenant: connected.rowId } })).text()
    expect(
      file
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(seen)
    expect(seen.length).toBeGreaterThan(1)
  })
})

describe('orders', () => {
  test('connecting begins a run for a person; the code is on its page and in no answer', async () => {
    const { domain } = await house.newTenant()
    const body = { customer: 'Northwind', domain, workloads: ['exchange'] }
    const headers = { 'Idempotency-Key': 'order-000001' }
    const first = await drive('connectTenant', { body, headers })
    expect(first.status).toBe(202)
    const begun = await jsonOf<{ runId: string; page: string; run: string }>(first)
    expect(new URL(begun.page).pathname).toMatch(/^\/tenants\/[\da-f-]+\/runs\/[\da-f-]+$/)
    expect(first.headers.get('location')).toBe(begun.run)
    const run = await untilRun(house, begun.runId, (view) => view.code !== null)
    const code = run.code?.userCode ?? ''
    const answers = [
      await (await drive('getRun', { path: { id: begun.runId } })).text(),
      await (await drive('listRuns')).text(),
      await (await drive('exportAudit')).text(),
      await (await drive('getTenant', { path: { id: run.tenantId } })).text(),
    ]
    expect(code).not.toBe('')
    for (const answer of answers) expect(answer).not.toContain(code)

    const again = await drive('connectTenant', { body, headers })
    expect(await again.text()).toBe(JSON.stringify(begun))
    expect(again.headers.get('location')).toBe(begun.run)
    const other = await drive('connectTenant', { body: { ...body, customer: 'Contoso' }, headers })
    expect(await jsonOf(other)).toMatchObject({ status: 409, code: 'key_reused' })
    await drive('connectTenant', { body: { ...body, domain: 'nobody-lives-here.example' } })
    await drive('connectTenant', { body: {} })
    const entry = await runtime().db.auditEntry.findFirstOrThrow({ where: { subject: `tenant:${run.tenantId}` } })
    expect(entry.actor).toBe(`client:${clientId}`)
  })

  test('a check is asked for; what is not connected cannot be checked', async () => {
    expect((await drive('checkTenant', { path: { id: connected.rowId } })).status).toBe(202)
    const work = await runtime().db.work.findFirstOrThrow({ where: { tenantId: connected.rowId, kind: 'check' } })
    expect(work.nextAt.getTime()).toBeLessThanOrEqual(runtime().clock.now().getTime())
    expect((await drive('checkTenant', { path: { id: waiting.rowId } })).status).toBe(409)
    expect((await drive('checkTenant', { path: { id: nobody } })).status).toBe(404)
  })

  test('a preview says what would change and writes nothing', async () => {
    const body = { workloads: ['exchange', 'sharepoint', 'own-registration'] }
    const preview = await jsonOf<{ added: unknown[] }>(
      drive('previewReconfigure', { path: { id: connected.rowId }, body }),
    )
    expect(preview.added.length).toBeGreaterThan(0)
    expect((await drive('previewReconfigure', { path: { id: waiting.rowId }, body })).status).toBe(409)
    const none = await drive('previewReconfigure', { path: { id: connected.rowId }, body: { workloads: [] } })
    expect(none.status).toBe(422)
  })

  test('a renewal is asked for once, in the name of the client', async () => {
    const path = { id: connected.rowId }
    expect(await jsonOf(drive('rotateCertificate', { path }))).toMatchObject({ result: 'requested' })
    expect(await jsonOf(drive('rotateCertificate', { path }))).toMatchObject({ result: 'already-under-way' })
    const { items } = await jsonOf<Page>(drive('listRuns', { query: { tenant: connected.rowId, open: 'true' } }))
    expect(items).toMatchObject([{ kind: 'rotate' }])
    const run = await runtime().db.run.findUniqueOrThrow({ where: { id: String(items[0]?.['id']) } })
    expect(run).toMatchObject({ startedBy: clientId, startedByKind: 'client' })
    expect((await drive('rotateCertificate', { path: { id: waiting.rowId } })).status).toBe(409)
  })
})

test('a client with some tenants finds others nowhere, and cannot act on them', async () => {
  const limited = await letIn({ scopes: clientScopes, reach: 'tenants', reachIds: [waiting.rowId] })
  const as = { bearer: limited.token }
  const ids = async (operationId: string, key: string) =>
    new Set((await jsonOf<Page>(drive(operationId, { ...as }))).items.map((one) => one[key]))
  expect(await ids('listTenants', 'id')).toEqual(new Set([waiting.rowId]))
  expect(await ids('listRuns', 'tenantId')).toEqual(new Set([waiting.rowId]))
  expect(await ids('listAudit', 'subject')).toEqual(new Set([`tenant:${waiting.rowId}`]))
  expect((await jsonOf<Page>(drive('listCustomers', as))).items).toMatchObject([{ tenants: 1 }])
  const foreign = { ...as, path: { id: connected.rowId } }
  for (const operationId of ['getTenant', 'listCertificates', 'checkTenant', 'rotateCertificate']) {
    const strip = async (answer: Response) => ({ ...(await jsonOf<object>(answer)), requestId: null })
    const there = await strip(await drive(operationId, foreign))
    expect(there, operationId).toMatchObject({ status: 404 })
    expect(there).toEqual(await strip(await drive(operationId, { ...as, path: { id: nobody } })))
  }
  for (const operationId of ['getRun', 'followRun']) {
    expect((await drive(operationId, { ...as, path: { id: connected.runId } })).status, operationId).toBe(404)
  }
  const body = { customer: 'Anybody', domain: connected.domain, workloads: ['exchange'] }
  expect((await drive('connectTenant', { ...as, body })).status).toBe(403)
})

test('a client of some customers connects for these and for no others, and sees what it connects at once', async () => {
  const { id } = await runtime().db.customer.create({ data: { name: 'Fabrikam' } })
  const limited = await letIn({ scopes: clientScopes, reach: 'customers', reachIds: [id] })
  const as = { bearer: limited.token }
  const { domain } = await house.newTenant()
  const order = (customer: string, of = domain) =>
    drive('connectTenant', { ...as, body: { customer, domain: of, workloads: ['exchange'] } })
  expect((await order('Somebody else')).status).toBe(403)
  expect((await order('Fabrikam', connected.domain)).status).toBe(403)
  const begun = await jsonOf<{ tenantId: string }>(order('Fabrikam'))
  expect((await drive('getTenant', { ...as, path: { id: begun.tenantId } })).status).toBe(200)
})

test('every operation answers 401 without a token, as the document says', async () => {
  for (const { operationId, path } of document.operations.values()) {
    if (!path.startsWith('/api/v1/')) continue
    const answer = await drive(operationId, { bearer: '', path: { id: nobody, certificateId: nobody } })
    expect(answer.status, operationId).toBe(401)
  }
})

describe('the document', () => {
  test('has no operation that was not driven above', () => {
    const own = [...document.operations.values()].filter(
      ({ path }) => path.startsWith('/api/v1/') && !isElsewhere(path),
    )
    expect(own.map(({ operationId }) => operationId).filter((one) => !driven.has(one))).toEqual([])
  })

  test('lists what is served and nothing else', () => {
    const served = openApi()
      .routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/v1/'))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    const listed = [...document.operations.values()].map(({ method, path }) => `${method} ${path}`)
    expect(new Set(listed.filter((one) => one.includes(' /api/v1/')))).toEqual(new Set(served))
    for (const one of listed.filter((other) => !other.includes(' /api/v1/'))) {
      const place = one.split(' ')[1] ?? ''
      expect(existsSync(`app${rewritten[place] ?? place}/route.ts`), one).toBe(true)
    }
  })
})
