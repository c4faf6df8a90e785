import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authenticate } from '@/lib/api-clients/authenticate'
import { disableClient, makeClient, renewSecret, type NewClient } from '@/lib/api-clients/clients'
import { openFamily } from '@/lib/api-clients/families'
import { runtime } from '@/lib/runtime'
import { stillClock } from '../../support/still-clock'
import { openTokenHouse, type TokenHouse } from '../../support/token-server'

const wanted: NewClient = {
  ...{ name: 'Nightly backup', scopes: ['tenants:read', 'audit:read'], resources: [], reach: 'all', reachIds: [] },
  validDays: 90,
}
const nobody = '7a0c6a40-6f0e-4f0b-9a57-0f6f9f1f4a11'

let served: TokenHouse
let client: { id: string; secret: string }

beforeAll(async () => {
  served = await openTokenHouse()
  client = await newClient()
}, 60_000)
afterAll(() => served.close())

async function newClient(more: Partial<NewClient> = {}) {
  const { id, secret } = await makeClient(served.house.actor, { ...wanted, ...more })
  return { id, secret: secret ?? '' }
}

const basic = (id: string, secret: string) => ({
  Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
})

async function ask(body: string, headers: Record<string, string> = {}, path = '/api/oauth/token') {
  const response = await served.post(path, body, headers)
  const text = await response.text()
  return { response, status: response.status, json: text === '' ? null : (JSON.parse(text) as Record<string, unknown>) }
}

const own = () => basic(client.id, client.secret)
const posted = () => `client_id=${client.id}&client_secret=${client.secret}`

describe('client credentials', () => {
  test('by header and by form give a bearer token that nothing keeps, without a refresh token', async () => {
    const answers = [
      await ask('grant_type=client_credentials', own()),
      await ask(`grant_type=client_credentials&${posted()}`),
      await ask('grant_type=client_credentials&scope=', basic(encodeURIComponent(client.id), client.secret)),
    ]
    for (const { response, status, json } of answers) {
      expect(status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(response.headers.get('content-type')).toMatch(/^application\/json/)
      expect(json).toEqual({
        ...{ token_type: 'Bearer', expires_in: 3600, scope: 'tenants:read audit:read' },
        access_token: expect.any(String) as string,
      })
      expect(await authenticate(String(json?.['access_token']))).toMatchObject({ kind: 'client', id: client.id })
    }
  })

  test('give fewer scopes when fewer are asked for', async () => {
    const { json } = await ask('grant_type=client_credentials&scope=audit%3Aread', own())
    expect(json).toMatchObject({ scope: 'audit:read' })
    expect(await authenticate(String(json?.['access_token']))).toMatchObject({ scopes: ['audit:read'] })
  })
})

describe('a refusal is one of RFC 6749 section 5.2', () => {
  const grant = 'grant_type=client_credentials'
  const json = { 'Content-Type': 'application/json' }
  type Case = [name: string, body: () => string, headers: () => Record<string, string>, status: number, error: string]
  const cases: Case[] = [
    ['no grant type', () => posted(), own, 400, 'invalid_request'],
    ['the password grant', () => 'grant_type=password&username=a&password=b', own, 400, 'unsupported_grant_type'],
    ['a grant called like a part of every object', () => 'grant_type=constructor', own, 400, 'unsupported_grant_type'],
    ['a doubled parameter', () => `${grant}&${grant}`, own, 400, 'invalid_request'],
    ['a doubled unknown parameter', () => `${grant}&x=1&x=`, own, 400, 'invalid_request'],
    ['JSON', () => '{"grant_type":"client_credentials"}', () => ({ ...own(), ...json }), 400, 'invalid_request'],
    ['a body of 70 kB', () => `${grant}&x=${'x'.repeat(70_000)}`, own, 413, 'invalid_request'],
    ['two proofs', () => `${grant}&${posted()}`, own, 400, 'invalid_request'],
    [
      'a secret without its client',
      () => `${grant}&client_secret=${client.secret}`,
      () => ({}),
      400,
      'invalid_request',
    ],
    ['an assertion without its type', () => `${grant}&client_assertion=a.b.c`, () => ({}), 400, 'invalid_request'],
    ['no proof', () => `${grant}&client_id=${client.id}`, () => ({}), 401, 'invalid_client'],
    ['a wrong secret', () => grant, () => basic(client.id, `${client.secret.slice(0, -1)}!`), 401, 'invalid_client'],
    ['no secret', () => grant, () => basic(client.id, ''), 401, 'invalid_client'],
    ['an unknown client', () => grant, () => basic(nobody, client.secret), 401, 'invalid_client'],
    ['a client that is no id', () => grant, () => basic("' OR 1=1", client.secret), 401, 'invalid_client'],
    ['another scheme', () => grant, () => ({ Authorization: `Bearer ${client.secret}` }), 401, 'invalid_client'],
    ['a header that is no base64', () => grant, () => ({ Authorization: 'Basic %%%' }), 401, 'invalid_client'],
    ['another client in the form', () => `${grant}&client_id=${nobody}`, own, 401, 'invalid_client'],
    ['a scope it was not given', () => `${grant}&scope=tokens:issue`, own, 400, 'invalid_scope'],
    ['the scope of restore', () => `${grant}&scope=restore`, own, 400, 'invalid_scope'],
    ['no refresh token', () => 'grant_type=refresh_token', own, 400, 'invalid_request'],
    ['an unknown refresh token', () => 'grant_type=refresh_token&refresh_token=lkr_x', own, 400, 'invalid_grant'],
  ]

  test.each(cases)('%s', async (_, body, headers, status, error) => {
    const answer = await ask(body(), headers())
    expect(answer).toMatchObject({ status, json: { error } })
    expect(String(answer.json?.['error_description'])).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
    expect(answer.response.headers.get('cache-control')).toBe('no-store')
    const byHeader = 'Authorization' in headers()
    expect(answer.response.headers.get('www-authenticate')?.startsWith('Basic ') ?? false).toBe(
      status === 401 && byHeader,
    )
    expect(JSON.stringify(answer.json)).not.toContain(client.secret)
  })

  test('credentials in the address are refused, though they are right', async () => {
    const answer = await ask('grant_type=client_credentials', {}, `/api/oauth/token?${posted()}`)
    expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_request' } })
  })

  test('an unknown client and a wrong secret are answered alike, word for word', async () => {
    const [wrong, unknown] = [basic(client.id, 'lks_x'), basic(nobody, 'lks_x')]
    const grants = await Promise.all([wrong, unknown].map((headers) => ask('grant_type=client_credentials', headers)))
    expect(grants[0]?.json).toEqual(grants[1]?.json)
    const headersOf = (answer: (typeof grants)[number] | undefined) =>
      [...(answer?.response.headers ?? [])].filter(([name]) => name !== 'date')
    expect(headersOf(grants[0])).toEqual(headersOf(grants[1]))
  })
})

test('a client that is disabled, has ended or has a new secret is refused at once, with its tokens', async () => {
  const grant = 'grant_type=client_credentials'
  const before = runtime().clock
  const clock = stillClock()
  runtime().clock = clock
  const [disabled, renewed, ended] = [await newClient(), await newClient(), await newClient({ validDays: 30 })]
  const tokenOf = async ({ id, secret }: typeof client) =>
    String((await ask(grant, basic(id, secret))).json?.['access_token'])
  const tokens = [await tokenOf(disabled), await tokenOf(renewed)]
  for (const token of tokens) expect(await authenticate(token)).not.toBeNull()
  await disableClient(served.house.actor, disabled.id)
  const fresh = await renewSecret(served.house.actor, renewed.id)
  for (const token of tokens) expect(await authenticate(token)).toBeNull()
  for (const { id, secret } of [disabled, renewed]) {
    expect(await ask(grant, basic(id, secret))).toMatchObject({ status: 401, json: { error: 'invalid_client' } })
  }
  expect(await ask(grant, basic(renewed.id, fresh.secret ?? ''))).toMatchObject({ status: 200 })
  clock.pass(30 * 24 * 3600 - 60)
  expect(await ask(grant, basic(ended.id, ended.secret))).toMatchObject({ status: 200, json: { expires_in: 60 } })
  clock.pass(60)
  expect(await ask(grant, basic(ended.id, ended.secret))).toMatchObject({ status: 401 })
  runtime().clock = before
})

test('the assertion of a restore sign-in is judged by the door of its tenant', async () => {
  const grant = `grant_type=${encodeURIComponent('urn:ietf:params:oauth:grant-type:jwt-bearer')}`
  expect(await ask(`${grant}&client_id=nobody.example`)).toMatchObject({
    status: 400,
    json: { error: 'invalid_request' },
  })
  const shut = await ask(`${grant}&client_id=nobody.example&assertion=${encodeURIComponent('{"access_token":"x"}')}`)
  expect(shut).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
  expect(shut.response.headers.get('cache-control')).toBe('no-store')
})

describe('revocation', () => {
  const revoke = (token: string, headers: Record<string, string>) =>
    ask(`token=${token}&token_type_hint=access_token`, headers, '/api/oauth/revoke')

  test('by its client ends a token at once; for an unknown one the answer is the same', async () => {
    const { json } = await ask('grant_type=client_credentials', own())
    const token = String(json?.['access_token'])
    const other = await newClient()
    expect(await revoke(token, basic(other.id, other.secret))).toMatchObject({ status: 200, json: null })
    expect(await authenticate(token)).not.toBeNull()
    expect(await revoke(token, {})).toMatchObject({ status: 401, json: { error: 'invalid_client' } })
    expect(await revoke(token, own())).toMatchObject({ status: 200, json: null })
    expect(await authenticate(token)).toBeNull()
    expect(await revoke(token, own())).toMatchObject({ status: 200, json: null })
    expect(await revoke('lka_unknown', own())).toMatchObject({ status: 200, json: null })
    expect(await ask('', own(), '/api/oauth/revoke')).toMatchObject({ status: 400, json: { error: 'invalid_request' } })
  })

  test('ends a sign-in that belongs to no client for whoever holds its token', async () => {
    const { db } = served.house.database
    const customer = await db.customer.create({ data: { name: 'Fabrikam' } })
    const tenant = await db.tenant.create({
      data: {
        ...{ customerId: customer.id, cloud: 'practice', domain: 'fabrikam.example', displayName: 'Fabrikam' },
        ...{ entraTenantId: crypto.randomUUID(), uniqueName: crypto.randomUUID() },
        baseline: { key: 'custom', name: 'Custom', version: 1, workloads: [] },
      },
    })
    const { accessToken, refreshToken } = await openFamily({
      ...{ kind: 'restore', tenantId: tenant.id, name: 'admin@fabrikam.example', scopes: ['restore'] },
      ...{ accessSeconds: 3600, withRefresh: true },
    })
    expect(await authenticate(accessToken)).toMatchObject({ kind: 'restore', reach: [tenant.id], resources: [] })
    // the door of the tenant is shut, so nobody can prove the sign-in again; the token stays what it was
    const shut = await ask(`grant_type=refresh_token&refresh_token=${refreshToken ?? ''}`)
    expect(shut).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
    const byClient = await ask(`grant_type=refresh_token&refresh_token=${refreshToken ?? ''}`, own())
    expect(byClient).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
    expect(await authenticate(accessToken)).not.toBeNull()
    expect(await revoke(refreshToken ?? '', {})).toMatchObject({ status: 200 })
    expect(await authenticate(accessToken)).toBeNull()
  })
})

test('only so many requests are answered in a minute, and the answer says how long to wait', async () => {
  const eager = await newClient()
  const answers = await Promise.all(
    Array.from({ length: 61 }, () => ask('grant_type=client_credentials', basic(eager.id, eager.secret))),
  )
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(1)
  expect(Number(refused[0]?.response.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused[0]?.json).toMatchObject({ error: 'temporarily_unavailable' })
  expect(await ask('grant_type=client_credentials', own())).toMatchObject({ status: 200 })
})
