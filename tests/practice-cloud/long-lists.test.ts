import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { newTenant, rows, startCloud } from './support'
import type { Visitor } from './support'

const COUNT = 105

let cloud: PracticeCloud
let visitor: Visitor
let token: string
let made: readonly string[] = []
beforeAll(async () => {
  cloud = await startCloud()
  visitor = await newTenant(cloud)
  token = await visitor.signIn('global-administrator')
  made = Array.from({ length: COUNT }, (_, index) => `Backup ${String(index)}`)
  await visitor.graph(token, 'POST', '/applications', { displayName: 'Something else' })
  await createAll(visitor, token, made)
})
afterAll(() => cloud.close())

/** Twenty in each batch, which is as many as one may hold. */
async function createAll(there: Visitor, by: string, names: readonly string[]): Promise<void> {
  const requests = names.map((displayName, index) => ({
    id: String(index),
    method: 'POST',
    url: '/applications',
    headers: { 'Content-Type': 'application/json' },
    body: { displayName },
  }))
  for (let start = 0; start < requests.length; start += 20)
    await there.graph(by, 'POST', '/$batch', { requests: requests.slice(start, start + 20) })
}

/** All pages of a list, each asked for by the link that the page before it gave. */
async function pagesOf(place: string): Promise<Record<string, unknown>[][]> {
  const pages: Record<string, unknown>[][] = []
  for (let next: string | undefined = place; next !== undefined;) {
    const reply = await visitor.graph(token, 'GET', next)
    expect(reply.status).toBe(200)
    pages.push(rows(reply))
    const link = reply.body['@odata.nextLink']
    if (typeof link === 'string') expect(link).toContain(`${cloud.origin}/v1.0/applications?`)
    next = typeof link === 'string' ? link.slice(`${cloud.origin}/v1.0`.length) : undefined
  }
  return pages
}

test('a list over a hundred comes by pages, whose links lead to everything once', async () => {
  const pages = await pagesOf('/applications')
  expect(pages.map((page) => page.length)).toEqual([100, COUNT + 1 - 100])
  expect(new Set(pages.flat().map((one) => one['id'])).size).toBe(COUNT + 1)
})

test('a link keeps the filter, the choice of properties and the size of the page', async () => {
  const pages = await pagesOf("/applications?$filter=startswith(displayName,'Backup')&$select=displayName&$top=50")
  expect(pages.map((page) => page.length)).toEqual([50, 50, COUNT - 100])
  expect(
    pages
      .flat()
      .map((one) => one['displayName'])
      .toSorted(),
  ).toEqual(made.toSorted())
  expect(pages.flat().every((one) => Object.keys(one).join() === 'displayName')).toBe(true)
})

test('a list of exactly a hundred has no further page', async () => {
  const own = await newTenant(cloud)
  const administrator = await own.signIn('global-administrator')
  await createAll(own, administrator, made.slice(0, 100))
  const reply = await own.graph(administrator, 'GET', '/applications')
  expect([rows(reply).length, reply.body['@odata.nextLink']]).toEqual([100, undefined])
})
