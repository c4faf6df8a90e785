import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countByMonth } from '@/app/(console)/_fleet/expiry-months'
import { fleetHref, pageNumbers, readFleetQuery } from '@/app/(console)/_fleet/fleet-url'
import { healthSentence } from '@/app/(console)/_fleet/health-sentence'
import { layOutShares } from '@/app/(console)/_fleet/health-shares'
import type { FleetQuery, NeedsPerson } from '@/lib/tenants/fleet-views'

const query: FleetQuery = { search: '', state: 'all', page: 1, sort: 'state' }

describe('the address of the fleet', () => {
  test('carries the whole state of the page there and back', () => {
    const anyQuery = fc.record({
      search: fc.string({ maxLength: 40 }).map((text) => text.trim()),
      state: fc.constantFrom<FleetQuery['state']>('all', 'failing', 'warning', 'unknown', 'setting-up', 'ok'),
      sort: fc.constantFrom<FleetQuery['sort']>('state', 'customer', 'expiry', 'proved'),
      page: fc.integer({ min: 1, max: 400 }),
      workload: fc.constantFrom(undefined, 'exchange', 'teams'),
      tag: fc.constantFrom(undefined, 'gold', '24×7', 'R&D'),
      customer: fc.constantFrom(undefined, 'Woodgrove Bank', 'Margie’s Travel'),
      cause: fc.constantFrom(undefined, 'A permission is missing'),
      expiry: fc.constantFrom<FleetQuery['expiry']>(undefined, 'month', 'quarter', 'due', 'none'),
      proved: fc.constantFrom<FleetQuery['proved']>(undefined, 'day', 'week', 'older', 'never'),
    })
    fc.assert(
      fc.property(anyQuery, (wanted) => {
        const { searchParams } = new URL(fleetHref(wanted, { page: wanted.page }), 'http://localhost')
        expect(readFleetQuery(Object.fromEntries(searchParams))).toEqual(wanted)
      }),
    )
  })

  test('a change of filter goes back to the first page', () => {
    expect(fleetHref({ ...query, page: 7 }, { state: 'failing' })).toBe('/?state=failing')
  })

  test('what it does not understand counts as absent', () => {
    const address = {
      state: 'drop table',
      sort: ['proved', 'state'],
      page: '-3',
      q: ['a', 'b'],
      expiry: 'x',
      proved: '',
    }
    expect(readFleetQuery(address)).toEqual({
      search: 'a',
      state: 'all',
      page: 1,
      sort: 'proved',
    })
  })

  test('first, last and neighbouring pages are linked, gaps are shown', () => {
    expect(pageNumbers(5, 9)).toEqual([1, null, 4, 5, 6, null, 9])
    expect(pageNumbers(1, 1)).toEqual([1])
  })
})

describe('the health bar', () => {
  test('one failing tenant of ten thousand is eight units wide', () => {
    const [failing, ok] = layOutShares(
      [
        { key: 'failing', count: 1 },
        { key: 'ok', count: 9999 },
      ],
      1150,
      8,
      3,
    )
    expect(failing).toEqual({ key: 'failing', count: 1, x: 0, width: 8 })
    expect(ok?.width).toBeCloseTo(1150 - 8 - 3)
  })

  test('is filled exactly, whatever the counts', () => {
    const counts = fc.array(fc.nat(20_000), { minLength: 5, maxLength: 5 }).filter((list) => list.some((n) => n > 0))
    fc.assert(
      fc.property(counts, (list) => {
        const shares = layOutShares(
          list.map((count, key) => ({ key, count })),
          326,
          8,
          3,
        )
        const last = shares.at(-1)
        expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(326, 5)
        for (const share of shares) expect(share.width).toBeGreaterThanOrEqual(7.999)
      }),
    )
  })
})

describe('the sentence of the fleet', () => {
  const counts = { ok: 0, warning: 0, failing: 0, unknown: 0, 'setting-up': 0 }
  const need = (ids: readonly string[]): NeedsPerson => ({
    status: 'failing',
    title: 'A policy blocks the sign-in',
    message: '',
    who: 'their administrator',
    until: null,
    tenants: ids.map((id) => ({ id, name: id })),
    details: ids.map(() => null),
    cause: 'policy',
    action: { label: 'Show', href: '/' },
  })

  test('counts each tenant once, however many causes stop it', () => {
    const said = healthSentence({ total: 9, counts: { ...counts, failing: 2 }, needs: [need(['a', 'b']), need(['b'])] })
    expect(said).toBe('2 of 9 tenants need a person, for 2 reasons.')
  })

  test('never calls a fleet proved while one tenant could not be checked', () => {
    const said = healthSentence({ total: 3, counts: { ...counts, ok: 2, unknown: 1 }, needs: [] })
    expect(said).toBe('Nobody is needed. 1 tenant could not be checked.')
  })

  test('says that all are proved when all are', () => {
    expect(healthSentence({ total: 3, counts: { ...counts, ok: 3 }, needs: [] })).toBe(
      'Nobody is needed: all 3 tenants are proved.',
    )
  })
})

describe('certificates by month of expiry', () => {
  const now = new Date('2026-11-21T10:00:00Z')

  test('an ended certificate counts in this month, not in a month that is gone', () => {
    const months = countByMonth([{ month: '2026-08-01T00:00:00Z', count: 1, overdue: 1 }], now)
    expect(months[0]).toEqual({ year: 2026, month: 10, count: 1, overdue: 1 })
  })

  test('no certificate is lost', () => {
    const anyDay = fc.date({ min: new Date('2026-06-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(fc.array(anyDay, { maxLength: 30 }), (ends) => {
        const counts = ends.map((end) => ({ month: end.toISOString(), count: 1, overdue: 0 }))
        expect(countByMonth(counts, now).reduce((sum, { count }) => sum + count, 0)).toBe(ends.length)
      }),
    )
  })
})
