import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getFleet } from '@/lib/tenants/fleet'
import { findTenants } from '@/lib/tenants/fleet-find'
import type { Actor } from '@/lib/staff/actor'
import { openHouse, type House } from '../../support/tenants'

let house: House
const ids = new Map<string, string>()
beforeAll(async () => {
  house = await openHouse()
  await add('Northwind Traders', 'northwind.example', 'failing')
  await add('Greater Northwind', 'greater.example', 'ok')
  await add('Proseware', 'proseware.example', 'ok')
  await add('<b>Tailspin</b> & “Toys”', 'tailspin.example', 'warning')
  await add('Fabrikam', 'northern.example', null)
  for (let n = 1; n <= 11; n++) await add(`Relecloud ${n}`, `r${n}.example`, 'ok')
})
afterAll(() => house.close())

/** A tenant as a check left it; null is one that was never connected. */
async function add(customer: string, domain: string, status: 'ok' | 'warning' | 'failing' | null): Promise<void> {
  const { db } = house.database
  const now = new Date()
  const { id } = await db.tenant.create({
    data: {
      ...{ customer: { create: { name: customer } }, cloud: 'practice', entraTenantId: randomUUID() },
      ...{ domain, displayName: customer, uniqueName: randomUUID(), practice: true },
      ...{ state: status === null ? 'new' : 'connected' },
      baseline: { key: 'recommended', name: 'Recommended', version: 1, workloads: ['exchange'] },
      ...(status !== null && {
        certificates: { create: certificate(now) },
        conditions: {
          create: {
            ...{ type: 'SignIn', status, reason: `As${status}`, message: 'It says why.' },
            ...{ position: 0, checkedAt: now, since: now },
          },
        },
      }),
    },
  })
  ids.set(customer, id)
}

function certificate(now: Date) {
  return {
    ...{ id: randomUUID(), keyRef: randomUUID(), keyVersion: 1, state: 'active', der: new Uint8Array(1) },
    ...{ sha1: '0'.repeat(40), sha256: '0'.repeat(64), serial: '1', subject: 'CN=Latchkey' },
    ...{ notBefore: now, notAfter: new Date(now.getTime() + 700 * 86_400_000) },
  }
}

const find = async (words: string, actor: Actor = house.actor) => {
  const { tenants, matching } = await findTenants(actor, words)
  return { names: tenants.map(({ customer }) => customer), matching }
}

describe('Find', () => {
  test('puts names that begin with the words before names that have them, and a domain counts as a name', async () => {
    expect(await find('north')).toEqual({
      names: ['Northwind Traders', 'Fabrikam', 'Greater Northwind'],
      matching: 3,
    })
    expect((await find('PROSEWARE.EX')).names).toEqual(['Proseware'])
  })

  test('shows eight at most, and counts what the fleet shows for the same words', async () => {
    for (const words of ['relecloud', 'proved', 'failing', 'nobody has this name']) {
      const { names, matching } = await find(words)
      const fleet = await getFleet(house.actor, { search: words, state: 'all', page: 1, sort: 'state' })
      expect(names).toHaveLength(Math.min(8, matching))
      expect(matching, words).toBe(fleet.matching)
    }
  })

  test('knows states by their whole words, so that a name is not lost among the proved while it is typed', async () => {
    expect((await find('failing')).names).toEqual(['Northwind Traders'])
    expect((await find('warning')).names).toEqual(['<b>Tailspin</b> & “Toys”'])
    expect((await find('not connec')).names).toEqual([])
    expect((await find('not connected')).names).toEqual(['Fabrikam'])
    expect((await find('proved')).matching).toBe(13)
    expect(await find('pro')).toEqual({ names: ['Proseware'], matching: 1 })
  })

  test('without words names who needs a person, the worst first', async () => {
    expect(await find('  ')).toEqual({ names: ['Northwind Traders', '<b>Tailspin</b> & “Toys”'], matching: 2 })
  })

  test('names stand as they are, markup and all', async () => {
    expect((await find('<b>tail')).names).toEqual(['<b>Tailspin</b> & “Toys”'])
    expect((await find('& “toys')).names).toEqual(['<b>Tailspin</b> & “Toys”'])
  })

  test('what is out of reach is neither shown nor counted', async () => {
    const narrow: Actor = { ...house.actor, kind: 'client', reach: [ids.get('Greater Northwind') ?? ''] }
    expect(await find('north', narrow)).toEqual({ names: ['Greater Northwind'], matching: 1 })
    expect(await find('', narrow)).toEqual({ names: [], matching: 0 })
    expect(await find('', { ...narrow, reach: [ids.get('Northwind Traders') ?? ''] })).toMatchObject({ matching: 1 })
  })

  test('refuses more than 200 characters and says how many there are', async () => {
    await expect(find('x'.repeat(201))).rejects.toMatchObject({
      code: 'invalid_input',
      say: 'A search takes at most 200 characters. This one has 201.',
    })
    expect(await find('x'.repeat(200))).toEqual({ names: [], matching: 0 })
  })
})
