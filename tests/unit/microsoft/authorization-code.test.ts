import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startAuthorization, type Authorization } from '@/lib/microsoft/authorization-code'
import { scriptedServer, type Heard, type Reply, type ScriptedServer } from '@/tests/support/scripted-server'
import { skippingClock } from '@/tests/support/skipping-clock'

const tenantId = '11111111-1111-4111-8111-111111111111'
const clientId = '22222222-2222-4222-8222-222222222222'
const redirectUri = 'https://latchkey.example.com/connect/callback'
const codeCanary = 'authorization-code-canary-31'
const accessCanary = 'access-canary-31'

type Keys = Awaited<ReturnType<typeof generateKeyPair>>
let keys: Keys
let others: Keys
let server: ScriptedServer

beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true })
  others = await generateKeyPair('RS256', { extractable: true })
})
afterEach(() => server.close())

interface Wire {
  /** Changes the ID token's claims. */
  claims?: Record<string, unknown>
  /** Signs it. */
  by?: Keys
  /** Instead of a token. */
  token?: Reply | 'reset'
  /** What the token endpoint says about the time. */
  date?: string
}

/** Microsoft, as far as one redemption goes. */
async function open(wire: Wire = {}): Promise<Authorization> {
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', use: 'sig', alg: 'RS256' }
  let idToken = ''
  server = await scriptedServer(({ url }) => {
    if (url.includes('openid-configuration')) {
      const base = `${server.origin}/${tenantId}`
      return {
        headers: { date: 'Sun, 22 Nov 2026 10:00:00 GMT' },
        json: { issuer: `${base}/v2.0`, jwks_uri: `${base}/discovery/v2.0/keys` },
      }
    }
    if (url.includes('/keys')) return { json: { keys: [jwk] } }
    return (
      wire.token ?? {
        ...(wire.date === undefined ? {} : { headers: { date: wire.date } }),
        json: {
          ...{ token_type: 'Bearer', access_token: accessCanary, expires_in: 3600, id_token: idToken },
          refresh_token: 'refresh-canary',
        },
      }
    )
  })
  const started = await startAuthorization(
    {
      cloud: server.cloud,
      ...{ tenantId, clientId, redirectUri, timeoutMs: 5000 },
      scope: `openid ${server.cloud.graphResource}/User.Read`,
      clock: skippingClock(),
    },
    (audience) => Promise.resolve(`assertion-for:${audience}`),
  )
  const now = Math.floor(Date.now() / 1000)
  const issued = wire.date === undefined ? now : Math.floor(Date.parse(wire.date) / 1000)
  idToken = await new SignJWT({
    ...{ aud: clientId, iss: `${server.origin}/${tenantId}/v2.0`, sub: 'someone', tid: tenantId },
    ...{ nonce: new URL(started.url).searchParams.get('nonce'), iat: issued, nbf: issued, exp: issued + 3600 },
    ...{ preferred_username: 'admin@northwind.example' },
    ...wire.claims,
  })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .sign((wire.by ?? keys).privateKey)
  return started
}

function back(started: Authorization, more: Record<string, string> = {}): URLSearchParams {
  return new URLSearchParams({ code: codeCanary, state: started.state, ...more })
}

function redemption(): { heard: Heard; form: URLSearchParams } {
  const heard = server.heard.find(({ method }) => method === 'POST')
  if (heard === undefined) throw new Error('no code was redeemed')
  return { heard, form: new URLSearchParams(heard.body) }
}

describe('the address that the browser goes to', () => {
  test('asks one tenant for a code with state, nonce and an S256 challenge, and lets the person pick an account', async () => {
    const { url, state } = await open()
    expect(url).toContain(`${server.origin}/${tenantId}/oauth2/v2.0/authorize?`)
    const query = Object.fromEntries(new URL(url).searchParams)
    expect(query).toMatchObject({
      ...{ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', response_mode: 'query', state },
      ...{ code_challenge_method: 'S256', prompt: 'select_account' },
      scope: 'openid https://graph.microsoft.com/User.Read',
    })
    expect(query['nonce']?.length).toBeGreaterThan(40)
    expect(state.length).toBeGreaterThan(40)
  })

  test.each(['openid offline_access', 'openid profile', 'https://graph.microsoft.com/.default'])(
    'refuses the scope “%s”: one access token and the nonce, nothing else',
    async (scope) => {
      await open()
      const options = { cloud: server.cloud, tenantId, clientId, redirectUri, timeoutMs: 5000, clock: skippingClock() }
      await expect(startAuthorization({ ...options, scope }, () => Promise.resolve(''))).rejects.toThrow('scope')
    },
  )
})

describe('the answer that comes back', () => {
  test('becomes a token, with the verifier of the challenge, the redirect address and a signed assertion', async () => {
    const started = await open()
    const result = await started.redeem(back(started))
    expect(result.status).toBe('granted')
    const { form, heard } = redemption()
    const challenge = new URL(started.url).searchParams.get('code_challenge')
    expect(
      createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url'),
    ).toBe(challenge)
    expect(Object.fromEntries(form)).toMatchObject({
      ...{ grant_type: 'authorization_code', code: codeCanary, redirect_uri: redirectUri, client_id: clientId },
      client_assertion: `assertion-for:${server.origin}/${tenantId}/oauth2/v2.0/token`,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    })
    expect(heard.url).toBe(`/${tenantId}/oauth2/v2.0/token`)
    expect(heard.headers.authorization).toBeUndefined()
  })

  test('counts once: the verifier is gone afterwards', async () => {
    const started = await open()
    await started.redeem(back(started))
    await expect(started.redeem(back(started))).rejects.toThrow('dropped')
  })

  test('shows no secret when it is printed', async () => {
    const started = await open()
    const result = await started.redeem(back(started))
    const printed = inspect({ started, result }, { depth: 9, showHidden: true }) + JSON.stringify({ started, result })
    for (const secret of [accessCanary, codeCanary, 'refresh-canary']) expect(printed).not.toContain(secret)
  })

  test('names Microsoft’s own time of the start, not ours', async () => {
    expect((await open()).startedAt).toBe('2026-11-22T10:00:00.000Z')
  })

  test('is right by Microsoft’s clock, even where ours is an hour off', async () => {
    const started = await open({ date: new Date(Date.now() + 3_600_000).toUTCString() })
    expect((await started.redeem(back(started))).status).toBe('granted')
  })

  test.each<[string, Wire]>([
    ['another nonce', { claims: { nonce: 'replayed' } }],
    ['another audience', { claims: { aud: '33333333-3333-4333-8333-333333333333' } }],
    ['another issuer', { claims: { iss: 'https://login.evil.example/v2.0' } }],
    ['another tenant', { claims: { tid: '44444444-4444-4444-8444-444444444444' } }],
    ['a time that is over', { claims: { exp: 1_600_000_000 } }],
  ])('with an ID token of %s is refused', async (_name, wire) => {
    const started = await open(wire)
    expect(await started.redeem(back(started))).toMatchObject({ status: 'ended', failure: { kind: 'invalid' } })
  })

  test('with an ID token that somebody else signed is refused', async () => {
    const started = await open({ by: others })
    expect(await started.redeem(back(started))).toMatchObject({ status: 'ended', failure: { kind: 'invalid' } })
  })

  test('without an ID token is refused', async () => {
    const started = await open({ token: { json: { token_type: 'Bearer', access_token: accessCanary } } })
    expect((await started.redeem(back(started))).status).toBe('ended')
  })

  test.each([{ state: 'tampered' }, { iss: 'https://login.evil.example' }])(
    'that does not belong to this sign-in (%o) never reaches the token endpoint',
    async (more) => {
      const started = await open()
      expect((await started.redeem(back(started, more as Record<string, string>))).status).toBe('ended')
      expect(server.heard.filter(({ method }) => method === 'POST')).toEqual([])
    },
  )

  test('that carries two codes never reaches the token endpoint', async () => {
    const started = await open()
    const twice = back(started)
    twice.append('code', 'another')
    expect((await started.redeem(twice)).status).toBe('ended')
    expect(server.heard.filter(({ method }) => method === 'POST')).toEqual([])
  })

  test.each([
    ['access_denied', 'cancel', 'AADSTS65004: User declined to consent.', 'AADSTS65004', 'declined'],
    ['access_denied', 'cancel', 'the user canceled the authentication', 'access_denied', 'declined'],
    ['consent_required', '', 'AADSTS90094: Admin consent is required.', 'AADSTS90094', 'not-allowed'],
    ['interaction_required', '', 'AADSTS53003: Access has been blocked.', 'AADSTS53003', 'blocked-by-policy'],
    ['temporarily_unavailable', '', '', 'temporarily_unavailable', 'unavailable'],
  ])('“%s” %s %s is understood', async (error, subcode, description, code, kind) => {
    const started = await open()
    const answer = new URLSearchParams({ error, state: started.state, error_description: description })
    if (subcode !== '') answer.set('error_subcode', subcode)
    expect(await started.redeem(answer)).toMatchObject({ status: 'ended', failure: { code, kind } })
  })

  test('keeps the ids that Microsoft’s support asks for', async () => {
    const started = await open()
    const [trace, correlation] = ['aaaaaaaa-1111-4111-8111-111111111111', 'bbbbbbbb-1111-4111-8111-111111111111']
    const description = `AADSTS65004: User declined. Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: now`
    const result = await started.redeem(
      new URLSearchParams({ error: 'access_denied', error_description: description, state: started.state }),
    )
    expect(result).toMatchObject({ failure: { traceId: trace, correlationId: correlation } })
  })

  test.each<[string, Reply | 'reset', object]>([
    ['a used code', { status: 400, json: { error: 'invalid_grant', error_codes: [54005] } }, { code: 'AADSTS54005' }],
    ['a fault', { status: 503, text: '<html>' }, { kind: 'unavailable' }],
    ['a broken connection', 'reset', { kind: 'lost' }],
  ])('ends with the reason after %s', async (_name, token, failure) => {
    const started = await open({ token })
    expect(await started.redeem(back(started))).toMatchObject({ status: 'ended', failure })
  })
})
