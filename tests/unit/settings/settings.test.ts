import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listEntries } from '@/lib/audit/audit'
import { installRuntime, type Runtime } from '@/lib/runtime'
import { azureCliClientId, readBootstrapClient } from '@/lib/settings/bootstrap-client'
import { changeBootstrapClient, getSettings } from '@/lib/settings/settings'
import type { Actor } from '@/lib/staff/actor'
import { freshDatabase, type FreshDatabase } from '@/tests/support/database'

const own = '1f0a7a52-4f9b-4d0e-8a9c-2f3f5f6b7c8d'
const owner: Actor = { kind: 'operator', id: own, name: 'Marta', email: 'marta@x.example', role: 'owner', reach: 'all' }
const operator: Actor = { ...owner, role: 'operator' }
let fresh: FreshDatabase

beforeAll(async () => {
  fresh = await freshDatabase()
  installRuntime({ db: fresh.db } as Runtime)
})
afterAll(async () => {
  installRuntime(undefined)
  await fresh.close()
})
beforeEach(() => fresh.db.setting.deleteMany())

describe('the program that asks for the sign-in', () => {
  test('is Microsoft Azure CLI until an owner says otherwise', async () => {
    expect(await getSettings(operator)).toEqual({
      bootstrapClientId: azureCliClientId,
      isDefault: true,
      updatedAt: null,
      mayChange: false,
    })
  })

  test('is the provider’s own as soon as it is saved, and the audit says who changed it from what', async () => {
    await changeBootstrapClient(owner, `  ${own.toUpperCase()} `)
    expect(await readBootstrapClient()).toBe(own)
    const settings = await getSettings(owner)
    expect(settings).toMatchObject({ bootstrapClientId: own, isDefault: false, mayChange: true })
    expect(Date.parse(settings.updatedAt ?? '')).not.toBeNaN()
    const [entry] = await listEntries(fresh.db, { subject: 'setting:bootstrapClientId', limit: 1 })
    expect(entry).toMatchObject({
      actor: `operator:${owner.id}`,
      detail: { before: azureCliClientId, after: own },
    })
  })

  test.each(['', '  ', azureCliClientId])('“%s” goes back to the default', async (typed) => {
    await changeBootstrapClient(owner, own)
    await changeBootstrapClient(owner, typed)
    expect(await fresh.db.setting.count()).toBe(0)
    expect((await getSettings(owner)).isDefault).toBe(true)
  })

  test.each(['Azure CLI', '04b07795', `${own}x`, `{${own}}`, "'; DROP TABLE"])(
    '“%s” is refused with field, reason and mend, and nothing changes',
    async (typed) => {
      await expect(changeBootstrapClient(owner, typed)).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'clientId',
        say: expect.stringContaining('Copy it from Overview') as string,
      })
      expect(await fresh.db.setting.count()).toBe(0)
    },
  )

  test('is not for an operator to change', async () => {
    await expect(changeBootstrapClient(operator, own)).rejects.toMatchObject({ code: 'not_allowed' })
    expect(await fresh.db.setting.count()).toBe(0)
  })
})
