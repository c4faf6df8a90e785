import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actorOf, authenticate } from '@/lib/api-clients/authenticate'
import { disableClient, makeClient, type NewClient } from '@/lib/api-clients/clients'
import { openFamily, refresh, revoke, type IssuedTokens } from '@/lib/api-clients/families'
import { carriedOf } from '@/lib/api-clients/opaque'
import { runtime } from '@/lib/runtime'
import { stillClock, type StillClock } from '../../support/still-clock'
import { openHouse, type House } from '../../support/tenants'

let house: House
let clock: StillClock
let clientId: string
const seconds = (count: number) => {
  clock.pass(count)
}
const days = (count: number) => {
  clock.pass(count * 24 * 3600)
}

const wanted: NewClient = {
  name: 'Nightly backup',
  scopes: ['tenants:read', 'tenants:check'],
  resources: [],
  reach: 'all',
  reachIds: [],
  validDays: 730,
}

beforeAll(async () => {
  house = await openHouse()
  useClock()
  clientId = (await makeClient(house.actor, wanted)).id
}, 60_000)
afterAll(() => house.close())

function useClock() {
  clock = stillClock()
  runtime().clock = clock
}

async function open(): Promise<IssuedTokens & { refreshToken: string }> {
  const tokens = await openFamily({
    ...{ kind: 'client', clientId, name: 'Nightly backup', accessSeconds: 3600, withRefresh: true },
    scopes: ['tenants:read', 'tenants:check'],
    carried: 'eyJhbGciOiJkaXIifQ..sealed-for-its-holder.x.y',
  })
  return { ...tokens, refreshToken: tokens.refreshToken ?? '' }
}

const renew = (token: string, more = {}) => refresh(token, { clientId, ...more })

describe('an access token', () => {
  test('says who holds it, and carries what its holder was given', async () => {
    const { accessToken, expiresAt } = await open()
    const caller = await authenticate(accessToken)
    expect(caller).toEqual({
      ...{ kind: 'client', id: clientId, name: 'Nightly backup', reach: 'all', resources: [], expiresAt },
      scopes: ['tenants:read', 'tenants:check'],
    })
    expect(caller && actorOf(caller)).toMatchObject({ kind: 'client', id: clientId, role: 'operator', reach: 'all' })
    expect(carriedOf(accessToken)).toBe('eyJhbGciOiJkaXIifQ..sealed-for-its-holder.x.y')
  })

  test('is nothing when one letter of it, or of what it carries, is another', async () => {
    const { accessToken, refreshToken } = await open()
    for (const other of [`${accessToken}x`, accessToken.replace('sealed', 'sealeD'), refreshToken, '', 'lka_']) {
      expect(await authenticate(other)).toBeNull()
    }
  })

  test('ends at its end', async () => {
    const { accessToken } = await open()
    seconds(3599)
    expect(await authenticate(accessToken)).not.toBeNull()
    seconds(1)
    expect(await authenticate(accessToken)).toBeNull()
  })

  test('ends at once with its revocation, though it was used a moment ago', async () => {
    const { accessToken, refreshToken } = await open()
    expect(await authenticate(accessToken)).not.toBeNull()
    expect(await revoke(accessToken, null)).toBe(false)
    expect(await authenticate(accessToken)).not.toBeNull()
    expect(await revoke(refreshToken, clientId)).toBe(true)
    expect(await authenticate(accessToken)).toBeNull()
    expect(await renew(refreshToken)).toMatchObject({ ok: false, error: 'invalid_grant' })
  })

  test('reaches the tenants of a client’s customers, those that come later too', async () => {
    const { db } = house.database
    const customer = await db.customer.create({ data: { name: 'Contoso' } })
    const reach = { reach: 'customers', reachIds: [customer.id] } as const
    const { id } = await makeClient(house.actor, { ...wanted, ...reach })
    const { accessToken } = await openFamily({
      ...{ kind: 'client', clientId: id, name: 'x', scopes: ['tenants:read'], accessSeconds: 60, withRefresh: false },
    })
    const caller = await authenticate(accessToken)
    expect(caller?.reach).toEqual([])
    expect(caller && actorOf(caller).role).toBe('auditor')
    const tenant = await db.tenant.create({
      data: {
        ...{ customerId: customer.id, cloud: 'practice', domain: 'contoso.example', displayName: 'Contoso' },
        ...{ entraTenantId: crypto.randomUUID(), baseline: {}, uniqueName: crypto.randomUUID() },
      },
    })
    seconds(1)
    expect((await authenticate(accessToken))?.reach).toEqual([tenant.id])
  })
})

describe('a refresh token', () => {
  test('is exchanged for a new pair, and the pair before is dead', async () => {
    const first = await open()
    expect(await authenticate(first.accessToken)).not.toBeNull()
    const second = await renew(first.refreshToken)
    if (!second.ok) throw new Error(second.error)
    expect(await authenticate(first.accessToken)).toBeNull()
    expect(await authenticate(second.tokens.accessToken)).not.toBeNull()
    expect(carriedOf(second.tokens.refreshToken ?? '')).toBe(carriedOf(first.refreshToken))
  })

  test('of twenty twins one gets the successor, the others nothing, and the family lives', async () => {
    const { refreshToken } = await open()
    const answers = await Promise.all(Array.from({ length: 20 }, () => renew(refreshToken)))
    const won = answers.flatMap((answer) => (answer.ok ? [answer.tokens] : []))
    expect(won).toHaveLength(1)
    expect(answers.filter((answer) => !answer.ok && answer.error === 'invalid_grant')).toHaveLength(19)
    seconds(9)
    expect(await renew(refreshToken)).toEqual({ ok: false, error: 'invalid_grant', reused: false })
    expect(await authenticate(won[0]?.accessToken ?? '')).not.toBeNull()
    expect(await renew(won[0]?.refreshToken ?? '')).toMatchObject({ ok: true })
  })

  test('used again later ends the family with its access tokens, and somebody is told, once', async () => {
    const first = await open()
    const second = await renew(first.refreshToken)
    if (!second.ok) throw new Error(second.error)
    expect(await authenticate(second.tokens.accessToken)).not.toBeNull()
    seconds(11)
    expect(await renew(first.refreshToken)).toEqual({ ok: false, error: 'invalid_grant', reused: true })
    expect(await renew(first.refreshToken)).toMatchObject({ ok: false, error: 'invalid_grant' })
    expect(await authenticate(second.tokens.accessToken)).toBeNull()
    expect(await renew(second.tokens.refreshToken ?? '')).toMatchObject({ ok: false, error: 'invalid_grant' })
    const thread = `token:${first.familyId}`
    const events = await house.database.db.event.findMany({ where: { thread } })
    expect(events.map(({ kind, severity }) => `${kind} ${severity}`)).toEqual(['token.reused warning'])
    expect(await house.database.db.auditEntry.count({ where: { action: 'token.reused' } })).toBe(1)
  })

  test('gives fewer scopes if asked, never more, and a refusal does not use it up', async () => {
    const { refreshToken } = await open()
    expect(await renew(refreshToken, { scopes: ['tenants:read', 'audit:read'] })).toMatchObject({
      error: 'invalid_scope',
    })
    const fewer = await renew(refreshToken, { scopes: ['tenants:read'] })
    if (!fewer.ok) throw new Error(fewer.error)
    expect((await authenticate(fewer.tokens.accessToken))?.scopes).toEqual(['tenants:read'])
    const all = await renew(fewer.tokens.refreshToken ?? '')
    expect(all.ok && all.tokens.scopes).toEqual(['tenants:read', 'tenants:check'])
  })

  test('is of no use to another client, and stays of use to its own', async () => {
    const { refreshToken } = await open()
    const { id } = await makeClient(house.actor, wanted)
    for (const other of [id, null]) {
      expect(await refresh(refreshToken, { clientId: other })).toMatchObject({ error: 'invalid_grant' })
    }
    expect(await renew(refreshToken)).toMatchObject({ ok: true })
  })

  test('ends after seven idle days, and its family after thirty', async () => {
    const idle = await open()
    days(7)
    expect(await renew(idle.refreshToken)).toMatchObject({ error: 'invalid_grant' })
    let { refreshToken } = await open()
    for (let week = 0; week < 5; week += 1) {
      days(5.9)
      const next = await renew(refreshToken)
      if (!next.ok) throw new Error(`refused after ${week + 1} times 5.9 days`)
      refreshToken = next.tokens.refreshToken ?? ''
    }
    days(0.6)
    expect(await renew(refreshToken)).toMatchObject({ error: 'invalid_grant' })
  })

  test('and all of the client end with the client', async () => {
    const { id } = await makeClient(house.actor, wanted)
    const tokens = await openFamily({
      ...{ kind: 'client', clientId: id, name: 'x', scopes: ['tenants:read'], accessSeconds: 60, withRefresh: true },
    })
    expect(await authenticate(tokens.accessToken)).not.toBeNull()
    await disableClient(house.actor, id)
    expect(await authenticate(tokens.accessToken)).toBeNull()
    expect(await refresh(tokens.refreshToken ?? '', { clientId: id })).toMatchObject({ error: 'invalid_grant' })
  })
})

test('a restart changes nothing, and nothing of a token rests in the database', async () => {
  const { accessToken, refreshToken } = await open()
  await house.restart()
  useClock()
  expect(await authenticate(accessToken)).toMatchObject({ id: clientId })
  const { db } = house.database
  const rows = JSON.stringify([
    await db.apiToken.findMany(),
    await db.tokenFamily.findMany(),
    (await db.auditEntry.findMany()).map(({ detail }) => detail),
  ])
  for (const part of [accessToken, refreshToken, accessToken.slice(4, 40), 'sealed-for-its-holder']) {
    expect(rows).not.toContain(part)
  }
})
