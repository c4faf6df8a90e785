import { afterAll, beforeAll, expect, test } from 'vitest'
import { runtime } from '@/lib/runtime'
import { startRun, type Started } from '../../support/runs'
import { openHouse, type House } from '../../support/tenants'
import { letIn, openDesk } from './desk'

let house: House
let near: Started
let far: Started
const desk = openDesk()

beforeAll(async () => {
  house = await openHouse({ API_REQUESTS_PER_MINUTE: '40' })
  near = await startRun(house, [], { workloads: ['exchange'] })
  far = await startRun(house, [], { workloads: ['exchange'] })
})
afterAll(() => house.close())

async function ask(path: string, token: string | null, headers: Record<string, string> = {}) {
  const authorization: Record<string, string> = token === null ? {} : { Authorization: `Bearer ${token}` }
  return desk.send('GET', path, { headers: { ...authorization, ...headers } })
}

async function problemOf(answer: Response) {
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const { requestId, ...problem } = (await answer.json()) as Record<string, unknown>
  expect(requestId).toBe(answer.headers.get('x-request-id'))
  expect(problem['status']).toBe(answer.status)
  expect(new URL(String(problem['type'])).pathname).toBe(`/help/problems/${String(problem['code'])}`)
  return problem
}

test('without a token the challenge carries no error, and with a wrong one it does (RFC 6750 §3.1)', async () => {
  const none = await ask('/api/v1/tenants', null)
  expect(none.headers.get('www-authenticate')).toBe('Bearer realm="latchkey"')
  expect(await problemOf(none)).toMatchObject({ status: 401, code: 'token_missing' })
  for (const wrong of ['x', `lka_${'A'.repeat(64)}`]) {
    const answer = await ask('/api/v1/tenants', wrong)
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"')
    expect(await problemOf(answer)).toMatchObject({ status: 401, code: 'token_invalid' })
  }
  const { token } = await letIn({ scopes: ['tenants:read'] })
  const inAddress = await desk.send('GET', `/api/v1/tenants?access_token=${token}`)
  expect(await problemOf(inAddress)).toMatchObject({ code: 'token_missing' })
})

test('a token without the scope is told which one it lacks', async () => {
  const { token } = await letIn({ scopes: ['runs:read'] })
  const answer = await ask('/api/v1/tenants', token)
  expect(answer.headers.get('www-authenticate')).toBe(
    'Bearer realm="latchkey", error="insufficient_scope", scope="tenants:read"',
  )
  expect(await problemOf(answer)).toMatchObject({ status: 403, code: 'scope_missing' })
})

test('a tenant out of reach is answered as one that does not exist, letter for letter', async () => {
  const { token } = await letIn({ scopes: ['tenants:read'], reach: 'tenants', reachIds: [near.rowId] })
  const list = (await (await ask('/api/v1/tenants', token)).json()) as { items: { id: string }[] }
  expect(list.items.map(({ id }) => id)).toEqual([near.rowId])
  expect((await ask(`/api/v1/tenants/${near.rowId}`, token)).status).toBe(200)
  const foreign = await problemOf(await ask(`/api/v1/tenants/${far.rowId}`, token))
  const missing = await problemOf(await ask('/api/v1/tenants/7a0c6a40-6f0e-4f0b-9a57-0f6f9f1f4a11', token))
  expect(foreign).toEqual(missing)
  expect(foreign).toMatchObject({ status: 404, code: 'not_found' })
  const { token: all } = await letIn({ scopes: ['tenants:read'] })
  expect((await ask(`/api/v1/tenants/${far.rowId}`, all)).status).toBe(200)
})

test('a value that does not fit is named with its place', async () => {
  const { token } = await letIn({ scopes: ['tenants:read'] })
  const answer = await problemOf(await ask('/api/v1/tenants?limit=9999&expiringWithin=soon', token))
  expect(answer).toMatchObject({ status: 422, code: 'invalid_input' })
  expect((answer['errors'] as { in: string; field: string }[]).map((one) => `${one.in} ${one.field}`).sort()).toEqual([
    'query expiringWithin',
    'query limit',
  ])
  expect(await problemOf(await ask('/api/v1/tenants/none', token))).toMatchObject({ status: 422 })
  expect(await problemOf(await ask('/api/v1/tenants?cursor=abc', token))).toMatchObject({
    status: 422,
    field: 'cursor',
  })
})

test('an unknown address and a wrong method are problems too', async () => {
  expect(await problemOf(await ask('/api/v1/nowhere', null))).toMatchObject({ status: 404, code: 'not_found' })
  const answer = await desk.send('DELETE', '/api/v1/tenants')
  expect(answer.headers.get('allow')).toContain('GET')
  expect(await problemOf(answer)).toMatchObject({ status: 405, code: 'method_not_allowed' })
})

test('a body that is no JSON or too large is refused before anything reads it', async () => {
  const post = (body: string, type: string) =>
    desk.send('POST', '/api/v1/tenants', { body, headers: { 'Content-Type': type } })
  expect(await problemOf(await post('a=b', 'application/x-www-form-urlencoded'))).toMatchObject({ status: 415 })
  const large = JSON.stringify({ customer: 'x'.repeat(70_000) })
  expect(await problemOf(await post(large, 'application/json'))).toMatchObject({ status: 413 })
})

test('what has not changed is not sent again', async () => {
  const { token } = await letIn({ scopes: ['tenants:read'] })
  const path = `/api/v1/tenants/${near.rowId}`
  const first = await ask(path, token)
  const tag = first.headers.get('etag') ?? ''
  expect(tag).toMatch(/^"[\w-]{20,}"$/)
  const again = await ask(path, token, { 'If-None-Match': `W/${tag}` })
  expect(again.status).toBe(304)
  expect(await again.text()).toBe('')
  await runtime().db.tenant.update({ where: { id: near.rowId }, data: { tags: ['gold'] } })
  expect((await ask(path, token, { 'If-None-Match': tag })).status).toBe(200)
})

test('a client may name its request, in letters that fit a log', async () => {
  const named = await ask('/api/v1/nowhere', null, { 'X-Request-Id': 'night-run.0042' })
  expect(named.headers.get('x-request-id')).toBe('night-run.0042')
  const odd = await ask('/api/v1/nowhere', null, { 'X-Request-Id': 'a b' })
  expect(odd.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
})

test('pages of a list join without a gap or a double', async () => {
  const { token } = await letIn({ scopes: ['tenants:read'] })
  const seen: string[] = []
  let next: string | null = ''
  while (next !== null) {
    const answer = await ask(`/api/v1/tenants?limit=1${next === '' ? '' : `&cursor=${next}`}`, token)
    const page = (await answer.json()) as { items: { id: string }[]; next: string | null }
    seen.push(...page.items.map(({ id }) => id))
    next = page.next
  }
  expect(seen.toSorted()).toEqual([near.rowId, far.rowId].toSorted())
})

test('a client that asks too often is told when to come back, and others are not held up', async () => {
  const { token } = await letIn({ scopes: ['tenants:read'] })
  const { token: other } = await letIn({ scopes: ['tenants:read'] })
  let answer = await ask('/api/v1/tenants', token)
  expect(answer.headers.get('ratelimit')).toMatch(/^"client";r=39;t=\d+$/)
  expect(answer.headers.get('ratelimit-policy')).toBe('"client";q=40;w=60')
  for (let asked = 1; asked <= 40; asked++) answer = await ask('/api/v1/tenants', token)
  expect(await problemOf(answer)).toMatchObject({ status: 429, code: 'too_many_requests' })
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await ask('/api/v1/tenants', other)).status).toBe(200)
})
