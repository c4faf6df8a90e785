import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createAppSignIn, fetchAppToken, type AppTokenResult } from '@/lib/microsoft/app-token'
import { mayStillSpread } from '@/lib/microsoft/failures'
import { graphAppId, resolveRoles } from '@/lib/microsoft/permissions'
import { done, openRegistered, type Registered } from '@/tests/support/directory-desk'
import { startPractice, type Practice } from '@/tests/support/practice'
import { scriptedServer, type Script, type ScriptedServer } from '@/tests/support/scripted-server'
import { skippingClock } from '@/tests/support/skipping-clock'
import { makeTestKey, type TestKey } from '@/tests/support/test-keys'

const graph = 'https://graph.microsoft.com'

describe('the application’s own sign-in', () => {
  let practice: Practice
  beforeAll(async () => (practice = await startPractice()))
  afterAll(() => practice.close())

  function options(desk: Registered, key: TestKey = desk.key) {
    return {
      cloud: practice.cloud,
      tenantId: desk.tenant.tenantId,
      clientId: desk.appId,
      clock: skippingClock(),
      timeoutMs: 5000,
      assertion: () => key.assertion(practice.cloud, desk.tenant.tenantId, desk.appId),
    }
  }

  const ask = (desk: Registered, key?: TestKey) =>
    fetchAppToken({ ...options(desk, key), resource: graph, fresh: true })

  async function grant(desk: Registered, role: string): Promise<void> {
    const seen = await desk.directory.observe(desk.scope)
    const { resolved } = resolveRoles(seen, [{ resourceAppId: graphAppId, role }])
    for (const answer of await desk.directory.grantAppRoles(desk.principalId, resolved)) done(answer)
  }

  function granted(result: AppTokenResult) {
    if (result.status === 'granted') return result.token
    throw new Error(result.failure.code)
  }

  test('by a certificate gives a token of this application in this tenant, with its evidence', async () => {
    const desk = await openRegistered(practice)
    await grant(desk, 'User.Read.All')
    const token = granted(await ask(desk))
    expect(token).toMatchObject({ tenantId: desk.tenant.tenantId, appId: desk.appId, roles: ['User.Read.All'] })
    expect(token.evidence).toMatchObject({ answer: '200 OK' })
    expect(token.evidence?.call).toMatch(/^POST \/[0-9a-f]{8}….{4}\/oauth2\/v2.0\/token$/)
    expect(Date.parse(token.expiresAt)).toBeGreaterThan(Date.now())
  })

  test.each(['https://outlook.office365.com', 'https://graph.microsoft.com'])(
    'works for the resource %s',
    async (resource) => {
      const desk = await openRegistered(practice)
      const token = granted(await fetchAppToken({ ...options(desk), resource, fresh: true }))
      expect(token.audience).toBe(resource)
    },
  )

  test('asked freshly sees a new grant at once; from the cache it keeps the old roles', async () => {
    const desk = await openRegistered(practice)
    const signIn = createAppSignIn(options(desk))
    expect(granted(await signIn.fetch({ resource: graph, fresh: false })).roles).toEqual([])
    await grant(desk, 'Group.Read.All')
    const cached = granted(await signIn.fetch({ resource: graph, fresh: false }))
    expect(cached.roles).toEqual([])
    expect(cached.evidence).toBeNull()
    expect(granted(await signIn.fetch({ resource: graph, fresh: true })).roles).toEqual(['Group.Read.All'])
  })

  test('signs once for several tokens', async () => {
    const desk = await openRegistered(practice)
    let signed = 0
    const given = options(desk)
    const signIn = createAppSignIn({ ...given, assertion: () => (signed++, given.assertion()) })
    await Promise.all(
      [graph, 'https://outlook.office365.com'].map((resource) => signIn.fetch({ resource, fresh: true })),
    )
    await signIn.fetch({ resource: graph, fresh: false })
    expect(signed).toBe(1)
  })

  test('by a key that is not there is refused with 700027, which may still be spreading', async () => {
    const desk = await openRegistered(practice)
    const result = await ask(desk, await makeTestKey())
    expect(result).toMatchObject({
      status: 'refused',
      failure: { code: 'AADSTS700027', kind: 'token-refused', status: 401 },
    })
    expect(result.status === 'refused' && mayStillSpread(result.failure)).toBe(true)
    expect(result.status === 'refused' && result.evidence?.answer).toBe('401 AADSTS700027')
  })

  test('by a key that is still spreading works once it has spread, though the same sign-in was refused before', async () => {
    const desk = await openRegistered(practice)
    await practice.control.fault(desk.tenant.tenantId, { name: 'replication-lag', reads: 'tokenService', seconds: 30 })
    const next = await makeTestKey()
    done(await desk.directory.mergeKeys(desk.objectId, { add: [next.credential], removeKeyIds: [], mustStand: [] }))
    const signIn = createAppSignIn(options(desk, next))
    expect(await signIn.fetch({ resource: graph, fresh: true })).toMatchObject({ failure: { code: 'AADSTS700027' } })
    await practice.control.clearFaults(desk.tenant.tenantId)
    expect((await signIn.fetch({ resource: graph, fresh: true })).status).toBe('granted')
  })

  test.each<[string, (desk: Registered) => Promise<unknown>, string]>([
    ['is deleted', (desk) => desk.directory.deleteApplication(desk.objectId), 'application-missing'],
    [
      'has no service principal',
      (desk) => desk.directory.deleteServicePrincipal(desk.principalId),
      'application-missing',
    ],
    [
      'is switched off',
      (desk) =>
        practice.control.plant(desk.tenant.tenantId, { disableServicePrincipal: { application: desk.objectId } }),
      'application-disabled',
    ],
    [
      'is blocked by a policy',
      (desk) => practice.control.fault(desk.tenant.tenantId, { name: 'workload-identity-blocked' }),
      'blocked-by-policy',
    ],
    [
      'is of a tenant that is gone',
      (desk) => practice.control.fault(desk.tenant.tenantId, { name: 'tenant-gone' }),
      'tenant-unknown',
    ],
  ])('is refused when the application %s', async (_name, spoil, kind) => {
    const desk = await openRegistered(practice)
    await spoil(desk)
    expect(await ask(desk)).toMatchObject({ status: 'refused', failure: { kind } })
  })

  test('with a clock that is far off is refused as a matter of the clock', async () => {
    const desk = await openRegistered(practice)
    const early = new Date(Date.now() - 3_600_000)
    const assertion = () => desk.key.assertion(practice.cloud, desk.tenant.tenantId, desk.appId, early)
    const result = await fetchAppToken({ ...options(desk), assertion, resource: graph, fresh: true })
    expect(result).toMatchObject({ status: 'refused', failure: { kind: 'clock', code: 'AADSTS700024' } })
  })

  test('goes on after faults and throttling', async () => {
    const desk = await openRegistered(practice)
    const match = { operation: 'clientCredentials' }
    await practice.control.fault(desk.tenant.tenantId, { name: 'unavailable', times: 1, match })
    await practice.control.fault(desk.tenant.tenantId, { name: 'throttle', retryAfterSeconds: 1, times: 1, match })
    await practice.control.fault(desk.tenant.tenantId, { name: 'reset-before-effect', times: 1, match })
    expect((await ask(desk)).status).toBe('granted')
  })

  test('is never refused by a memory of earlier throttling', async () => {
    const desk = await openRegistered(practice)
    const signIn = createAppSignIn({ ...options(desk), retryForMs: 0 })
    await practice.control.fault(desk.tenant.tenantId, { name: 'throttle', retryAfterSeconds: 300, times: 1 })
    expect(await signIn.fetch({ resource: graph, fresh: false })).toMatchObject({
      failure: { kind: 'throttled', retryAfterSeconds: 300 },
    })
    expect((await signIn.fetch({ resource: graph, fresh: false })).status).toBe('granted')
  })

  test('whose assertion cannot be made says so without leaking why', async () => {
    const desk = await openRegistered(practice)
    const assertion = () => Promise.reject(new Error('-----BEGIN PRIVATE KEY----- canary'))
    const result = await fetchAppToken({ ...options(desk), assertion, resource: graph, fresh: true })
    expect(result).toMatchObject({ status: 'refused', failure: { code: 'SignInFailed' } })
    expect(inspect(result, { depth: 9 })).not.toContain('canary')
  })
})

describe('a token that comes back', () => {
  const tenantId = '11111111-1111-4111-8111-111111111111'
  const clientId = '22222222-2222-4222-8222-222222222222'
  let server: ScriptedServer
  afterEach(() => server.close())

  function jwt(claims: object): string {
    return `${Buffer.from('{}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`
  }

  async function fetchFrom(script: Script) {
    server = await scriptedServer(script)
    return fetchAppToken({
      cloud: server.cloud,
      tenantId,
      clientId,
      clock: skippingClock(),
      timeoutMs: 1000,
      assertion: () => Promise.resolve('assertion'),
      resource: graph,
      fresh: true,
    })
  }

  const answer =
    (claims: object): Script =>
    () => ({ json: { token_type: 'Bearer', expires_in: 3599, access_token: jwt(claims) } })

  test('is shown by nothing', async () => {
    const result = await fetchFrom(answer({ tid: tenantId, appid: clientId, canary: 'x' }))
    if (result.status === 'refused') throw new Error(result.failure.code)
    expect(`${inspect(result, { depth: 9, showHidden: true })}${JSON.stringify(result)}`).not.toContain(
      result.token.reveal(),
    )
  })

  test.each([
    ['of another tenant', { tid: clientId, appid: clientId }],
    ['of another application', { tid: tenantId, appid: tenantId }],
    ['that says nothing', {}],
  ])('%s is refused and dropped', async (_name, claims) => {
    expect(await fetchFrom(answer(claims))).toMatchObject({ status: 'refused', failure: { code: 'TokenMismatch' } })
  })

  test('goes to the token endpoint only: nothing else is looked up anywhere', async () => {
    await fetchFrom(answer({ tid: tenantId, appid: clientId }))
    expect(server.heard.map(({ method, url }) => `${method} ${url.split('?')[0] ?? ''}`)).toEqual([
      `POST /${tenantId}/oauth2/v2.0/token`,
    ])
  })

  test('as a page of HTML is refused', async () => {
    expect((await fetchFrom(() => ({ text: '<html>' }))).status).toBe('refused')
  })
})
