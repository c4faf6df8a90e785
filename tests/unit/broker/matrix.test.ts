import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenFor } from '@/lib/broker/broker'
import type { Caller } from '@/lib/api-clients/caller'
import type { Resource } from '@/lib/api-clients/scopes'
import { publicError } from '@/lib/errors'
import {
  brokerTenants,
  callerWith,
  claimsOf,
  openRestoreFor,
  tokenCalls,
  type BrokerTenant,
} from '../../support/broker'
import { openHouse, type House } from '../../support/tenants'

let house: House
let north: BrokerTenant
let south: BrokerTenant
let former: BrokerTenant
let northRestore: BrokerTenant

beforeAll(async () => {
  house = await openHouse()
  const { control } = house.cloud
  ;[north, south, former] = (await brokerTenants(control, 3)) as [BrokerTenant, BrokerTenant, BrokerTenant]
  northRestore = await openRestoreFor(control, north.id, new Date(Date.now() + 3_600_000))
  await house.database.db.tenant.update({ where: { id: former.id }, data: { state: 'decommissioned' } })
  await control.clearLog()
})
afterAll(() => house.close())

type Place = 'north' | 'south' | 'former' | 'restore row' | 'missing' | 'no id'
const places: readonly Place[] = ['north', 'south', 'former', 'restore row', 'missing', 'no id']
const reaches = ['all', 'north', 'north and south', 'south and former', 'nothing'] as const
const scopeSets = [
  ['tokens:issue'],
  ['tenants:read', 'tokens:issue'],
  ['tenants:read', 'tenants:check'],
  ['restore'],
] as const
const resourceSets = [['graph'], ['exchange', 'sharepoint'], ['graph', 'exchange', 'sharepoint'], []] as const
const wishes = ['graph', 'exchange', 'sharepoint'] as const
const purposes = ['backup', 'restore'] as const

interface Cell {
  reach: (typeof reaches)[number]
  scopes: (typeof scopeSets)[number]
  may: (typeof resourceSets)[number]
  place: Place
  resource: Resource
  purpose: (typeof purposes)[number]
}

function* cells(): Generator<Cell> {
  for (const reach of reaches)
    for (const scopes of scopeSets)
      for (const may of resourceSets)
        for (const place of places)
          for (const resource of wishes)
            for (const purpose of purposes) yield { reach, scopes, may, place, resource, purpose }
}

/** The rule once more, as a list of what is given away; all else is refused. Written without looking at the broker’s. */
function expected(cell: Cell): 'token' | 403 | 404 | 409 {
  const holdsScope = cell.scopes.some((scope) => scope === 'tokens:issue')
  const holdsResource = cell.may.some((one) => one === cell.resource)
  if (!(holdsScope && holdsResource)) return 403
  const seen: Record<Cell['reach'], readonly Place[]> = {
    all: ['north', 'south', 'former'],
    north: ['north'],
    'north and south': ['north', 'south'],
    'south and former': ['south', 'former'],
    nothing: [],
  }
  if (!seen[cell.reach].includes(cell.place)) return 404
  if (cell.place === 'former') return 409
  if (cell.purpose === 'restore' && cell.place !== 'north') return 409
  return 'token'
}

function idOf(place: Place): string {
  const known = { north, south, former, 'restore row': northRestore }
  if (place === 'missing') return missing
  return place === 'no id' ? "x' or 1=1" : known[place].id
}
const missing = randomUUID()

function reachOf(reach: Cell['reach']): Caller['reach'] {
  if (reach === 'all') return 'all'
  return {
    north: [north.id],
    'north and south': [north.id, south.id],
    'south and former': [south.id, former.id],
    nothing: [],
  }[reach]
}

async function ask(cell: Cell): Promise<unknown> {
  const caller = callerWith({ scopes: cell.scopes, resources: cell.may, reach: reachOf(cell.reach) })
  try {
    const { accessToken } = await tokenFor(caller, idOf(cell.place), cell)
    return claimsOf(accessToken)
  } catch (error) {
    return publicError(error).status
  }
}

const audiences = {
  graph: /^https:\/\/graph\.microsoft\.com$/,
  exchange: /^https:\/\/outlook\.office365\.com$/,
  sharepoint: /^(https:\/\/[a-z0-9-]+\.sharepoint\.com|00000003-0000-0ff1-ce00-000000000000)$/,
}

function answerOf(cell: Cell): unknown {
  const rule = expected(cell)
  if (rule !== 'token') return rule
  const { entraTenantId, appId } = cell.purpose === 'restore' ? northRestore : cell.place === 'north' ? north : south
  return { tenantId: entraTenantId, appId, audience: expect.stringMatching(audiences[cell.resource]) as unknown }
}

test('client, tenant, resource and scope decide together: every cell agrees with the rule', async () => {
  const all = [...cells()]
  expect(all.length).toBeGreaterThanOrEqual(500)
  const answers = await Promise.all(all.map(ask))
  const rules = all.map((cell) => ({ cell, answer: answerOf(cell) }))
  expect(answers.map((answer, index) => ({ cell: all[index], answer }))).toEqual(rules)
})

test('Microsoft was asked once for each allowed token, and never for a refused one', async () => {
  const { control } = house.cloud
  expect(await tokenCalls(control, north.entraTenantId)).toBe(6)
  expect(await tokenCalls(control, south.entraTenantId)).toBe(3)
  expect(await tokenCalls(control, former.entraTenantId)).toBe(0)
})

test('each answer stands in the audit trail: the counts add up to the tokens that were given', async () => {
  const rows = await house.database.db.auditEntry.findMany({ where: { action: 'token.issued' } })
  const counted = rows.reduce((sum, { detail }) => sum + (detail as { count: number }).count, 0)
  expect(counted).toBe([...cells()].filter((cell) => expected(cell) === 'token').length)
  expect(rows.every(({ actor, subject }) => /^client:/.test(actor) && /^tenant:/.test(subject))).toBe(true)
})

test('an access token that has ended, and one of a restore sign-in, get nothing', async () => {
  const wish = { resource: 'graph', purpose: 'backup' } as const
  const statusOf = (caller: Caller) =>
    tokenFor(caller, north.id, wish).then(
      () => 200,
      (error: unknown) => publicError(error).status,
    )
  expect(await statusOf(callerWith())).toBe(200)
  expect(await statusOf(callerWith({ expiresAt: new Date(Date.now() - 1) }))).toBe(401)
  expect(await statusOf(callerWith({ kind: 'restore' }))).toBe(403)
})
