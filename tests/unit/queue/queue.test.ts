import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claimDue, schedule, settleWork, unschedule } from '@/lib/queue/queue-store'
import { backoffMs, nextTurn } from '@/lib/queue/spread'
import { workOnce } from '@/lib/queue/worker'
import { runtime } from '@/lib/runtime'
import { chooseBaseline } from '@/lib/tenants/baselines'
import { ensureTenant } from '@/lib/tenants/tenant-store'
import { openHouse, type House } from '../../support/tenants'

const minute = 60_000
let house: House

beforeAll(async () => {
  house = await openHouse({ LEASE_SECONDS: '2' })
})
afterAll(async () => {
  await house.close()
})

async function newTenant(): Promise<string> {
  const { domain, tenantId } = await house.newTenant()
  const cloud = runtime().clouds.find((one) => one.name === 'practice')
  if (cloud === undefined) throw new Error('no practice cloud')
  const baseline = chooseBaseline('custom', ['exchange'])
  const tenant = await ensureTenant({
    customer: domain,
    cloud,
    entraTenantId: tenantId,
    domain,
    baseline,
  })
  return tenant.id
}

const rowOf = (tenantId: string, kind: string) =>
  house.database.db.work.findUnique({ where: { tenantId_kind: { tenantId, kind } } })

const past = () => new Date(runtime().clock.now().getTime() - minute)

describe('scheduled work', () => {
  it('is taken by one process only, and again once that process has gone silent', async () => {
    const kind = 'silent'
    const tenantId = await newTenant()
    await schedule(runtime().db, { tenantId, kind }, past())
    const twice = await Promise.all([claimDue(5, [kind]), claimDue(5, [kind])])
    expect(twice.flat()).toHaveLength(1)
    expect(await claimDue(5, [kind])).toEqual([])
    await house.database.db.work.updateMany({ where: { tenantId, kind }, data: { leaseUntil: past() } })
    expect(await claimDue(5, [kind])).toHaveLength(1)
  })

  it('is done once and comes back when its handler says', async () => {
    const kind = 'again'
    const tenantId = await newTenant()
    const again = new Date(runtime().clock.now().getTime() + 90 * minute)
    await schedule(runtime().db, { tenantId, kind }, past())
    const seen: string[] = []
    const done = await workOnce({
      [kind]: (id) => {
        seen.push(id)
        return Promise.resolve(again)
      },
    })
    expect([done, seen]).toEqual([1, [tenantId]])
    expect(await rowOf(tenantId, kind)).toMatchObject({ nextAt: again, tries: 0, ownerId: null })
  })

  it('is gone when its handler has nothing more to do', async () => {
    const kind = 'once'
    const tenantId = await newTenant()
    await schedule(runtime().db, { tenantId, kind }, past())
    await workOnce({ [kind]: () => Promise.resolve(null) })
    expect(await rowOf(tenantId, kind)).toBeNull()
  })

  it('that fails is tried again later, each time after a longer pause', async () => {
    const kind = 'fails'
    const tenantId = await newTenant()
    const pauses: number[] = []
    for (let round = 0; round < 3; round++) {
      await schedule(runtime().db, { tenantId, kind }, past(), 'at')
      await house.database.db.work.updateMany({ where: { tenantId, kind }, data: { tries: round } })
      await workOnce({ [kind]: () => Promise.reject(new Error('planted')) })
      const row = await rowOf(tenantId, kind)
      expect(row?.tries).toBe(round + 1)
      pauses.push((row?.nextAt.getTime() ?? 0) - runtime().clock.now().getTime())
    }
    expect(pauses[0]).toBeGreaterThan(0)
    expect(pauses[1]).toBeGreaterThan(pauses[0] ?? Infinity)
    expect(pauses[2]).toBeGreaterThan(pauses[1] ?? Infinity)
    await unschedule(runtime().db, { tenantId, kind })
    expect(await rowOf(tenantId, kind)).toBeNull()
  })

  it('that is asked for while it runs is done once more', async () => {
    const kind = 'meantime'
    const tenantId = await newTenant()
    await schedule(runtime().db, { tenantId, kind }, past())
    const [work] = await claimDue(1, [kind])
    const asked = new Date(runtime().clock.now().getTime() - 1000)
    await schedule(runtime().db, { tenantId, kind }, asked)
    if (work === undefined) throw new Error('nothing was due')
    await settleWork(work, new Date(asked.getTime() + 1000 * minute), 0)
    expect(await rowOf(tenantId, kind)).toMatchObject({ nextAt: asked, ownerId: null })
  })

  it('is never put off by “sooner”', async () => {
    const kind = 'sooner'
    const tenantId = await newTenant()
    const soon = new Date(runtime().clock.now().getTime() + minute)
    const late = new Date(soon.getTime() + 10 * minute)
    await schedule(runtime().db, { tenantId, kind }, late, 'sooner')
    await schedule(runtime().db, { tenantId, kind }, soon, 'sooner')
    await schedule(runtime().db, { tenantId, kind }, late, 'sooner')
    expect((await rowOf(tenantId, kind))?.nextAt).toEqual(soon)
  })
})

describe('turns', () => {
  const day = 24 * 60 * minute
  it('come once per period, at the same place of each, and spread over it', () => {
    const now = new Date('2026-11-22T08:00:00Z')
    const turns = Array.from({ length: 1000 }, (_, index) => nextTurn(`tenant ${index}`, day, now))
    for (const [index, turn] of turns.entries()) {
      expect(turn.getTime()).toBeGreaterThan(now.getTime())
      expect(turn.getTime() - now.getTime()).toBeLessThanOrEqual(day)
      expect(nextTurn(`tenant ${index}`, day, turn).getTime() - turn.getTime()).toBe(day)
    }
    const perHour = Array.from({ length: 24 }, () => 0)
    for (const turn of turns) perHour[turn.getUTCHours()] = (perHour[turn.getUTCHours()] ?? 0) + 1
    expect(Math.min(...perHour)).toBeGreaterThan(15)
    expect(Math.max(...perHour)).toBeLessThan(90)
  })

  it('of failures are never longer than six hours', () => {
    for (let tries = 0; tries < 50; tries++) expect(backoffMs(tries, 'seed')).toBeLessThanOrEqual(6 * 60 * minute)
  })
})
