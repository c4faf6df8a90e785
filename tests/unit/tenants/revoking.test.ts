import { afterAll, beforeAll, expect, test } from 'vitest'
import { revokeNow } from '@/lib/tenants/rotating'
import { connectTenant } from '../../support/rotations'
import { openHouse, type House } from '../../support/tenants'
import { hour, keysOf, passYears, tokenByActiveKey, type Years } from '../../support/years'

let house: House
let years: Years

beforeAll(async () => {
  house = await openHouse()
  years = passYears(house)
})
afterAll(async () => {
  years.stop()
  await house.close()
})

test('a key believed stolen is replaced without overlap, its private half destroyed, and told once', async () => {
  const started = await connectTenant(house, ['groups'])
  const [stolen] = (await keysOf(house, started)).recorded
  await revokeNow(house.actor, started.rowId, 'Found on a lost laptop')
  await years.live(new Date(years.now().getTime() + hour))
  const { standing, recorded } = await keysOf(house, started)
  expect(standing.map(({ keyId }) => keyId)).toEqual([recorded[1]?.id])
  const sealed = await house.database.db.sealedKey.findUniqueOrThrow({ where: { ref: stolen?.keyRef ?? '' } })
  expect(sealed.destroyedAt).not.toBeNull()
  expect(await tokenByActiveKey(house, started.rowId)).toBe(true)
  const told = await house.database.db.event.count({ where: { tenantId: started.rowId, kind: 'certificate.revoked' } })
  expect(told).toBe(1)
})
