import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { aadsts, code, EXCHANGE, GRAPH, newCertificate, newTenant, register, rows, startCloud } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

describe('a clock that is off', () => {
  test.each([
    ['twenty minutes ahead', 1200],
    ['twenty minutes behind', -1200],
  ])('by more than tolerated (%s) is told by 700024 and by the Date of every answer', async (_what, seconds) => {
    const own = await startCloud()
    try {
      const visitor = await newTenant(own)
      const certificate = newCertificate({ startsAt: Date.now() - 86_400_000 })
      const { appId } = await register(visitor, certificate)
      await own.control.setClock({ offsetSeconds: seconds })
      const refused = await visitor.tokenReply(appId, visitor.assertion(appId, certificate))
      expect([refused.status, aadsts(refused)]).toEqual([401, 700024])
      const told = Date.parse(refused.headers.get('date') ?? '') - Date.now()
      expect(Math.abs(told / 1000 - seconds)).toBeLessThan(60)
    } finally {
      await own.close()
    }
  })
})

describe('what a tenant does not have', () => {
  test('an unlicensed service has no service principal, at Graph and at the token service', async () => {
    const visitor = await newTenant(cloud, { licences: ['sharepoint'] })
    const certificate = newCertificate()
    const { token, appId } = await register(visitor, certificate)
    expect((await visitor.graph(token, 'GET', `/servicePrincipals(appId='${EXCHANGE}')`)).status).toBe(404)
    const scope = 'https://outlook.office365.com/.default'
    expect(aadsts(await visitor.tokenReply(appId, visitor.assertion(appId, certificate), scope))).toBe(500011)
    await cloud.control.plant(visitor.tenantId, { licences: ['exchange', 'sharepoint'] })
    expect((await visitor.graph(token, 'GET', `/servicePrincipals(appId='${EXCHANGE}')`)).status).toBe(200)
  })

  test('an old Graph lacks the permissions of 2026', async () => {
    const visitor = await newTenant(cloud, { generation: '2025' })
    const current = await newTenant(cloud)
    const name = async (each: typeof visitor) =>
      (await each.role(await each.signIn('global-administrator'), GRAPH, 'MailboxItem.Export.All')).appRoleId
    expect(await name(visitor)).toBe('no such role')
    expect(await name(current)).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('what somebody else did', () => {
  test('a foreign application holds our name, so that ours cannot be made under it', async () => {
    const visitor = await newTenant(cloud)
    await cloud.control.plant(visitor.tenantId, { foreignApplication: { displayName: 'Stranger', uniqueName: 'ours' } })
    const token = await visitor.signIn('global-administrator')
    const found = await visitor.graph(token, 'GET', "/applications(uniqueName='ours')")
    expect(found.body).toMatchObject({ displayName: 'Stranger', uniqueName: 'ours' })
    const taken = await visitor.graph(token, 'POST', '/applications', { displayName: 'Ours', uniqueName: 'ours' })
    expect(taken.status).toBe(409)
  })

  test('a deleted application rests, can come back, and signs nobody in meanwhile', async () => {
    const visitor = await newTenant(cloud)
    const certificate = newCertificate()
    const { token, appId, objectId } = await register(visitor, certificate)
    await cloud.control.plant(visitor.tenantId, { deleteApplication: { application: appId } })
    expect(aadsts(await visitor.tokenReply(appId, visitor.assertion(appId, certificate)))).toBe(700016)
    const path = '/directory/deletedItems/microsoft.graph.application'
    expect(rows(await visitor.graph(token, 'GET', path)).map((row) => row['id'])).toEqual([objectId])
    expect((await visitor.graph(token, 'POST', `/directory/deletedItems/${objectId}/restore`)).status).toBe(200)
  })

  test('a switched-off application is 7000112, whether its owner or the tenant switched it off', async () => {
    const visitor = await newTenant(cloud)
    const certificate = newCertificate()
    const { appId } = await register(visitor, certificate)
    const number = async () => aadsts(await visitor.tokenReply(appId, visitor.assertion(appId, certificate)))
    await cloud.control.plant(visitor.tenantId, { disableServicePrincipal: { application: appId } })
    expect(await number()).toBe(7000112)
    await cloud.control.plant(visitor.tenantId, { enableServicePrincipal: { application: appId } })
    expect(await number()).toBeUndefined()
    await cloud.control.plant(visitor.tenantId, { settings: { application: appId, change: { isDisabled: true } } })
    expect(await number()).toBe(7000112)
  })
})

test('MFA that a resource demands after the sign-in reaches the poll once, and then the token is given', async () => {
  const visitor = await newTenant(cloud)
  const started = await visitor.deviceCode()
  await cloud.control.signIn({ userCode: String(started.body['user_code']), person: 'global-administrator' })
  await cloud.control.fault(visitor.tenantId, {
    name: 'mfa-required',
    match: { operation: 'pollDeviceCode' },
    times: 1,
  })
  const refused = await visitor.poll(started.body['device_code'])
  expect([refused.body['error'], aadsts(refused)]).toEqual(['interaction_required', 50076])
  expect((await visitor.poll(started.body['device_code'])).status).toBe(200)
})

test('a throttled answer says how long to wait, in seconds', async () => {
  const visitor = await newTenant(cloud)
  const token = await visitor.signIn('global-administrator')
  await cloud.control.fault(visitor.tenantId, { name: 'throttle', retryAfterSeconds: 60, times: 1 })
  const refused = await visitor.graph(token, 'GET', '/organization')
  expect([refused.status, code(refused), refused.headers.get('retry-after')]).toEqual([429, 'TooManyRequests', '60'])
})
