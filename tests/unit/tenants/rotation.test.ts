import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyPool } from '../../support/key-pool'
import { openHouse, type House } from '../../support/tenants'
import { connectTenant, day, keysOf, passYears, type Years } from '../../support/years'

let house: House
let years: Years

beforeAll(async () => {
  house = await openHouse({}, keyPool(4))
  years = passYears(house)
})
afterAll(async () => {
  years.stop()
  await house.close()
})

describe('a certificate that is due', () => {
  test('is renewed without anybody: added, proved, used, and the old key gone with its private half', async () => {
    const started = await connectTenant(house)
    const [first] = (await keysOf(house, started)).recorded
    await years.live(new Date(years.now().getTime() + 500 * day))
    const { standing, recorded } = await keysOf(house, started)
    expect(recorded.map(({ state }) => state)).toEqual(['removed', 'active'])
    expect(standing.map(({ keyId }) => keyId)).toEqual([recorded[1]?.id])
    const sealed = await house.database.db.sealedKey.findUniqueOrThrow({ where: { ref: first?.keyRef ?? '' } })
    expect(sealed.destroyedAt).not.toBeNull()
    const run = await house.database.db.run.findFirstOrThrow({
      where: { tenantId: started.rowId, kind: 'rotate' },
      include: { steps: { orderBy: { position: 'asc' } } },
    })
    expect(run).toMatchObject({ outcome: 'converged', startedBy: null })
    expect(run.steps.map(({ key, status }) => `${key} ${status}`)).toEqual([
      'key done',
      'add done',
      'prove done',
      'use done',
      'remove done',
    ])
  })
})
