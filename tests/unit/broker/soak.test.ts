import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenFor } from '@/lib/broker/broker'
import { publicError } from '@/lib/errors'
import { brokerTenants, callerWith, type BrokerTenant } from '../../support/broker'
import { seeded, soakBroker } from '../../support/broker-soak'
import { moveClocks } from '../../support/checked-tenant'
import { openHouse, type House } from '../../support/tenants'

let house: House
let tenants: readonly BrokerTenant[]

beforeAll(async () => {
  house = await openHouse()
  tenants = await brokerTenants(house.cloud.control, 4)
})
afterAll(() => house.close())

test('of three thousand answers by chance none is of another tenant, and nobody goes without', async () => {
  const reaches = ['all', ...tenants.map(({ id }, at) => [id, tenants[(at + 3) % 4]?.id ?? ''])] as const
  const callers = reaches.map((reach) => callerWith({ reach, expiresAt: new Date(Date.now() + 86_400_000) }))
  let back = (): Promise<void> => Promise.resolve()
  const { given, refused, wrong, missed } = await soakBroker(
    {
      answers: 3000,
      together: 500,
      tenants,
      reaches,
      ask: async ({ caller, tenant, resource }) => {
        const asked = tokenFor(callers[caller] ?? callerWith({ scopes: [] }), tenant.id, {
          resource,
          purpose: 'backup',
        })
        return asked.then(
          ({ accessToken }) => accessToken,
          (error: unknown) => {
            if (publicError(error).status === 404) return null
            throw error
          },
        )
      },
      between: async (round) => {
        if (round === 4) back = await moveClocks(house, 57 * 60_000)
      },
    },
    seeded(4711),
  )
  await back()
  expect({ wrong, missed }).toEqual({ wrong: [], missed: [] })
  expect(given).toBeGreaterThanOrEqual(3000)
  expect(refused).toBeGreaterThan(1000)
})
