import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokenFor } from '@/lib/broker/broker'
import { readAsks } from '@/lib/broker/counters'
import { requireRight } from '@/lib/broker/token-cache'
import { publicError } from '@/lib/errors'
import { AppToken } from '@/lib/microsoft/tokens'
import { findStandingIdentity } from '@/lib/tenants/standing-identity'
import { brokerTenants, callerWith, openRestoreFor, tokenCalls, type BrokerTenant } from '../../support/broker'
import { moveClocks } from '../../support/checked-tenant'
import { openHouse, type House } from '../../support/tenants'

let house: House
let tenants: BrokerTenant[]

beforeAll(async () => {
  house = await openHouse({ MICROSOFT_TIMEOUT_SECONDS: '3' })
  tenants = [...(await brokerTenants(house.cloud.control, 7))]
})
afterAll(() => house.close())

const patient = { timeout: 15_000 }
const graph = { resource: 'graph', purpose: 'backup' } as const

/** One that no other test has asked for. */
function nextTenant(): BrokerTenant {
  const tenant = tenants.pop()
  if (tenant === undefined) throw new Error('more tenants are needed')
  return tenant
}

async function refusalOf(asked: Promise<unknown>) {
  const error: unknown = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return publicError(error)
}

const callsOf = (tenant: BrokerTenant) => tokenCalls(house.cloud.control, tenant.entraTenantId)

describe('one call to Microsoft', () => {
  test('answers a thousand callers who come together', async () => {
    const tenant = nextTenant()
    const caller = callerWith()
    const asked = Array.from({ length: 1000 }, () => tokenFor(caller, tenant.id, graph))
    const tokens = new Set((await Promise.all(asked)).map(({ accessToken }) => accessToken))
    expect(tokens.size).toBe(1)
    expect(await callsOf(tenant)).toBe(1)
    const rows = await house.database.db.auditEntry.findMany({ where: { actor: `client:${caller.id}` } })
    const counts = rows.map(({ detail }) => (detail as { count: number }).count)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000)
    expect(rows.length).toBeLessThan(20)
  })

  test('serves until five minutes before the token’s end, and then there is a new one', async () => {
    const tenant = nextTenant()
    const { expiresAt, accessToken } = await tokenFor(callerWith(), tenant.id, graph)
    const left = Date.parse(expiresAt) - Date.now()
    const back = await moveClocks(house, left - 6 * 60_000)
    expect((await tokenFor(callerWith(), tenant.id, graph)).accessToken).toBe(accessToken)
    await back()
    const later = await moveClocks(house, left - 4 * 60_000)
    expect((await tokenFor(callerWith(), tenant.id, graph)).accessToken).not.toBe(accessToken)
    await later()
    expect(await callsOf(tenant)).toBe(2)
  })

  test('refuses all who wait for it, and the next caller asks again', async () => {
    const tenant = nextTenant()
    await house.cloud.control.fault(tenant.entraTenantId, { name: 'account-disabled' })
    const asked = Array.from({ length: 50 }, () => refusalOf(tokenFor(callerWith(), tenant.id, graph)))
    const refusals = await Promise.all(asked)
    expect(refusals.every(({ code, say }) => code === 'microsoft_refused' && !say.includes('AADSTS'))).toBe(true)
    expect(await callsOf(tenant)).toBe(1)
    await house.cloud.control.clearFaults(tenant.entraTenantId)
    await tokenFor(callerWith(), tenant.id, graph)
    expect(await callsOf(tenant)).toBe(2)
  })
})

describe('Microsoft’s Retry-After', () => {
  test('is told to the caller, and nobody asks before it has passed', async () => {
    const tenant = nextTenant()
    await house.cloud.control.fault(tenant.entraTenantId, { name: 'throttle', retryAfterSeconds: 60 })
    const first = await refusalOf(tokenFor(callerWith(), tenant.id, graph))
    expect(first).toMatchObject({ code: 'microsoft_busy', status: 503 })
    expect(first.retryAfterSeconds).toBeGreaterThan(50)
    await house.cloud.control.clearFaults(tenant.entraTenantId)
    expect(await refusalOf(tokenFor(callerWith(), tenant.id, graph))).toMatchObject({ code: 'microsoft_busy' })
    expect(await callsOf(tenant)).toBe(1)
    const back = await moveClocks(house, 61_000)
    await tokenFor(callerWith(), tenant.id, graph)
    await back()
    expect(await callsOf(tenant)).toBe(2)
  })
})

describe('what is taken back', () => {
  test('another key, a closed restore opening and a decommission each end what the cache gave', async () => {
    const tenant = nextTenant()
    const { db } = house.database
    const before = await tokenFor(callerWith(), tenant.id, graph)
    const key = await db.certificate.findFirstOrThrow({ where: { tenantId: tenant.id } })
    const next = { ...key, id: crypto.randomUUID(), keyVersion: key.keyVersion + 100 }
    await db.certificate.create({ data: next })
    await db.certificate.update({ where: { id: key.id }, data: { state: 'retiring' } })
    await expect
      .poll(async () => (await tokenFor(callerWith(), tenant.id, graph)).accessToken, patient)
      .not.toBe(before.accessToken)

    const restore = { resource: 'graph', purpose: 'restore' } as const
    const opened = await openRestoreFor(house.cloud.control, tenant.id, new Date(Date.now() + 3_600_000))
    await expect
      .poll(
        () =>
          tokenFor(callerWith(), tenant.id, restore).then(
            ({ appId }) => appId,
            () => null,
          ),
        patient,
      )
      .toBe(opened.appId)
    await db.restoreOpening.updateMany({ where: { tenantId: opened.id }, data: { closedAt: new Date() } })
    await db.tenant.update({ where: { id: opened.id }, data: { state: 'closed' } })
    await expect.poll(() => tokenFor(callerWith(), tenant.id, restore).then(() => 200, statusOf), patient).toBe(409)

    await db.tenant.update({ where: { id: tenant.id }, data: { state: 'decommissioned' } })
    await expect.poll(() => tokenFor(callerWith(), tenant.id, graph).then(() => 200, statusOf), patient).toBe(409)
  })

  test('a restore application is closed on the second, whoever has not closed it yet', async () => {
    const tenant = nextTenant()
    const restore = { resource: 'graph', purpose: 'restore' } as const
    await openRestoreFor(house.cloud.control, tenant.id, new Date(Date.now() + 600_000))
    await tokenFor(callerWith(), tenant.id, restore)
    const back = await moveClocks(house, 600_000)
    expect(await refusalOf(tokenFor(callerWith(), tenant.id, restore))).toMatchObject({ code: 'conflict' })
    await back()
  })
})

const statusOf = (error: unknown) => publicError(error).status

describe('an answer', () => {
  test('does not leave when its line in the audit trail could not be written', async () => {
    const tenant = nextTenant()
    await tokenFor(callerWith(), tenant.id, graph)
    const { db } = house.database
    await db.$executeRawUnsafe(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file'; END $$`)
    await db.$executeRawUnsafe(
      `CREATE TRIGGER full_disk BEFORE INSERT ON "AuditEntry" FOR EACH ROW EXECUTE FUNCTION full_disk()`,
    )
    expect(await refusalOf(tokenFor(callerWith(), tenant.id, graph))).toMatchObject({ code: 'storage_full' })
    await db.$executeRawUnsafe(`DROP TRIGGER full_disk ON "AuditEntry"`)
    await tokenFor(callerWith(), tenant.id, graph)
  })

  test('is withheld when it carries another tenant, application or resource than was asked for', async () => {
    const { db } = house.database
    const one = await db.tenant.findFirstOrThrow({ where: { state: 'connected', purpose: 'backup' } })
    const other = await db.tenant.findFirstOrThrow({
      where: { id: { not: one.id }, purpose: 'backup', appId: { not: null } },
    })
    const { accessToken, expiresAt } = await tokenFor(callerWith(), one.id, graph)
    const standing = await findStandingIdentity(one.id, 'backup')
    if (standing.status !== 'ready') throw new Error('the tenant is connected')
    const { identity } = standing
    const { cloud } = identity
    const ask = { rowId: one.id, identity, resource: 'graph', identifier: cloud.graphResource } as const
    const tryWith = (wrong: object) => () => {
      requireRight(new AppToken(accessToken, expiresAt, null), { ...ask, ...wrong })
    }
    expect(tryWith({})).not.toThrow()
    expect(tryWith({ identity: { ...identity, entraTenantId: other.entraTenantId } })).toThrow('not the one')
    expect(tryWith({ identity: { ...identity, appId: other.appId } })).toThrow('not the one')
    expect(tryWith({ resource: 'exchange', identifier: cloud.exchangeResource })).toThrow('not the one')
    const wrong = readAsks().filter(({ outcome }) => outcome === 'wrong')
    expect(Object.fromEntries(wrong.map(({ resource, count }) => [resource, count]))).toEqual({ graph: 2, exchange: 1 })
  })
})
