import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FAULT_NAMES } from '@/practice-cloud/faults/catalogue'
import type { FaultName } from '@/practice-cloud/faults/catalogue'
import type { PracticeCloud } from '@/practice-cloud/server'
import { codeFor, registerBootstrap } from './bootstrap'
import { aadsts, code, keyCredential, newCertificate, newTenant, register, startCloud } from './support'
import type { Visitor } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

const fault = (visitor: Visitor, wanted: Parameters<PracticeCloud['control']['fault']>[1]) =>
  cloud.control.fault(visitor.tenantId, wanted)
const truth = (visitor: Visitor) => cloud.control.god(visitor.tenantId)

/** One guarantee per fault; the ones with a file of their own say which. */
const GUARANTEES: Record<FaultName, string | ((visitor: Visitor, token: string) => Promise<void>)> = {
  'replication-lag': 'replication.test.ts',
  'stale-observe': 'replication.test.ts',
  'concurrency-refusal': 'batch.test.ts',
  keyid: 'keys.test.ts',

  throttle: async (visitor, token) => {
    await fault(visitor, { name: 'throttle', retryAfterSeconds: 3, times: 1 })
    const refused = await visitor.graph(token, 'GET', '/organization')
    expect([refused.status, code(refused), refused.headers.get('retry-after')]).toEqual([429, 'TooManyRequests', '3'])
    expect((await visitor.graph(token, 'GET', '/organization')).status).toBe(200)
  },

  unavailable: async (visitor, token) => {
    await fault(visitor, { name: 'unavailable', match: { method: 'POST', path: '/applications' } })
    const refused = await visitor.graph(token, 'POST', '/applications', { displayName: 'B' })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, null])
    expect((await truth(visitor)).applications).toEqual([])
    expect((await visitor.graph(token, 'GET', '/applications')).status).toBe(200)
  },

  'gateway-timeout-after-effect': async (visitor, token) => {
    await fault(visitor, { name: 'gateway-timeout-after-effect', times: 1 })
    expect((await visitor.graph(token, 'POST', '/applications', { displayName: 'B' })).status).toBe(504)
    expect((await truth(visitor)).applications).toHaveLength(1)
    await fault(visitor, { name: 'gateway-timeout-after-effect', status: 503, retryAfterSeconds: 7, times: 1 })
    const busy = await visitor.graph(token, 'POST', '/applications', { displayName: 'C' })
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '7'])
    expect((await truth(visitor)).applications).toHaveLength(2)
  },

  'reset-before-effect': async (visitor, token) => {
    await fault(visitor, { name: 'reset-before-effect', times: 1 })
    await expect(visitor.graph(token, 'POST', '/applications', { displayName: 'B' })).rejects.toThrow('fetch failed')
    expect((await truth(visitor)).applications).toEqual([])
  },

  'reset-after-effect': async (visitor, token) => {
    await fault(visitor, { name: 'reset-after-effect', times: 1 })
    await expect(visitor.graph(token, 'POST', '/applications', { displayName: 'B' })).rejects.toThrow('fetch failed')
    expect((await truth(visitor)).applications).toHaveLength(1)
  },

  latency: async (visitor, token) => {
    await fault(visitor, { name: 'latency', ms: 60, times: 1 })
    await visitor.graph(token, 'GET', '/organization')
    const [slow] = (await cloud.control.log({ tenant: visitor.tenantId })).slice(-1)
    expect(slow?.durationMs).toBeGreaterThanOrEqual(50)
  },

  'device-code-blocked': async (visitor) => {
    await fault(visitor, { name: 'device-code-blocked', variant: 'token-endpoint', times: 1 })
    const refused = await visitor.signInReply('global-administrator')
    expect([refused.status, refused.body['error'], aadsts(refused)]).toEqual([400, 'invalid_grant', 53003])
    expect(refused.body['suberror']).toBe('message_only')
    expect(JSON.parse(String(refused.body['claims']))).toHaveProperty('access_token.capolids.values')
    await fault(visitor, { name: 'device-code-blocked', variant: 'page-only' })
    const started = await visitor.deviceCode()
    const shown = await cloud.control.signIn({
      userCode: String(started.body['user_code']),
      person: 'global-administrator',
    })
    expect([shown.outcome, shown.code]).toEqual(['blocked', 53003])
    expect(aadsts(await visitor.poll(started.body['device_code']))).toBe(70016)
  },

  'mfa-required': async (visitor) => {
    await fault(visitor, { name: 'mfa-required' })
    const refused = await visitor.signInReply('global-administrator')
    expect([refused.status, refused.body['error'], aadsts(refused)]).toEqual([400, 'interaction_required', 50076])
  },

  'foreign-account': async (visitor) => {
    await fault(visitor, { name: 'foreign-account' })
    const refused = await visitor.signInReply('another-tenant')
    expect([refused.status, refused.body['error'], aadsts(refused)]).toEqual([400, 'invalid_grant', 50020])
  },

  'code-expired': async (visitor) => {
    await fault(visitor, { name: 'code-expired', times: 1 })
    const started = await visitor.deviceCode()
    expect((await visitor.poll(started.body['device_code'])).body['error']).toBe('expired_token')
    expect((await visitor.poll(started.body['device_code'])).body['error']).toBe('expired_token')
  },

  'code-declined': async (visitor) => {
    await fault(visitor, { name: 'code-declined', times: 1 })
    const started = await visitor.deviceCode()
    expect((await visitor.poll(started.body['device_code'])).body['error']).toBe('authorization_declined')
  },

  'key-lifetime-policy': async (visitor, token) => {
    await fault(visitor, { name: 'key-lifetime-policy', maxLifetime: 'P30D' })
    const create = (days: number) =>
      visitor.graph(token, 'POST', '/applications', {
        displayName: 'B',
        keyCredentials: [keyCredential(newCertificate({ days }))],
      })
    const refused = await create(31)
    expect([refused.status, code(refused)]).toEqual([400, 'CredentialInvalidLifetimeAsPerAppPolicy'])
    expect((await create(30)).status).toBe(201)
  },

  'self-signed-forbidden': async (visitor, token) => {
    await fault(visitor, { name: 'self-signed-forbidden' })
    const create = (issuedBy?: string) => {
      const certificate = newCertificate(issuedBy === undefined ? {} : { issuedBy })
      return visitor.graph(token, 'POST', '/applications', {
        displayName: 'B',
        keyCredentials: [keyCredential(certificate)],
      })
    }
    const refused = await create()
    expect([refused.status, code(refused)]).toEqual([400, 'CredentialTypeNotAllowedAsPerAppPolicy'])
    expect((await create('An authority')).status).toBe(201)
  },

  'tenant-gone': async (visitor, token) => {
    await fault(visitor, { name: 'tenant-gone' })
    expect(aadsts(await visitor.deviceCode())).toBe(90002)
    const response = await fetch(`${cloud.origin}/${visitor.tenantId}/v2.0/.well-known/openid-configuration`)
    expect(await response.json()).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] })
    expect((await visitor.graph(token, 'GET', '/organization')).status).toBe(401)
  },

  'refuse-grant': async (visitor, token) => {
    const made = await register(visitor, newCertificate())
    await fault(visitor, { name: 'refuse-grant', role: 'Sites.Read.All' })
    expect((await visitor.grant(token, made.principalId, 'User.Read.All')).status).toBe(201)
    expect((await visitor.grant(token, made.principalId, 'Sites.Read.All')).status).toBe(403)
  },

  'workload-identity-blocked': async (visitor) => {
    const certificate = newCertificate()
    const made = await register(visitor, certificate)
    await fault(visitor, { name: 'workload-identity-blocked' })
    const refused = await visitor.tokenReply(made.appId, visitor.assertion(made.appId, certificate))
    expect([refused.body['error'], aadsts(refused)]).toEqual(['invalid_grant', 53003])
    expect((await visitor.deviceCode()).status).toBe(200)
  },

  'device-interval': async (visitor) => {
    await fault(visitor, { name: 'device-interval', seconds: 1 })
    expect((await visitor.deviceCode()).body['interval']).toBe(1)
  },

  'browser-sign-in-blocked': async (visitor) => {
    const { appId } = await registerBootstrap(cloud)
    await fault(visitor, { name: 'browser-sign-in-blocked' })
    const { back } = await codeFor(visitor, appId)
    expect([back['error'], back['error_description']]).toEqual([
      'access_denied',
      expect.stringContaining('AADSTS53003'),
    ])
  },

  'account-disabled': async (visitor) => {
    const certificate = newCertificate()
    const { appId } = await register(visitor, certificate)
    await fault(visitor, { name: 'account-disabled', times: 1 })
    const refused = await visitor.tokenReply(appId, visitor.assertion(appId, certificate))
    expect([refused.status, refused.body['error'], aadsts(refused)]).toEqual([400, 'unauthorized_client', 7000112])
    expect((await visitor.tokenReply(appId, visitor.assertion(appId, certificate))).status).toBe(200)
  },

  'device-lifetime': async (visitor) => {
    await fault(visitor, { name: 'device-lifetime', seconds: 0 })
    const started = await visitor.deviceCode()
    expect(started.body['expires_in']).toBe(0)
    expect((await visitor.poll(started.body['device_code'])).body['error']).toBe('expired_token')
  },
}

describe('every fault does what its name says', () => {
  test.each(FAULT_NAMES)('%s', async (name) => {
    const guarantee = GUARANTEES[name]
    if (typeof guarantee === 'string') {
      const { readFile } = await import('node:fs/promises')
      const text = await readFile(new URL(guarantee, import.meta.url), 'utf8')
      expect(text).toContain(`name: '${name}'`)
      return
    }
    const visitor = await newTenant(cloud)
    await guarantee(visitor, await visitor.signIn('global-administrator'))
  })
})

describe('when a fault applies', () => {
  test('it skips, then applies so often, then stops', async () => {
    const visitor = await newTenant(cloud)
    const token = await visitor.signIn('global-administrator')
    await fault(visitor, { name: 'unavailable', skip: 1, times: 2, match: { operation: 'listOrganizations' } })
    const statuses: number[] = []
    for (let call = 0; call < 5; call++) statuses.push((await visitor.graph(token, 'GET', '/organization')).status)
    expect(statuses).toEqual([200, 503, 503, 200, 200])
  })

  test('it concerns its own tenant, or all of them', async () => {
    const [mine, other] = [await newTenant(cloud), await newTenant(cloud)]
    await fault(mine, { name: 'tenant-gone' })
    expect((await other.deviceCode()).status).toBe(200)
    const own = await startCloud()
    try {
      const there = await newTenant(own)
      await own.control.fault('*', { name: 'throttle', match: { operation: 'deviceCode' } })
      expect((await there.deviceCode()).status).toBe(429)
      await own.control.clearFaults()
      expect((await there.deviceCode()).status).toBe(200)
    } finally {
      await own.close()
    }
  })

  test('it concerns each of the methods that it names and no other; a method that does not exist is refused', async () => {
    const visitor = await newTenant(cloud)
    const token = await visitor.signIn('global-administrator')
    await fault(visitor, { name: 'unavailable', match: { method: 'POST|PATCH', path: '^/v1\\.0/' } })
    const asked = [
      await visitor.graph(token, 'GET', '/organization'),
      await visitor.graph(token, 'POST', '/applications', { displayName: 'B' }),
      await visitor.graph(token, 'PATCH', '/applications/nothing', { displayName: 'B' }),
    ]
    expect(asked.map(({ status }) => status)).toEqual([200, 503, 503])
    expect(() => fault(visitor, { name: 'unavailable', match: { method: 'post' } })).toThrow(/method/)
  })

  test('the token service says 429 and 503 in its own words', async () => {
    const visitor = await newTenant(cloud)
    await fault(visitor, { name: 'throttle', times: 1 })
    const throttled = await visitor.deviceCode()
    expect([throttled.status, throttled.body['error'], aadsts(throttled)]).toEqual([
      429,
      'temporarily_unavailable',
      90055,
    ])
    await fault(visitor, { name: 'unavailable', times: 1 })
    expect(aadsts(await visitor.deviceCode())).toBe(90033)
  })

  test('a token that was given out into a broken connection is lost', async () => {
    const visitor = await newTenant(cloud)
    const started = await visitor.deviceCode()
    await cloud.control.signIn({ userCode: String(started.body['user_code']), person: 'global-administrator' })
    await fault(visitor, { name: 'reset-after-effect', times: 1, match: { operation: 'pollDeviceCode' } })
    await expect(visitor.poll(started.body['device_code'])).rejects.toThrow('fetch failed')
    expect(aadsts(await visitor.poll(started.body['device_code']))).toBe(70000)
  })
})
