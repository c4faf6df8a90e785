import { afterAll, beforeAll, expect, test } from 'vitest'
import { getBatch } from '@/lib/tenants/batches'
import { getFleet } from '@/lib/tenants/fleet'
import { changePracticeFleet, lookAtPracticeFleet } from '@/lib/tenants/practice-fleet/fleet'
import type { BatchView } from '@/lib/tenants/batches'
import { openHouse, type House } from '../../support/tenants'

let house: House
let filled: BatchView

beforeAll(async () => {
  house = await openHouse({ SPREAD_PAUSE_SECONDS: '0.1' })
  filled = await ended((await changePracticeFleet(house.actor, 'fill')).batchId)
}, 240_000)
afterAll(() => house.close())

async function ended(batchId: string): Promise<BatchView> {
  for (;;) {
    const batch = await getBatch(house.actor, batchId)
    if (batch.endedAt !== null) return batch
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const everything = { search: '', state: 'all', page: 1, sort: 'state' } as const

test('the fleet fills with some forty tenants, and every one came to the state that was planned', () => {
  expect(filled.rows.filter(({ state }) => state !== 'done')).toEqual([])
  expect(filled.rows.length).toBeGreaterThanOrEqual(40)
})

test('every state of the health bar is there, and green is proved by a read of today', async () => {
  const fleet = await getFleet(house.actor, everything)
  for (const state of ['failing', 'warning', 'setting-up', 'ok'] as const)
    expect(fleet.counts[state], state).toBeGreaterThan(1)
  const green = await house.database.db.tenant.findMany({
    where: { state: 'connected' },
    include: { conditions: true },
  })
  for (const tenant of green.filter(({ conditions }) => conditions.every(({ status }) => status === 'ok'))) {
    expect(tenant.provedAt?.getTime()).toBeGreaterThan(Date.now() - 600_000)
    expect(tenant.conditions.length).toBeGreaterThan(3)
  }
})

test('certificates stand at every age, and each is the very one that its application has', async () => {
  const rows = await house.database.db.certificate.findMany({ where: { state: 'active' }, include: { tenant: true } })
  const ages = rows.map(({ notBefore }) => Math.round((Date.now() - notBefore.getTime()) / 86_400_000))
  expect(Math.min(...ages)).toBeLessThan(40)
  expect(Math.max(...ages)).toBeGreaterThan(700)
  for (const { tenant, sha1, id } of rows.filter(({ tenant }) => tenant.domain !== 'wingtiptoys.example')) {
    const { applications } = await house.cloud.control.god(tenant.domain)
    const ours = applications.find(({ uniqueName }) => uniqueName === tenant.uniqueName)
    expect(
      ours?.keyCredentials.filter((key) => key.keyId === id).map((key) => key.sha1),
      tenant.domain,
    ).toEqual([sha1])
  }
})

test('filling it again makes nothing twice', async () => {
  const again = await ended((await changePracticeFleet(house.actor, 'fill')).batchId)
  expect(new Set(again.rows.map(({ text }) => text))).toEqual(new Set(['Is there already.']))
})

test('removed, no row, no key and no tenant of it is left', async () => {
  const { db } = house.database
  const removed = await ended((await changePracticeFleet(house.actor, 'remove')).batchId)
  expect(removed.rows.filter(({ state }) => state !== 'done')).toEqual([])
  expect(await lookAtPracticeFleet(house.actor)).toMatchObject({ offered: true, present: 0 })
  expect([await db.tenant.count(), await db.certificate.count(), await db.customer.count()]).toEqual([0, 0, 0])
  expect(await db.sealedKey.count({ where: { destroyedAt: null } })).toBe(0)
  expect((await house.cloud.control.tenants()).map(({ domain }) => domain)).not.toContain('litware.example')
})
