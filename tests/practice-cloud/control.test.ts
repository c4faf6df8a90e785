import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { controlOver } from '@/practice-cloud/control/client'
import { startPracticeCloud } from '@/practice-cloud/server'
import type { PracticeCloud } from '@/practice-cloud/server'
import { newTenant, startCloud } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

function post(method: string, body: string, headers: Record<string, string> = { 'x-practice-control': '1' }) {
  return fetch(`${cloud.origin}/_practice/${method}`, { method: 'POST', headers, body })
}

describe('the control API over HTTP', () => {
  test('does the same as in the process', async () => {
    const control = controlOver(cloud.origin)
    const made = await control.createTenant({ domain: 'over-http.example', displayName: 'Over HTTP' })
    expect(await control.tenants()).toEqual(await cloud.control.tenants())
    await control.fault('over-http.example', { name: 'throttle', times: 1 })
    expect((await cloud.control.faults()).map((active) => active.tenant)).toContain(made.tenantId)
    await control.clearFaults('over-http.example')
    expect((await control.god(made.tenantId)).applications).toEqual([])
    const { id } = await control.plant(made.tenantId, { foreignApplication: { displayName: 'X' } })
    expect((await control.god(made.tenantId)).applications.map((each) => each.objectId)).toEqual([id])
    await control.deleteTenant(made.tenantId)
    expect((await control.tenants()).map((tenant) => tenant.tenantId)).not.toContain(made.tenantId)
  })

  test('refuses whoever does not send its header, so that no foreign page can drive it', async () => {
    expect((await post('reset', '[]', {})).status).toBe(403)
    expect((await post('tenants', '[]', { 'x-practice-control': '0' })).status).toBe(403)
    const asked = await fetch(`${cloud.origin}/_practice/tenants`, { method: 'OPTIONS' })
    expect(asked.headers.get('access-control-allow-headers')).toBeNull()
  })

  test.each([
    ['an unknown method', 'explode', '[]', 404],
    ['an unknown fault', 'fault', '["*", {"name":"gremlins"}]', 400],
    ['an unknown detail of a fault', 'fault', '["*", {"name":"throttle","colour":1}]', 400],
    ['a pattern that is none', 'fault', '["*", {"name":"throttle","match":{"path":"("}}]', 400],
    ['a tenant that is not there', 'god', '["nobody.example"]', 400],
    ['a domain outside .example', 'createTenant', '[{"domain":"contoso.com","displayName":"C"}]', 400],
    ['a domain that is taken', 'createTenant', '[{"domain":"northwind.example","displayName":"C"}]', 400],
    ['a marker that a token cannot carry', 'markers', '[{"accessToken":"a b"}]', 400],
    ['no JSON', 'tenants', '{', 400],
  ])('refuses %s', async (_what, method, body, status) => {
    const response = await post(method, body)
    expect(response.status).toBe(status)
    expect(await response.json()).toHaveProperty('error')
  })
})

test('another host name is refused, so that a rebound name reaches nothing', async () => {
  const { port } = new URL(cloud.origin)
  const status = await new Promise((resolve, reject) => {
    const sent = request({ port, path: '/_practice/tenants', headers: { host: 'evil.example' } }, (response) => {
      resolve(response.statusCode)
    })
    sent.on('error', reject).end()
  })
  expect(status).toBe(421)
})

test('many tenants share what is big: a thousand cost little memory', async () => {
  const own = await startCloud()
  try {
    await own.control.createTenant({ domain: 'warm.example', displayName: 'Warm' })
    global.gc?.()
    const before = process.memoryUsage().heapUsed
    for (let index = 0; index < 1000; index++)
      await own.control.createTenant({ domain: `many-${String(index)}.example`, displayName: 'One of many' })
    expect((await own.control.tenants()).length).toBe(1004)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(60 * 1024 * 1024)
  } finally {
    await own.close()
  }
})

test('the log names operation, answer, effect and how many came together, and no secret', async () => {
  const visitor = await newTenant(cloud)
  const started = await visitor.deviceCode()
  const token = await visitor.signIn('global-administrator')
  await cloud.control.fault(visitor.tenantId, { name: 'latency', ms: 50, times: 3 })
  await Promise.all([1, 2, 3].map(() => visitor.graph(token, 'GET', '/organization')))
  await visitor.graph(token, 'POST', '/applications', { displayName: 'B' })
  await visitor.graph(token, 'GET', '/applications/nothing')
  const log = await cloud.control.log({ tenant: visitor.tenantId })
  expect(log.at(-2)).toMatchObject({
    operation: 'createApplication',
    method: 'POST',
    status: 201,
    effect: true,
    codes: [],
  })
  expect(log.at(-1)).toMatchObject({
    operation: 'getApplication',
    status: 404,
    effect: false,
    codes: ['Request_ResourceNotFound'],
  })
  expect(Math.max(...log.map((entry) => entry.concurrent))).toBeGreaterThan(1)
  const text = JSON.stringify(log)
  expect(text).not.toContain(String(started.body['device_code']))
  expect(text).not.toContain(token)
})

test('a batch and its items are told apart in the log', async () => {
  const visitor = await newTenant(cloud)
  const token = await visitor.signIn('global-administrator')
  const read = (id: string) => ({ id, method: 'GET', url: '/organization' })
  await visitor.graph(token, 'POST', '/$batch', { requests: [read('1'), read('2')] })
  const log = await cloud.control.log({ tenant: visitor.tenantId })
  const outer = log.find((entry) => entry.operation === 'batch')
  expect(log.filter((entry) => entry.batch === outer?.seq)).toHaveLength(2)
})

test('a reset forgets everything but the tenants of a first start', async () => {
  const own = await startCloud()
  try {
    await newTenant(own)
    await own.control.fault('*', { name: 'tenant-gone' })
    await own.control.advanceClock(1000)
    await own.control.plant('northwind.example', { foreignApplication: { displayName: 'X' } })
    await own.control.reset()
    expect((await own.control.tenants()).map((tenant) => tenant.domain)).toEqual([
      'northwind.example',
      'fabrikam.example',
      'provider.practice.example',
    ])
    expect((await own.control.god('northwind.example')).applications).toEqual([])
    expect(await own.control.faults()).toEqual([])
  } finally {
    await own.close()
  }
})

test('a port that is taken is said', async () => {
  const port = Number(new URL(cloud.origin).port)
  await expect(startPracticeCloud({ port })).rejects.toThrow('EADDRINUSE')
})
