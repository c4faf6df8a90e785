import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publicError } from '@/lib/errors'

import { workOnce } from '@/lib/queue/worker'
import { runtime } from '@/lib/runtime'
import { checkNow, checkWhenDue, requestChecks } from '@/lib/tenants/checking'
import { getTenant } from '@/lib/tenants/tenant'
import { expectConnected, signInTo, startRun, type Started } from '../../support/runs'
import { openHouse, type House } from '../../support/tenants'

const checks = { check: checkWhenDue }

let house: House

beforeAll(async () => {
  house = await openHouse({ MICROSOFT_TIMEOUT_SECONDS: '1' })
})
afterAll(() => house.close())

async function connected(): Promise<Started> {
  const started = await startRun(house)
  await signInTo(house, started)
  await expectConnected(house, started)
  return started
}

const workOf = ({ rowId }: Started) =>
  house.database.db.work.findUniqueOrThrow({ where: { tenantId_kind: { tenantId: rowId, kind: 'check' } } })
const eventsOf = async ({ rowId }: Started) =>
  (
    await house.database.db.event.findMany({
      where: { tenantId: rowId, kind: { startsWith: 'condition.' } },
      orderBy: { at: 'asc' },
    })
  ).map(({ kind, thread }) => `${kind} ${thread.replace(`tenant:${rowId}:`, '')}`)
const callsOf = async ({ tenantId }: Started) => (await house.cloud.control.log({ tenant: tenantId })).length

async function makeDue({ rowId }: Started): Promise<void> {
  await house.database.db.work.updateMany({ where: { tenantId: rowId }, data: { nextAt: new Date(0) } })
}

describe('checks by themselves', () => {
  test('a connected tenant is checked within the period, not at once, and then at its own place of each period', async () => {
    const started = await connected()
    const now = runtime().clock.now().getTime()
    const first = (await workOf(started)).nextAt.getTime()
    expect(first - now).toBeGreaterThan(10 * 60_000)
    expect(first - now).toBeLessThan(6.5 * 3_600_000)
    await makeDue(started)
    await house.cloud.control.clearLog()
    expect(await workOnce(checks)).toBe(1)
    expect(await callsOf(started)).toBeGreaterThan(5)
    const second = (await workOf(started)).nextAt.getTime()
    expect((second - first) % (6 * 3_600_000)).toBe(0)
    expect(await eventsOf(started)).toEqual([])
  })

  test('drift is found, told once, and told to be gone; a quiet check leaves nothing in the audit', async () => {
    const started = await connected()
    const audited = () => house.database.db.auditEntry.count({ where: { subject: `tenant:${started.rowId}` } })
    const before = await audited()
    const application = (await house.cloud.control.god(started.tenantId)).applications[0]?.appId ?? ''
    const check = async () => {
      await makeDue(started)
      await workOnce(checks)
    }
    await check()
    expect(await audited()).toBe(before)
    await house.cloud.control.plant(started.tenantId, { disableServicePrincipal: { application } })
    await check()
    await check()
    expect(await eventsOf(started)).toEqual(['condition.opened SignIn'])
    expect((await getTenant(house.actor, started.rowId)).state).toBe('failing')
    await house.cloud.control.plant(started.tenantId, { enableServicePrincipal: { application } })
    await check()
    expect(await eventsOf(started)).toEqual(['condition.opened SignIn', 'condition.resolved SignIn'])
    expect((await getTenant(house.actor, started.rowId)).state).toBe('ok')
    expect(await audited()).toBe(before + 2)
  })

  test('Retry-After is a floor: nothing asks earlier, by schedule or by hand', async () => {
    const started = await connected()
    await house.cloud.control.fault(started.tenantId, {
      name: 'throttle',
      retryAfterSeconds: 7200,
      match: { path: '/oauth2/v2\\.0/token' },
    })
    await checkNow(house.actor, started.rowId)
    const now = runtime().clock.now().getTime()
    expect((await workOf(started)).nextAt.getTime() - now).toBeGreaterThan(7_190_000)
    await house.cloud.control.clearLog()
    const refused = await checkNow(house.actor, started.rowId).catch((error: unknown) => publicError(error))
    expect(refused).toMatchObject({ code: 'conflict', say: expect.stringContaining('120 minutes') })
    await requestChecks(house.actor, [started.rowId])
    expect(await workOnce(checks)).toBe(1)
    expect(await callsOf(started)).toBe(0)
    expect((await workOf(started)).nextAt.getTime() - now).toBeGreaterThan(7_190_000)
    expect((await getTenant(house.actor, started.rowId)).state).toBe('unknown')
  })

  test('asked for many, it answers at once; the worker does them; what is not connected is left out', async () => {
    const first = await connected()
    const other = await startRun(house)
    const { requested, tenantIds } = await requestChecks(house.actor, [first.rowId, other.rowId])
    expect({ requested, tenantIds }).toEqual({ requested: 1, tenantIds: [first.rowId] })
    expect((await workOf(first)).nextAt.getTime()).toBeLessThanOrEqual(runtime().clock.now().getTime())
    expect((await requestChecks(house.actor, 'all')).requested).toBeGreaterThanOrEqual(1)
    await expect(requestChecks({ ...house.actor, role: 'auditor' }, 'all')).rejects.toThrow('auditor')
  })

  test('two who press the button at once, and the schedule, ask Microsoft once', async () => {
    const started = await connected()
    await house.cloud.control.clearLog()
    await checkNow(house.actor, started.rowId)
    const once = await callsOf(started)
    await house.cloud.control.clearLog()
    await makeDue(started)
    await house.cloud.control.fault(started.tenantId, { name: 'latency', ms: 50 })
    await Promise.all([checkNow(house.actor, started.rowId), checkNow(house.actor, started.rowId), workOnce(checks)])
    expect(await callsOf(started)).toBe(once)
  })
})
