import { createPublicKey, verify } from 'node:crypto'
import type { JsonWebKey } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { askFor, backOf, codeFor, redeem, REDIRECT, registerBootstrap, SETUP_SCOPES } from './bootstrap'
import type { Bootstrap } from './bootstrap'
import { aadsts, AZURE_CLI, claimsOf, newCertificate, newTenant, startCloud } from './support'
import type { Visitor } from './support'

let cloud: PracticeCloud
let visitor: Visitor
let bootstrap: Bootstrap
beforeAll(async () => {
  cloud = await startCloud()
  visitor = await newTenant(cloud)
  bootstrap = await registerBootstrap(cloud)
})
afterAll(() => cloud.close())

const authorize = (url: string, person = 'global-administrator') => cloud.control.authorizeAs({ url, person })
const numberOf = (back: Record<string, string>) => /AADSTS(\d+)/.exec(back['error_description'] ?? '')?.[1]

test('a code comes back with the state, and gives a token of this person for what was consented to', async () => {
  const { back, code, ...asked } = await codeFor(visitor, bootstrap.appId)
  expect(back['state']).toBe('state-1')
  const { status, body } = await redeem(visitor, bootstrap, asked, code)
  expect(status).toBe(200)
  const claims = claimsOf(String(body['access_token']))
  expect(claims).toMatchObject({ tid: visitor.tenantId, appid: bootstrap.appId, appidacr: '2', amr: ['pwd', 'mfa'] })
  expect(String(claims['scp']).split(' ')).toEqual(expect.arrayContaining(SETUP_SCOPES))
  expect(claims['wids']).toContain('62e90394-69f5-4237-9190-012177145e10')
  const created = await visitor.graph(String(body['access_token']), 'POST', '/applications', { displayName: 'Backup' })
  expect(created.status).toBe(201)
})

test('the id token carries the nonce and verifies with the published keys', async () => {
  const { code, ...asked } = await codeFor(visitor, bootstrap.appId)
  const idToken = String((await redeem(visitor, bootstrap, asked, code)).body['id_token'])
  expect(claimsOf(idToken)).toMatchObject({
    nonce: 'nonce-1',
    aud: bootstrap.appId,
    tid: visitor.tenantId,
    iss: `${cloud.origin}/${visitor.tenantId}/v2.0`,
  })
  const published = await fetch(`${cloud.origin}/${visitor.tenantId}/discovery/v2.0/keys`)
  const { keys } = (await published.json()) as { keys: (JsonWebKey & { kid: string })[] }
  const [header = '', body = '', signature = ''] = idToken.split('.')
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string }
  const key = createPublicKey({ key: keys.find((each) => each.kid === kid) ?? {}, format: 'jwk' })
  expect(verify('sha256', Buffer.from(`${header}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
})

test('no refresh token without offline_access, and one that the client must prove itself for with it', async () => {
  const plain = await codeFor(visitor, bootstrap.appId)
  expect((await redeem(visitor, bootstrap, plain, plain.code)).body).not.toHaveProperty('refresh_token')
  const scope = 'openid offline_access https://graph.microsoft.com/.default'
  const { code, ...asked } = await codeFor(visitor, bootstrap.appId, 'global-administrator', { scope })
  const { body } = await redeem(visitor, bootstrap, asked, code)
  const path = `/${visitor.tenantId}/oauth2/v2.0/token`
  const refresh = {
    grant_type: 'refresh_token',
    client_id: bootstrap.appId,
    refresh_token: String(body['refresh_token']),
  }
  expect(aadsts(await visitor.form(path, refresh))).toBe(7000218)
  const proof = visitor.proof(bootstrap.appId, bootstrap.certificate)
  expect((await visitor.form(path, { ...refresh, ...proof })).status).toBe(200)
})

describe('an authorization request', () => {
  const shown = async (change: Record<string, string>, authority?: string) =>
    authorize(askFor(visitor, bootstrap.appId, change, authority).url)

  test.each([
    ['an unknown client', { client_id: '11111111-1111-4111-8111-111111111111' }, 700016],
    ['no client', { client_id: '' }, 900144],
    ['an address that nobody registered', { redirect_uri: 'https://evil.example/' }, 50011],
    ['an address that differs in its path', { redirect_uri: `${REDIRECT}/more` }, 50011],
    ['no address', { redirect_uri: '' }, 50011],
  ])('with %s ends at a page and goes back nowhere', async (_what, change, number) => {
    const ended = await shown(change)
    expect([ended.shown?.code, ended.location, ended.post]).toEqual([number, undefined, undefined])
    const page = await fetch(askFor(visitor, bootstrap.appId, change).url, { redirect: 'manual' })
    expect([page.status, (await page.text()).includes(`AADSTS${String(number)}`)]).toEqual([400, true])
  })

  test('to an unknown tenant ends at a page', async () => {
    expect((await shown({}, 'nobody.example')).shown?.code).toBe(90002)
  })

  test.each([
    ['an implicit answer', { response_type: 'token' }, 'unsupported_response_type', '700054'],
    ['no response type', { response_type: '' }, 'invalid_request', '900144'],
    ['an unknown response mode', { response_mode: 'pigeon' }, 'invalid_request', '70007'],
    ['a scope that does not exist', { scope: 'https://graph.microsoft.com/No.Such' }, 'invalid_scope', '70011'],
    ['no scope', { scope: '' }, 'invalid_request', '900144'],
    ['an unknown prompt', { prompt: 'please' }, 'invalid_request', '90023'],
    ['a silent prompt', { prompt: 'none' }, 'login_required', '50058'],
    ['another challenge method', { code_challenge_method: 'MD5' }, 'invalid_request', '50149'],
    ['a challenge of another length', { code_challenge: 'short' }, 'invalid_request', '501491'],
  ])('for %s goes back with the error and the state', async (_what, change, error, number) => {
    const back = backOf(await shown(change))
    expect([back['error'], numberOf(back), back['state'], back['code']]).toEqual([error, number, 'state-1', undefined])
  })

  test('answers by form_post where that was asked for', async () => {
    const ended = await shown({ response_mode: 'form_post' })
    expect([ended.location, ended.post?.action, ended.post?.fields['state']]).toEqual([undefined, REDIRECT, 'state-1'])
    expect(ended.post?.fields['code']).toBeDefined()
  })

  test('of a single-tenant application is known at home only', async () => {
    const single = await registerBootstrap(cloud, { signInAudience: 'AzureADMyOrg' })
    const ended = async (authority: string) =>
      (await authorize(askFor(visitor, single.appId, {}, authority).url)).shown?.code
    expect([await ended(visitor.tenantId), await ended('organizations')]).toEqual([700016, 50194])
    expect(await ended('provider.practice.example')).toBeUndefined()
  })
})

describe('what the person does', () => {
  const end = (outcome: 'decline' | 'consent-declined') =>
    cloud.control.authorizeAs({
      url: askFor(visitor, bootstrap.appId, { prompt: 'consent' }).url,
      person: 'global-administrator',
      outcome,
    })

  test('turning back is told as a cancel', async () => {
    expect(backOf(await end('decline'))).toMatchObject({
      error: 'access_denied',
      error_subcode: 'cancel',
      state: 'state-1',
    })
  })

  test('refusing consent is told with its number', async () => {
    const back = backOf(await end('consent-declined'))
    expect([back['error'], numberOf(back), back['state']]).toEqual(['access_denied', '65004', 'state-1'])
  })

  test.each(['another-tenant', 'personal-account'])('%s is stopped at the page of this tenant', async (person) => {
    const ended = await authorize(askFor(visitor, bootstrap.appId).url, person)
    expect([ended.shown?.code, numberOf(backOf(ended))]).toEqual([50020, '50020'])
  })

  test('through organizations, the token is of the tenant of whoever signed in', async () => {
    const asked = askFor(visitor, bootstrap.appId, {}, 'organizations')
    const back = backOf(await authorize(asked.url, 'ada.admin@fabrikam.example'))
    const elsewhere = await redeem(visitor, bootstrap, asked, back['code'])
    expect(aadsts(elsewhere)).toBe(700005)
    const aud = `${cloud.origin}/organizations/oauth2/v2.0/token`
    const proof = visitor.proof(bootstrap.appId, bootstrap.certificate, { aud })
    const { body } = await redeem(visitor, bootstrap, asked, back['code'], { authority: 'organizations', proof })
    expect(claimsOf(String(body['access_token']))['tid']).not.toBe(visitor.tenantId)
  })

  test.each([
    ['browser-sign-in-blocked', 53003, 'access_denied'],
    ['mfa-required', 50076, 'interaction_required'],
    ['foreign-account', 50020, 'access_denied'],
  ] as const)('%s stops at a page whose only way leads back with the error', async (name, number, error) => {
    const own = await newTenant(cloud)
    await cloud.control.fault(own.tenantId, { name })
    const ended = await authorize(askFor(own, bootstrap.appId).url)
    const back = backOf(ended)
    expect([ended.shown?.code, numberOf(back), back['error'], back['code']]).toEqual([
      number,
      String(number),
      error,
      undefined,
    ])
    expect((await cloud.control.god(own.tenantId)).servicePrincipals).toEqual([])
  })

  test('code-declined counts as a cancel', async () => {
    const own = await newTenant(cloud)
    await cloud.control.fault(own.tenantId, { name: 'code-declined' })
    expect(backOf(await authorize(askFor(own, bootstrap.appId).url))).toMatchObject({ error_subcode: 'cancel' })
  })
})

describe('the redemption', () => {
  const fresh = () => codeFor(visitor, bootstrap.appId)

  test('works once', async () => {
    const { code, ...asked } = await fresh()
    expect((await redeem(visitor, bootstrap, asked, code)).status).toBe(200)
    const again = await redeem(visitor, bootstrap, asked, code)
    expect([again.status, again.body['error'], aadsts(again)]).toEqual([400, 'invalid_grant', 54005])
  })

  test('is too late after ten minutes', async () => {
    const own = await startCloud()
    try {
      const late = await newTenant(own)
      const app = await registerBootstrap(own)
      const { code, ...asked } = await codeFor(late, app.appId)
      await own.control.advanceClock(601)
      const now = Math.floor(Date.now() / 1000) + 601
      const proof = late.proof(app.appId, app.certificate, { nbf: now, exp: now + 600 })
      expect(aadsts(await redeem(late, app, asked, code, { proof }))).toBe(70008)
    } finally {
      await own.close()
    }
  })

  test('needs the verifier of the challenge', async () => {
    const { code, ...asked } = await fresh()
    expect(aadsts(await redeem(visitor, bootstrap, { ...asked, verifier: '' }, code))).toBe(50148)
    expect(aadsts(await redeem(visitor, bootstrap, { ...asked, verifier: 'w'.repeat(43) }, code))).toBe(501481)
    expect((await redeem(visitor, bootstrap, asked, code)).status).toBe(200)
  })

  test('needs the same address, the same client, the same tenant and a code that was given out', async () => {
    const other = await registerBootstrap(cloud)
    const elsewhere = await newTenant(cloud)
    const { code, ...asked } = await fresh()
    const change = { redirect_uri: 'https://portal.example/other' }
    expect(aadsts(await redeem(visitor, bootstrap, asked, code, { change }))).toBe(500112)
    expect(aadsts(await redeem(visitor, other, asked, code))).toBe(9002313)
    expect(aadsts(await redeem(elsewhere, bootstrap, asked, code))).toBe(700005)
    expect(aadsts(await redeem(visitor, bootstrap, asked, 'invented'))).toBe(9002313)
  })

  test('asks a web application for its proof, and judges it as for any application', async () => {
    const { code, ...asked } = await fresh()
    const tried = async (proof: Record<string, string>) => {
      const answer = await redeem(visitor, bootstrap, asked, code, { proof })
      return [answer.status, answer.body['error'], aadsts(answer)]
    }
    expect(await tried({})).toEqual([401, 'invalid_client', 7000218])
    expect(await tried({ client_secret: 'guessed' })).toEqual([401, 'invalid_client', 7000215])
    expect(await tried(visitor.proof(bootstrap.appId, newCertificate()))).toEqual([401, 'invalid_client', 700027])
    const past = { nbf: 1_600_000_000, iat: 1_600_000_000, exp: 1_600_000_600 }
    expect(await tried(visitor.proof(bootstrap.appId, bootstrap.certificate, past))).toEqual([
      401,
      'invalid_client',
      700024,
    ])
    const cross = await redeem(visitor, bootstrap, asked, code, { headers: { origin: 'https://portal.example' } })
    expect(aadsts(cross)).toBe(9002326)
    expect((await redeem(visitor, bootstrap, asked, code)).status).toBe(200)
  })

  test('mfa demanded by the resource is told at the token endpoint, with claims', async () => {
    const own = await newTenant(cloud)
    const { code, ...asked } = await codeFor(own, bootstrap.appId)
    await cloud.control.fault(own.tenantId, { name: 'mfa-required', match: { operation: 'redeemCode' }, times: 1 })
    const refused = await redeem(own, bootstrap, asked, code)
    expect([refused.body['error'], aadsts(refused), typeof refused.body['claims']]).toEqual([
      'interaction_required',
      50076,
      'string',
    ])
    expect((await redeem(own, bootstrap, asked, code)).status).toBe(200)
  })
})

describe('the platform of the address', () => {
  test('spa: only across origins, without a credential, with PKCE, and readable by the page', async () => {
    const spa = await registerBootstrap(cloud, { redirectUris: { spa: [REDIRECT] } })
    const bare = backOf(
      await authorize(askFor(visitor, spa.appId, { code_challenge: '', code_challenge_method: '' }).url),
    )
    expect(numberOf(bare)).toBe('9002325')
    const { code, ...asked } = await codeFor(visitor, spa.appId)
    const headers = { origin: 'https://portal.example' }
    expect(aadsts(await redeem(visitor, spa, asked, code, { proof: {} }))).toBe(9002327)
    expect(aadsts(await redeem(visitor, spa, asked, code, { headers }))).toBe(700025)
    const answer = await redeem(visitor, spa, asked, code, { headers, proof: {} })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, 'https://portal.example'])
  })

  test('native: without a credential, and not for a client that says it is not public', async () => {
    const redirectUris = { publicClient: [REDIRECT] }
    const native = await registerBootstrap(cloud, { redirectUris, isFallbackPublicClient: true })
    const first = await codeFor(visitor, native.appId)
    expect(aadsts(await redeem(visitor, native, first, first.code))).toBe(700025)
    expect((await redeem(visitor, native, first, first.code, { proof: {} })).status).toBe(200)
    const closed = await registerBootstrap(cloud, { redirectUris, isFallbackPublicClient: false })
    const second = await codeFor(visitor, closed.appId)
    expect(aadsts(await redeem(visitor, closed, second, second.code, { proof: {} }))).toBe(7000218)
  })

  test("Azure CLI comes back to this machine under any port, with its own scopes and nobody's consent", async () => {
    const change = { redirect_uri: 'http://localhost:8400', scope: 'openid https://graph.microsoft.com/.default' }
    const { code, ...asked } = await codeFor(visitor, AZURE_CLI, 'ordinary-user', change)
    const cli = { ...bootstrap, appId: AZURE_CLI }
    const { body } = await redeem(visitor, cli, asked, code, {
      proof: {},
      change: { redirect_uri: 'http://localhost:8400' },
    })
    expect(claimsOf(String(body['access_token']))['scp']).toContain('Directory.AccessAsUser.All')
  })
})
