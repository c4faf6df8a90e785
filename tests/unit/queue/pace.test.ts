import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPace } from '@/lib/queue/pace'
import { startWorker } from '@/lib/queue/worker'
import { runtime } from '@/lib/runtime'
import { openHouse, type House } from '../../support/tenants'

const due = 2000
const perSecond = 20

let house: House

beforeAll(async () => {
  house = await openHouse({ WORK_PER_SECOND: String(perSecond), WORK_AT_ONCE: '8', LEASE_SECONDS: '600' })
})
afterAll(() => house.close())

async function makeTenants(): Promise<readonly string[]> {
  const { db } = house.database
  const customer = await db.customer.create({ data: { name: 'Many' } })
  const ids = Array.from({ length: due }, () => randomUUID())
  await db.tenant.createMany({
    data: ids.map((id) => ({
      id,
      customerId: customer.id,
      cloud: 'practice',
      entraTenantId: id,
      domain: `${id}.example`,
      displayName: 'Many',
      baseline: {},
      uniqueName: id,
    })),
  })
  return ids
}

/** Waits pass at once and move the clock. */
function virtualTime(): void {
  let now = Date.now()
  runtime().clock = {
    now: () => new Date(now),
    sleep: async (milliseconds) => {
      now += milliseconds
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

test('after a start with 2,000 due, each is done once and no second sees more begin than is set', async () => {
  const ids = await makeTenants()
  virtualTime()
  const past = new Date(0)
  await house.database.db.work.createMany({ data: ids.map((tenantId) => ({ tenantId, kind: 'many', nextAt: past })) })
  const begun: [id: string, at: number][] = []
  await new Promise<void>((resolve) => {
    startWorker({
      many: (id) => {
        begun.push([id, runtime().clock.now().getTime()])
        if (begun.length === due) resolve()
        return Promise.resolve(null)
      },
    })
  })
  expect(new Set(begun.map(([id]) => id)).size).toBe(due)
  const times = begun.map(([, at]) => at)
  const most = Math.max(...times.map((at, index) => times.slice(index).filter((other) => other - at < 1000).length))
  expect(most).toBeLessThanOrEqual(perSecond)
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan((due / perSecond) * 1200)
}, 60_000)

test('less than one a second is one in as many seconds, and a clock that was set back stops nothing', () => {
  const pace = createPace(0.5)
  pace.begun(1, 10_000)
  expect([pace.free(11_999), pace.free(12_000)]).toEqual([0, 1])
  const jumped = createPace(2)
  jumped.begun(2, 1_000_000)
  expect(jumped.free(1000)).toBe(2)
  expect(jumped.waitMs(1000)).toBeLessThanOrEqual(1000)
})
