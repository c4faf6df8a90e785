import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authenticate } from '@/lib/api-clients/authenticate'
import { findClient } from '@/lib/api-clients/client-store'
import { getClient, getClientChoices, listClients } from '@/lib/api-clients/client-view'
import { disableClient, makeClient, renewSecret, replaceKey, type NewClient } from '@/lib/api-clients/clients'
import { openFamily, revoke } from '@/lib/api-clients/families'
import { markOfProof } from '@/lib/api-clients/token-store'
import type { Role } from '@/lib/staff/actor'
import { openHouse, type House } from '../../support/tenants'

const wanted: NewClient = {
  ...{ name: ' Nightly backup ', scopes: ['tenants:read'], resources: [], reach: 'all', reachIds: [], validDays: 90 },
}
let house: House
let tenantId: string

beforeAll(async () => {
  house = await openHouse()
  const { db } = house.database
  const customer = await db.customer.create({ data: { name: 'Contoso' } })
  const tenant = await db.tenant.create({
    data: {
      ...{ customerId: customer.id, cloud: 'practice', domain: 'contoso.example', displayName: 'Contoso' },
      ...{ entraTenantId: randomUUID(), baseline: {}, uniqueName: randomUUID() },
    },
  })
  tenantId = tenant.id
}, 60_000)
afterAll(() => house.close())

const as = (role: Role) => ({ ...house.actor, role })
const familyOf = (clientId: string, more = {}) =>
  openFamily({
    kind: 'client',
    clientId,
    name: 'x',
    scopes: ['tenants:read'],
    accessSeconds: 60,
    withRefresh: false,
    ...more,
  })

test('everything that is done to a client stands in the audit, with nothing of its secret', async () => {
  const { id, secret } = await makeClient(house.actor, wanted)
  const { accessToken } = await familyOf(id)
  await revoke(accessToken, id)
  const renewed = await renewSecret(house.actor, id)
  await disableClient(house.actor, id)
  await disableClient(house.actor, id)
  const entries = await house.database.db.auditEntry.findMany({
    where: { subject: `client:${id}` },
    orderBy: { id: 'asc' },
  })
  expect(entries.map(({ action, actor }) => `${action} by ${actor.split(':')[0] ?? ''}`)).toEqual([
    ...['client.made by operator', 'token.issued by client', 'token.revoked by client'],
    ...['client.renewed by operator', 'client.disabled by operator'],
  ])
  const text = JSON.stringify([entries.map(({ detail }) => detail), await findClient(id)])
  for (const part of [secret, renewed.secret, accessToken]) expect(text).not.toContain(part?.slice(4, 40))
  await expect(renewSecret(house.actor, id)).rejects.toMatchObject({ code: 'conflict' })
})

test('a token of the secret before cannot come into being while the secret is replaced', async () => {
  const { id } = await makeClient(house.actor, wanted)
  const before = await findClient(id)
  const provedAs = before === null ? '' : markOfProof(before)
  const early = await familyOf(id, { provedAs })
  await renewSecret(house.actor, id)
  expect(await authenticate(early.accessToken)).toBeNull()
  await expect(familyOf(id, { provedAs })).rejects.toMatchObject({ code: 'invalid_client' })
  expect(await house.database.db.tokenFamily.count({ where: { clientId: id } })).toBe(1)
})

describe('who may', () => {
  test.each(['operator', 'auditor'] as const)('%s makes, renews and stops nothing', async (role) => {
    const { id } = await makeClient(as('manager'), wanted)
    const refusal = { code: 'not_allowed' }
    await expect(makeClient(as(role), wanted)).rejects.toMatchObject(refusal)
    await expect(renewSecret(as(role), id)).rejects.toMatchObject(refusal)
    await expect(replaceKey(as(role), id, 'x')).rejects.toMatchObject(refusal)
    await expect(disableClient(as(role), id)).rejects.toMatchObject(refusal)
    await expect(getClientChoices(as(role))).rejects.toMatchObject(refusal)
  })

  test('an auditor looks, an operator does not', async () => {
    const { id } = await makeClient(house.actor, { ...wanted, reach: 'tenants', reachIds: [tenantId] })
    const { client, mayManage } = await getClient(as('auditor'), id)
    expect(mayManage).toBe(false)
    expect(client).toMatchObject({
      ...{ name: 'Nightly backup', state: 'living', key: null, madeBy: house.actor.name, lastUsedAt: null },
      reachNames: ['Contoso (contoso.example)'],
    })
    expect((await listClients(as('auditor'))).clients.map((one) => one.id)).toContain(id)
    await expect(listClients(as('operator'))).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(getClient(house.actor, randomUUID())).rejects.toMatchObject({ code: 'not_found' })
    await expect(getClient(house.actor, "' or 1=1")).rejects.toMatchObject({ code: 'not_found' })
  })
})

const senseless: [what: string, more: Partial<NewClient>, field: string][] = [
  ['nothing that it may do', { scopes: [] }, 'scopes'],
  ['Microsoft tokens for nothing', { scopes: ['tokens:issue'] }, 'resources'],
  ['resources without leave for tokens', { resources: ['graph'] }, 'resources'],
  ['some tenants and none chosen', { reach: 'tenants' }, 'tenants'],
  ['a tenant that is not there', { reach: 'tenants', reachIds: [randomUUID()] }, 'tenants'],
  ['a customer that is not there', { reach: 'customers', reachIds: [randomUUID()] }, 'customers'],
]
test.each(senseless)('%s is refused with the field that needs a look', async (_, more, field) => {
  await expect(makeClient(house.actor, { ...wanted, ...more })).rejects.toMatchObject({ code: 'invalid_input', field })
})
