import { inspect } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { startAssertionSignIn } from '@/lib/microsoft/assertion'
import { startDeviceSignIn } from '@/lib/microsoft/sign-in'
import type { MicrosoftFailure } from '@/lib/microsoft/observed'
import { scriptedServer, type Reply, type ScriptedServer } from '@/tests/support/scripted-server'
import { skippingClock } from '@/tests/support/skipping-clock'

const tenantId = '11111111-1111-4111-8111-111111111111'
const canary = 'device-code-canary-77'

const code = {
  device_code: canary,
  user_code: 'ABCD1234X',
  verification_uri: 'https://microsoft.com/devicelogin',
  expires_in: 900,
  interval: 5,
}
const pending: Reply = { status: 400, json: { error: 'authorization_pending', error_codes: [70016] } }
const granted: Reply = { json: { token_type: 'Bearer', access_token: 'access-canary', expires_in: 3599, scope: 'x' } }

let server: ScriptedServer

afterEach(() => server.close())

async function signIn(polls: readonly (Reply | 'reset')[], first: object = code, signal?: AbortSignal) {
  server = await scriptedServer(({ url }, turn) =>
    url.endsWith('/devicecode') ? { json: first } : (polls[turn - 2] ?? pending),
  )
  const clock = skippingClock()
  const started = await startDeviceSignIn({
    cloud: server.cloud,
    tenantId,
    clientId: 'client-1',
    scope: 'https://graph.microsoft.com/.default',
    clock,
    signal,
    timeoutMs: 5000,
  })
  const told: (MicrosoftFailure | null)[] = []
  const result = await started.poll((_at, _next, failure) => {
    told.push(failure)
  })
  return { started, result, clock, told }
}

describe('polling for a sign-in', () => {
  test('goes on while it is pending, at the pace that Microsoft names', async () => {
    const { result, clock, told } = await signIn([pending, pending, granted])
    expect(result.status).toBe('granted')
    expect(clock.pauses).toEqual([5000, 5000, 5000])
    expect(told).toEqual([null, null])
  })

  test('knows pending by its number, whatever it is called', async () => {
    const { result } = await signIn([{ status: 400, json: { error: 'invalid_grant', error_codes: [70016] } }, granted])
    expect(result.status).toBe('granted')
  })

  test('slows down for good when told so', async () => {
    const { clock } = await signIn([{ status: 400, json: { error: 'slow_down' } }, pending, granted])
    expect(clock.pauses).toEqual([5000, 10_000, 10_000])
  })

  test('goes on after throttling, faults, gateways’ pages and broken connections, and tells of each', async () => {
    const { result, told } = await signIn([
      { status: 429, headers: { 'retry-after': '2' }, json: {} },
      { status: 503, json: { error: 'temporarily_unavailable' } },
      { status: 502, text: '<html>' },
      'reset',
      granted,
    ])
    expect(result.status).toBe('granted')
    expect(told.map((failure) => failure?.kind)).toEqual(['throttled', 'unavailable', 'unavailable', 'lost'])
  })

  test('waits as long as Retry-After says, once', async () => {
    const { clock } = await signIn([{ status: 429, headers: { 'retry-after': '30' }, json: {} }, pending, granted])
    expect(clock.pauses).toEqual([5000, 30_000, 5000])
  })

  test('asks one question at a time and never after the code has run out', async () => {
    const { result, clock } = await signIn([], { ...code, expires_in: 12 })
    expect(result).toMatchObject({ status: 'ended', failure: { kind: 'expired', code: 'expired_token' } })
    expect(server.heard.filter(({ url }) => url.endsWith('/token'))).toHaveLength(2)
    expect(clock.pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(12_000)
  })

  test.each([
    ['authorization_declined', { error: 'authorization_declined' }, 'declined'],
    ['expired_token', { error: 'expired_token', error_codes: [70020] }, 'expired'],
    ['code_expired', { error: 'code_expired' }, 'expired'],
    ['bad_verification_code', { error: 'bad_verification_code', error_codes: [70018] }, 'expired'],
    ['53003', { error: 'invalid_grant', error_codes: [53003] }, 'blocked-by-policy'],
    ['50076', { error: 'invalid_grant', error_codes: [50076] }, 'mfa-needed'],
    ['50020', { error: 'invalid_request', error_codes: [50020] }, 'foreign-account'],
    ['something new', { error: 'brand_new_error' }, 'other'],
  ] as const)('ends at once with %s', async (_name, json, kind) => {
    const { result } = await signIn([{ status: 400, json }])
    expect(result).toMatchObject({ status: 'ended', failure: { kind } })
    expect(server.heard).toHaveLength(2)
  })

  test('ends when an answer of success holds no token, and does not carry the answer on', async () => {
    const { result } = await signIn([{ json: { token_type: 'Bearer', other: 'leak-canary' } }])
    expect(result).toMatchObject({ status: 'ended', failure: { code: 'UnreadableAnswer' } })
    expect(inspect(result, { depth: 9 })).not.toContain('leak-canary')
  })

  test('ends when the signal fires', async () => {
    const { result } = await signIn([], code, AbortSignal.timeout(60_000))
    expect(result.status).toBe('ended')
    await server.close()
    const stop = new AbortController()
    server = await scriptedServer(({ url }) => (url.endsWith('/devicecode') ? { json: code } : pending))
    const started = await startDeviceSignIn({
      cloud: server.cloud,
      tenantId,
      clientId: 'client-1',
      scope: 'User.Read',
      clock: skippingClock(),
      signal: stop.signal,
      timeoutMs: 5000,
    })
    const stopped = await started.poll(() => {
      stop.abort()
    })
    expect(stopped).toMatchObject({ status: 'ended', failure: { code: 'Cancelled' } })
  })
})

describe('the start of a sign-in', () => {
  test.each(['openid', 'https://graph.microsoft.com/.default offline_access', 'User.Read OPENID'])(
    'never asks for more than an access token: “%s” is refused',
    async (scope) => {
      server = await scriptedServer(() => ({ json: code }))
      const options = { cloud: server.cloud, tenantId, clientId: 'c', scope, clock: skippingClock(), timeoutMs: 5000 }
      await expect(startDeviceSignIn(options)).rejects.toThrow(/never asked for/)
      expect(server.heard).toEqual([])
    },
  )

  test('sends exactly the scope it was given, to the tenant’s own endpoint', async () => {
    await signIn([granted])
    expect(server.heard[0]?.url).toBe(`/${tenantId}/oauth2/v2.0/devicecode`)
    expect(Object.fromEntries(new URLSearchParams(server.heard[0]?.body))).toEqual({
      client_id: 'client-1',
      scope: 'https://graph.microsoft.com/.default',
    })
  })

  test('understands the old endpoint: a lifetime as text, the link under its old name, no interval', async () => {
    const { verification_uri: link, interval: _interval, ...rest } = code
    const { started, clock } = await signIn([granted], { ...rest, verification_url: link, expires_in: '600' })
    expect(started).toMatchObject({ verificationUri: link, lifetimeSeconds: 600, intervalSeconds: 5 })
    expect(clock.pauses).toEqual([5000])
  })

  test.each([
    ['no code', { ...code, device_code: undefined }],
    ['a link that is none', { ...code, verification_uri: 'javascript:alert(1)' }],
    ['no lifetime', { ...code, expires_in: -1 }],
  ])('is refused when the answer holds %s', async (_name, answer) => {
    await expect(signIn([granted], answer)).rejects.toMatchObject({ failure: { code: 'UnreadableAnswer' } })
  })

  test('tells why Microsoft gave no code', async () => {
    server = await scriptedServer(() => ({ status: 400, json: { error: 'invalid_tenant', error_codes: [90002] } }))
    const options = {
      cloud: server.cloud,
      tenantId,
      clientId: 'c',
      scope: 'x',
      clock: skippingClock(),
      timeoutMs: 5000,
    }
    await expect(startDeviceSignIn(options)).rejects.toMatchObject({ failure: { kind: 'tenant-unknown' } })
  })
})

describe('secrets of a sign-in', () => {
  test('the device code and the token are in nothing that can be printed', async () => {
    const { started, result } = await signIn([granted])
    for (const text of [
      inspect({ started, result }, { depth: 9, showHidden: true }),
      JSON.stringify({ started, result }),
    ]) {
      expect(text).not.toContain(canary)
      expect(text).not.toContain('access-canary')
    }
    expect(result.status === 'granted' && result.token.reveal()).toBe('access-canary')
  })

  test('refresh and ID tokens that come unasked are never taken in', async () => {
    const json = { ...(granted.json as object), refresh_token: 'refresh-canary', id_token: 'identity-canary' }
    const { result } = await signIn([{ json }])
    expect(result.status).toBe('granted')
    expect(inspect(result, { depth: 9, showHidden: true })).not.toMatch(/refresh-canary|identity-canary/)
  })
})

describe('a restore sign-in', () => {
  const text =
    '{ "token_type":"Bearer",\n "access_token":"header.body.signature-canary" , "odd":"\\u00e9\u00e9", "refresh_token":"refresh-canary" }'

  async function assertionOf(answer: Reply) {
    server = await scriptedServer(({ url }) => (url.endsWith('/devicecode') ? { json: code } : answer))
    const scope = 'Directory.Read.All User.Read offline_access'
    const target = { cloud: server.cloud, tenantId: 'contoso.onmicrosoft.com', clientId: 'client-1', scope }
    const started = await startAssertionSignIn({ ...target, clock: skippingClock(), timeoutMs: 5000 })
    return started.poll()
  }

  test('keeps Microsoft’s answer byte for byte, shows it to nobody, and asks under the name that it was given', async () => {
    const result = await assertionOf({ text, headers: { 'content-type': 'application/json' } })
    if (result.status !== 'granted') throw new Error(result.failure.code)
    expect(result.token.revealVerbatim()).toBe(text)
    expect(`${inspect(result)}${JSON.stringify(result)}${String(result.token)}`).not.toContain('canary')
    expect(server.heard.map(({ url }) => url.split('/')[1])).toEqual(Array(2).fill('contoso.onmicrosoft.com'))
    result.token.drop()
    expect(() => result.token.revealVerbatim()).toThrow('dropped')
  })

  test('is worth nothing without a refresh token', async () => {
    const result = await assertionOf(granted)
    expect(result).toMatchObject({ status: 'ended', failure: { kind: 'invalid' } })
  })
})
