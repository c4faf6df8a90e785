import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { code, newTenant, startCloud } from './support'
import type { Reply, Visitor } from './support'

let cloud: PracticeCloud
let visitor: Visitor
let token: string
beforeAll(async () => {
  cloud = await startCloud()
  visitor = await newTenant(cloud)
  token = await visitor.signIn('global-administrator')
})
afterAll(() => cloud.close())

interface Item {
  id: string
  status: number
  headers: Record<string, string>
  body: Record<string, unknown> | null
}

const JSON_TYPE = { 'Content-Type': 'application/json' }
const batch = (requests: object[], there = visitor, by = token): Promise<Reply> =>
  there.graph(by, 'POST', '/$batch', { requests })
const items = ({ body }: Reply) => body['responses'] as Item[]
const item = (reply: Reply, id: string) => items(reply).find((each) => each.id === id)
const create = (id: string, more: object = {}) => ({
  id,
  method: 'POST',
  url: '/applications',
  headers: JSON_TYPE,
  body: { displayName: `Number ${id}` },
  ...more,
})

test('every item is answered with its own status, in any order, and an empty answer has a null body', async () => {
  const made = await visitor.graph(token, 'POST', '/applications', { displayName: 'B' })
  const reply = await batch([
    { id: 'a', method: 'GET', url: '/organization' },
    { id: 'b', method: 'GET', url: '/applications/nothing' },
    { id: 'c', method: 'DELETE', url: `/applications/${String(made.body['id'])}` },
  ])
  expect(reply.status).toBe(200)
  expect(items(reply).map((each) => each.id)).not.toEqual(['a', 'b', 'c'])
  expect([item(reply, 'a')?.status, item(reply, 'b')?.status]).toEqual([200, 404])
  expect(item(reply, 'c')).toMatchObject({ status: 204, body: null })
})

test('twenty pass and twenty-one do not', async () => {
  const read = (_: unknown, index: number) => ({ id: String(index), method: 'GET', url: '/organization' })
  expect((await batch(Array.from({ length: 20 }, read))).status).toBe(200)
  expect((await batch(Array.from({ length: 21 }, read))).status).toBe(400)
})

describe('a malformed batch is refused as a whole, with nothing done', () => {
  const read = { id: '1', method: 'GET', url: '/organization' }
  test.each([
    [
      'ids that differ by case only',
      [
        { ...read, id: 'a' },
        { ...read, id: 'A' },
      ],
    ],
    ['a missing id', [{ method: 'GET', url: '/organization' }]],
    ['a body without a content type', [create('1', { headers: undefined })]],
    ['an absolute address', [{ ...read, url: 'https://graph.microsoft.com/v1.0/organization' }]],
    ['an address with the version', [{ ...read, url: '/v1.0/organization' }]],
    ['a batch in a batch', [{ ...read, url: '/$batch' }]],
    ['a dependency that does not come before', [{ ...read, dependsOn: ['9'] }]],
    ['nothing at all', []],
  ])('%s', async (_what, requests) => {
    const there = await newTenant(cloud)
    const answer = await batch([...requests], there, await there.signIn('global-administrator'))
    expect([answer.status, code(answer)]).toEqual([400, 'BadRequest'])
    expect((await cloud.control.god(there.tenantId)).applications).toEqual([])
  })
})

test('what depends on a failed item is not tried', async () => {
  const there = await newTenant(cloud)
  const by = await there.signIn('global-administrator')
  const reply = await batch([create('1', { body: { colour: 'red' } }), create('2', { dependsOn: ['1'] })], there, by)
  expect(items(reply).map((each) => each.status)).toEqual([400, 424])
  expect((await cloud.control.god(there.tenantId)).applications).toEqual([])
})

test('items in sequence are answered in sequence', async () => {
  const reply = await batch([create('1'), create('2', { dependsOn: ['1'] })])
  expect(items(reply).map((each) => [each.id, each.status])).toEqual([
    ['1', 201],
    ['2', 201],
  ])
})

test('an unknown token refuses the whole batch', async () => {
  expect((await batch([create('1')], visitor, 'nonsense')).status).toBe(401)
})

test('a fault on one path hits that item alone', async () => {
  const there = await newTenant(cloud)
  const by = await there.signIn('global-administrator')
  await cloud.control.fault(there.tenantId, {
    name: 'throttle',
    retryAfterSeconds: 7,
    match: { path: '/applications$' },
  })
  const reply = await batch([create('1'), { id: '2', method: 'GET', url: '/organization' }], there, by)
  expect(item(reply, '1')).toMatchObject({ status: 429, headers: { 'retry-after': '7' } })
  expect(item(reply, '2')?.status).toBe(200)
})

test.each([429, 409] as const)(
  'concurrency-refusal takes one write and refuses those beside it with %i',
  async (status) => {
    const there = await newTenant(cloud)
    const by = await there.signIn('global-administrator')
    await cloud.control.fault(there.tenantId, { name: 'concurrency-refusal', status, times: 1 })
    const reply = await batch([create('1'), create('2'), { id: '3', method: 'GET', url: '/organization' }], there, by)
    expect([item(reply, '1')?.status, item(reply, '2')?.status, item(reply, '3')?.status]).toEqual([201, status, 200])
    expect(item(reply, '2')?.body).toMatchObject({ error: { code: 'Directory_ConcurrencyViolation' } })
    expect((await cloud.control.god(there.tenantId)).applications).toHaveLength(1)
  },
)

test('a broken connection in one item breaks the whole batch, after what was done', async () => {
  const there = await newTenant(cloud)
  const by = await there.signIn('global-administrator')
  await cloud.control.fault(there.tenantId, {
    name: 'reset-after-effect',
    times: 1,
    match: { operation: 'createApplication' },
  })
  await expect(batch([create('1')], there, by)).rejects.toThrow('fetch failed')
  expect((await cloud.control.god(there.tenantId)).applications).toHaveLength(1)
})
