import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokerTenants, claimsOf, tokenCalls, type BrokerTenant } from '../../support/broker'
import { openHouse, type House } from '../../support/tenants'
import { letIn, openDesk } from './desk'

let house: House
let own: BrokerTenant
let foreign: BrokerTenant
let token: string
const desk = openDesk()

beforeAll(async () => {
  house = await openHouse()
  ;[own, foreign] = (await brokerTenants(house.cloud.control, 2)) as [BrokerTenant, BrokerTenant]
  const terms = { scopes: ['tokens:issue'], resources: ['graph'] } as const
  token = (await letIn({ ...terms, reach: 'tenants', reachIds: [own.id] })).token
  await house.cloud.control.clearLog()
})
afterAll(() => house.close())

interface Sent {
  tenantId?: string
  query?: string
  body?: string
  headers?: Readonly<Record<string, string>>
  bearer?: string | null
}

async function ask({
  tenantId = own.id,
  query = '',
  body = '{"resource":"graph"}',
  headers = {},
  bearer = token,
}: Sent = {}) {
  const answer = await desk.send('POST', `/api/v1/tenants/${tenantId}/token${query}`, {
    body,
    headers: {
      'Content-Type': 'application/json',
      ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
      ...headers,
    },
  })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, string> }
}

describe('POST /api/v1/tenants/{id}/token', () => {
  test('answers with Microsoft’s token of this tenant, and nobody may keep the answer', async () => {
    const { status, headers, body } = await ask()
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(claimsOf(body['accessToken'] ?? '')).toMatchObject({ tenantId: own.entraTenantId, appId: own.appId })
    expect(body).toMatchObject({
      tokenType: 'Bearer',
      resource: 'graph',
      purpose: 'backup',
      entraTenantId: own.entraTenantId,
    })
    expect(Date.parse(body['expiresAt'] ?? '')).toBeGreaterThan(Date.now() + 5 * 60_000)
  })

  test('another customer’s tenant is answered as one that is missing', async () => {
    const known = await ask({ tenantId: foreign.id })
    const missing = await ask({ tenantId: crypto.randomUUID() })
    expect(known.status).toBe(404)
    const withoutId = ({ requestId: _, ...rest }: Record<string, string>) => rest
    expect(withoutId(known.body)).toEqual(withoutId(missing.body))
  })

  test.each([
    ['in the body', () => ({ body: JSON.stringify({ resource: 'graph', tenantId: foreign.id }) })],
    ['as a second id in the body', () => ({ body: JSON.stringify({ resource: 'graph', id: foreign.id }) })],
    ['in the query', () => ({ query: `?id=${foreign.id}&tenantId=${foreign.id}` })],
    ['twice in the query', () => ({ query: `?id=${own.id}&id=${foreign.id}` })],
    [
      'in headers',
      () => ({ headers: { 'X-Tenant-Id': foreign.id, 'X-Original-Url': `/api/v1/tenants/${foreign.id}/token` } }),
    ],
    ['behind the path', () => ({ tenantId: `${own.id}%2F..%2F${foreign.id}` })],
    ['in front of the path', () => ({ tenantId: `${foreign.id}/../${own.id}` })],
    ['after a line break', () => ({ tenantId: `${own.id}%0A${foreign.id}` })],
    ['after a zero byte', () => ({ tenantId: `${own.id}%00${foreign.id}` })],
    ['as a list', () => ({ tenantId: `${own.id},${foreign.id}` })],
    ['twice in the body', () => ({ body: `{"resource":"graph","resource":"exchange"}` })],
  ])('another tenant %s changes nothing: its token is given to nobody', async (_, tamper) => {
    const { status, body } = await ask(tamper())
    if (status === 200) expect(claimsOf(body['accessToken'] ?? '').tenantId).toBe(own.entraTenantId)
    else expect([400, 403, 404, 422]).toContain(status)
    expect(await tokenCalls(house.cloud.control, foreign.entraTenantId)).toBe(0)
  })

  test('a resource or a purpose that it was not given is refused, and so is who only has a session', async () => {
    expect((await ask({ body: '{"resource":"exchange"}' })).status).toBe(403)
    expect((await ask({ body: '{"resource":"https://graph.microsoft.com"}' })).status).toBe(422)
    expect((await ask({ body: '{"resource":"graph","purpose":"restore"}' })).status).toBe(409)
    const cookie = { Cookie: `__Host-next-auth.session-token=${token}; next-auth.session-token=${token}` }
    expect((await ask({ bearer: null, headers: cookie })).status).toBe(401)
    const { token: reader } = await letIn({ scopes: ['tenants:read'], resources: ['graph'] })
    expect((await ask({ bearer: reader })).status).toBe(403)
  })

  test('what Microsoft asks to wait is told in Retry-After, and the refusal is a problem', async () => {
    const waiting = (await letIn({ scopes: ['tokens:issue'], resources: ['exchange'] })).token
    await house.cloud.control.fault(own.entraTenantId, { name: 'throttle', retryAfterSeconds: 90 })
    const { status, headers, body } = await ask({ bearer: waiting, body: '{"resource":"exchange"}' })
    await house.cloud.control.clearFaults()
    expect(status).toBe(503)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(60)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(body['code']).toBe('microsoft_busy')
  })
})
