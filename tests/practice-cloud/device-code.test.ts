import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { aadsts, AZURE_CLI, claimsOf, newTenant, startCloud } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

test('a device code lives 900 seconds, is polled every 5, and comes without a link that carries the code', async () => {
  const visitor = await newTenant(cloud)
  const { status, body, headers } = await visitor.deviceCode()
  expect([status, body['expires_in'], body['interval']]).toEqual([200, 900, 5])
  expect(body['verification_uri']).toBe(`${cloud.origin}/device`)
  expect(body).not.toHaveProperty('verification_uri_complete')
  expect(String(body['user_code'])).toMatch(/^[A-Z0-9]{9}$/)
  expect(String(body['device_code']).length).toBeGreaterThan(100)
  expect(headers.get('cache-control')).toBe('no-store, no-cache')
})

test('a code that nobody has typed yet is pending, with the numbers and ids of a real answer', async () => {
  const visitor = await newTenant(cloud)
  const started = await visitor.deviceCode()
  const pending = await visitor.poll(started.body['device_code'])
  expect([pending.status, pending.body['error'], aadsts(pending)]).toEqual([400, 'authorization_pending', 70016])
  expect(pending.body).toHaveProperty('trace_id')
  expect(pending.body).toHaveProperty('correlation_id')
  expect(String(pending.body['error_description'])).toMatch(
    /^AADSTS70016: .* Trace ID: .* Correlation ID: .* Timestamp: /,
  )
})

test('a declined code is answered as such, without a number', async () => {
  const visitor = await newTenant(cloud)
  const started = await visitor.deviceCode()
  await cloud.control.signIn({
    userCode: String(started.body['user_code']),
    person: 'global-administrator',
    outcome: 'decline',
  })
  const declined = await visitor.poll(started.body['device_code'])
  expect([declined.status, declined.body['error'], aadsts(declined)]).toEqual([
    400,
    'authorization_declined',
    undefined,
  ])
})

test('a code expires by the cloud clock', async () => {
  const own = await startCloud()
  try {
    const visitor = await newTenant(own)
    const started = await visitor.deviceCode()
    await own.control.advanceClock(901)
    const expired = await visitor.poll(started.body['device_code'])
    expect([expired.body['error'], aadsts(expired)]).toEqual(['expired_token', 70020])
    const shown = await own.control.signIn({
      userCode: String(started.body['user_code']),
      person: 'global-administrator',
    })
    expect(shown.outcome).toBe('code-expired')
  } finally {
    await own.close()
  }
})

test('an unknown code, a code of another tenant and a code of another client are not recognised', async () => {
  const visitor = await newTenant(cloud)
  const other = await newTenant(cloud)
  const started = await visitor.deviceCode()
  expect(aadsts(await visitor.poll('nothing'))).toBe(70018)
  expect(aadsts(await other.poll(started.body['device_code']))).toBe(70018)
  expect(aadsts(await visitor.poll(started.body['device_code'], { client_id: 'somebody-else' }))).toBe(70018)
})

test('a code gives one token and no second', async () => {
  const visitor = await newTenant(cloud)
  const started = await visitor.deviceCode()
  await cloud.control.signIn({ userCode: String(started.body['user_code']), person: 'global-administrator' })
  expect((await visitor.poll(started.body['device_code'])).status).toBe(200)
  expect(aadsts(await visitor.poll(started.body['device_code']))).toBe(70000)
})

test('polls faster than the interval are counted and, when they do not stop, refused as a loop', async () => {
  const visitor = await newTenant(cloud)
  const started = await visitor.deviceCode()
  const answers: unknown[] = []
  for (let poll = 0; poll < 35; poll++) answers.push(aadsts(await visitor.poll(started.body['device_code'])))
  expect((await cloud.control.god(visitor.tenantId)).pollsTooFast).toBe(34)
  expect([answers[1], answers.at(-1)]).toEqual([70016, 50196])
})

test('the user code is understood with spaces, hyphens and small letters', async () => {
  const visitor = await newTenant(cloud)
  const started = await visitor.deviceCode()
  const typed = String(started.body['user_code'])
    .toLowerCase()
    .replace(/^(...)(...)/, ' $1-$2 ')
  const shown = await cloud.control.signIn({ userCode: typed, person: 'global-administrator' })
  expect(shown.outcome).toBe('done')
})

describe('what a client gets', () => {
  test('no refresh token and no id token unless they were asked for', async () => {
    const visitor = await newTenant(cloud)
    const plain = await visitor.signInReply('global-administrator')
    expect(Object.keys(plain.body)).not.toContain('refresh_token')
    expect(Object.keys(plain.body)).not.toContain('id_token')
    const scope = 'https://graph.microsoft.com/.default openid offline_access'
    const full = await visitor.signInReply('global-administrator', { scope })
    expect(Object.keys(full.body)).toEqual(expect.arrayContaining(['refresh_token', 'id_token']))
  })

  test('a refresh token works once and gives another', async () => {
    const visitor = await newTenant(cloud)
    const { body } = await visitor.signInReply('global-administrator', {
      scope: 'https://graph.microsoft.com/.default offline_access',
    })
    const refresh = { grant_type: 'refresh_token', client_id: AZURE_CLI, refresh_token: String(body['refresh_token']) }
    const path = `/${visitor.tenantId}/oauth2/v2.0/token`
    expect((await visitor.form(path, refresh)).body).toHaveProperty('refresh_token')
    expect(aadsts(await visitor.form(path, refresh))).toBe(70000)
  })

  test('Azure CLI is refused a scope outside its own with 65002', async () => {
    const visitor = await newTenant(cloud)
    const asked = await visitor.deviceCode({ scope: 'https://graph.microsoft.com/Policy.Read.All' })
    expect([asked.status, asked.body['error'], aadsts(asked)]).toEqual([400, 'invalid_request', 65002])
  })

  test('a client that nobody registered is unknown', async () => {
    const visitor = await newTenant(cloud)
    expect(aadsts(await visitor.deviceCode({ client_id: '11111111-1111-1111-1111-111111111111' }))).toBe(700016)
  })

  test('a switched-off Azure CLI is refused as disabled', async () => {
    const visitor = await newTenant(cloud)
    await cloud.control.plant(visitor.tenantId, { disableServicePrincipal: { application: AZURE_CLI } })
    expect(aadsts(await visitor.deviceCode())).toBe(7000112)
  })

  test('a registered client gets what it asks for and leaves a principal and a delegated grant behind', async () => {
    const visitor = await newTenant(cloud)
    const scopes = ['User.Read', 'Application.ReadWrite.All', 'Policy.Read.All']
    const { appId } = await cloud.control.registerClient({ displayName: 'Provider setup', scopes })
    const fields = { client_id: appId, scope: scopes.map((scope) => `https://graph.microsoft.com/${scope}`).join(' ') }
    const claims = claimsOf(await visitor.signIn('global-administrator', fields))
    expect(String(claims['scp']).split(' ')).toEqual(expect.arrayContaining(scopes))
    const god = await cloud.control.god(visitor.tenantId)
    expect(god.servicePrincipals.map((principal) => principal.appId)).toEqual([appId])
    expect(god.delegatedGrants).toHaveLength(1)
  })

  test('an ordinary user cannot consent to a registered client', async () => {
    const visitor = await newTenant(cloud)
    const { appId } = await cloud.control.registerClient({ displayName: 'Provider setup', scopes: ['Policy.Read.All'] })
    const answer = await visitor.signInReply('ordinary-user', {
      client_id: appId,
      scope: 'https://graph.microsoft.com/Policy.Read.All',
    })
    expect([aadsts(answer), answer.body['suberror']]).toEqual([65001, 'consent_required'])
  })
})

describe('discovery', () => {
  const configuration = async (authority: string) => {
    const response = await fetch(`${cloud.origin}/${authority}/v2.0/.well-known/openid-configuration`)
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  test('a domain and a tenant id lead to the same issuer, which names the tenant id', async () => {
    const byDomain = await configuration('northwind.example')
    const issuer = String(byDomain.body['issuer'])
    expect(issuer).toMatch(/\/[0-9a-f-]{36}\/v2\.0$/)
    const byId = await configuration(issuer.split('/').at(-2) ?? '')
    expect(byId.body).toEqual(byDomain.body)
    expect(byId.body).toMatchObject({ cloud_instance_name: 'practice', msgraph_host: new URL(cloud.origin).host })
  })

  test('an unknown domain is refused as Microsoft refuses it', async () => {
    const { status, body } = await configuration('nobody.example')
    expect([status, body['error'], body['error_codes']]).toEqual([400, 'invalid_tenant', [90002]])
  })

  test('the published key verifies what this cloud signs', async () => {
    const response = await fetch(`${cloud.origin}/common/discovery/v2.0/keys`)
    const { keys } = (await response.json()) as { keys: { kid: string }[] }
    const visitor = await newTenant(cloud)
    const token = await visitor.signIn('global-administrator')
    const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }
    expect(keys.map((key) => key.kid)).toContain(header.kid)
  })
})

test('markers stand verbatim in the device code and at the end of the delegated token, which still works', async () => {
  const own = await startCloud()
  try {
    const visitor = await newTenant(own)
    await own.control.markers({ deviceCode: 'CANARY-DEVICE', accessToken: 'CANARY-TOKEN' })
    const started = await visitor.deviceCode()
    expect(started.body['device_code']).toContain('CANARY-DEVICE')
    const token = await visitor.signIn('global-administrator')
    expect(token.endsWith('CANARY-TOKEN')).toBe(true)
    expect(claimsOf(token)['practice_marker']).toBe('CANARY-TOKEN')
    expect((await visitor.graph(token, 'GET', '/organization')).status).toBe(200)
  } finally {
    await own.close()
  }
})
