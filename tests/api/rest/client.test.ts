import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listExpiring } from '@/clients/typescript/expiring'
import { readTypes, typesFile } from '@/clients/typescript/generate'
import { makeClient } from '@/lib/api-clients/clients'
import { expectConnected, signInTo, startRun, type Started } from '../../support/runs'
import { openTokenHouse, type TokenHouse } from '../../support/token-server'

let it: TokenHouse
let connected: Started
beforeAll(async () => {
  it = await openTokenHouse()
  connected = await startRun(it.house, [], { workloads: ['exchange'] })
  await signInTo(it.house, connected)
  await expectConnected(it.house, connected)
})
afterAll(() => it.close())

test('the types of the client are those of the routes; if not, npm run api-client writes them', async () => {
  expect(await readTypes()).toBe(readFileSync(typesFile, 'utf8'))
})

test('the example prints the tenants whose certificate ends within so many days', async () => {
  const { id, secret } = await makeClient(it.house.actor, {
    ...{ name: 'Example', scopes: ['tenants:read'], resources: [], reach: 'all', reachIds: [], validDays: 30 },
  })
  const connection = { address: it.url, clientId: id, secret: secret ?? '' }
  expect(await listExpiring(connection, 30)).toEqual([])
  const [line = '', ...others] = await listExpiring(connection, 800)
  expect(line).toMatch(/^20\d\d-\d\d-\d\d  /)
  expect(line).toContain(connected.domain)
  expect(others).toEqual([])
  await expect(listExpiring({ ...connection, secret: 'wrong' }, 30)).rejects.toThrow('invalid_client')
})
