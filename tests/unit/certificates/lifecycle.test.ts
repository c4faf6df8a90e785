import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expiryStage, expiryStages, renewAt, usable, validity } from '@/lib/certificates/lifecycle'

const day = 86_400_000
const runs = { numRuns: 2000 }

const times = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2096-12-31T00:00:00Z'),
  noInvalidDate: true,
})
const caps = fc.option(fc.integer({ min: 1, max: 3000 }), { nil: null })
const lives = fc
  .record({ now: times, cap: caps })
  .map(({ now, cap }) => ({ now, ...validity(now, { maxLifetimeDays: cap }) }))
const seeds = fc.uuid()

function at(text: string) {
  return new Date(text)
}

describe('validity', () => {
  test.each([
    ['an ordinary day', '2026-11-22T10:00:00.123Z', '2026-11-22T09:45:00Z', '2028-11-22T09:44:59Z'],
    ['a leap day', '2028-02-29T12:00:00Z', '2028-02-29T11:45:00Z', '2030-02-28T11:44:59Z'],
    ['two years before a leap day', '2026-02-28T12:00:00Z', '2026-02-28T11:45:00Z', '2028-02-28T11:44:59Z'],
    ['the first minutes of a year', '2027-01-01T00:05:00Z', '2026-12-31T23:50:00Z', '2028-12-31T23:49:59Z'],
    ['the last second of 32-bit clocks', '2038-01-19T03:14:07Z', '2038-01-19T02:59:07Z', '2040-01-19T02:59:06Z'],
  ])('%s: two calendar years from 15 minutes ago, in UTC', (_, now, notBefore, notAfter) => {
    expect(validity(at(now), { maxLifetimeDays: null })).toEqual({ notBefore: at(notBefore), notAfter: at(notAfter) })
  })

  test('a policy that caps the life is kept to the second, first and last second included', () => {
    const { notBefore, notAfter } = validity(at('2026-11-22T10:00:00Z'), { maxLifetimeDays: 30 })
    expect(notAfter.getTime() - notBefore.getTime()).toBe(30 * day - 1000)
  })

  test('a policy of more than two years changes nothing', () => {
    const now = at('2026-11-22T10:00:00Z')
    expect(validity(now, { maxLifetimeDays: 1000 })).toEqual(validity(now, { maxLifetimeDays: null }))
  })

  test.each([0, -1, 0.5, Number.NaN])('a policy of %s days is refused, not rounded up', (maxLifetimeDays) => {
    expect(() => validity(at('2026-11-22T10:00:00Z'), { maxLifetimeDays })).toThrow('too short')
  })

  test('is never longer than two years or the cap, is usable at once, and moves with the clock (2,000 cases)', () => {
    fc.assert(
      fc.property(times, caps, fc.integer({ min: 0, max: 40 * day }), (now, cap, later) => {
        const life = validity(now, { maxLifetimeDays: cap })
        const length = life.notAfter.getTime() - life.notBefore.getTime()
        expect(length).toBeLessThan(Math.min(731, cap ?? 731) * day)
        expect(usable(life, now)).toBe(true)
        const next = validity(new Date(now.getTime() + later), { maxLifetimeDays: cap })
        expect(next.notBefore >= life.notBefore && next.notAfter >= life.notAfter).toBe(true)
      }),
      runs,
    )
  })
})

describe('renewal', () => {
  test('lies before two thirds of the life by at most 14 days, whole seconds, the same at every look (2,000 cases)', () => {
    fc.assert(
      fc.property(lives, seeds, (life, seed) => {
        const renewal = renewAt(life, seed)
        const length = life.notAfter.getTime() + 1000 - life.notBefore.getTime()
        const early = life.notBefore.getTime() + (length * 2) / 3 - renewal.getTime()
        expect(early).toBeGreaterThan(0)
        expect(early).toBeLessThanOrEqual(Math.min(14 * day, length / 15) + 1000)
        expect(renewal.getTime() % 1000).toBe(0)
        expect(renewAt(life, seed)).toEqual(renewal)
      }),
      runs,
    )
  })

  test('comes before the first notice of any life (2,000 cases)', () => {
    fc.assert(
      fc.property(lives, seeds, (life, seed) => {
        expect(expiryStage(life, renewAt(life, seed))).toBeNull()
      }),
      runs,
    )
  })

  test('a later life of the same tenant is renewed later (2,000 cases)', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 60_000, max: 900 * day }), seeds, (now, later, seed) => {
        const first = renewAt(validity(now, { maxLifetimeDays: null }), seed)
        const second = renewAt(validity(new Date(now.getTime() + later), { maxLifetimeDays: null }), seed)
        // a longer year between the two may move two thirds by less than a day
        expect(second.getTime() - first.getTime()).toBeGreaterThan(Math.min(0, later - day))
      }),
      runs,
    )
  })

  test.each([
    [null, 14],
    [30, 90],
  ])('a thousand tenants of one minute (cap: %s days) never have more than %s rotations in one hour', (cap, most) => {
    const life = validity(at('2026-11-22T10:00:00Z'), { maxLifetimeDays: cap })
    const perHour = new Map<number, number>()
    for (let tenant = 0; tenant < 1000; tenant++) {
      const hour = Math.floor(renewAt(life, `tenant-${tenant}`).getTime() / 3_600_000)
      perHour.set(hour, (perHour.get(hour) ?? 0) + 1)
    }
    expect(Math.max(...perHour.values())).toBeLessThanOrEqual(most)
  })
})

describe('expiry', () => {
  const life = validity(at('2026-11-22T10:15:00Z'), { maxLifetimeDays: null })
  const daysLeft = (days: number) => new Date(life.notAfter.getTime() + 1000 - days * day)

  test.each([
    [91, null],
    [90, 90],
    [60.5, 90],
    [60, 60],
    [30, 30],
    [14, 14],
    [7, 7],
    [3, 3],
    [1, 1],
    [0.1, 1],
    [0, 'expired'],
    [-5, 'expired'],
  ])('with %s days left the stage is %s', (days, stage) => {
    expect(expiryStage(life, daysLeft(days))).toBe(stage)
  })

  test.each([
    [30, 7],
    [270, 90],
    [269, 60],
    [4, 1],
    [2, null],
  ])('a life of %s days has no level above %s', (cap, highest) => {
    const short = validity(at('2026-11-22T10:15:00Z'), { maxLifetimeDays: cap })
    const moments = Array.from(
      { length: cap * 24 },
      (_, hour) => new Date(short.notBefore.getTime() + hour * 3_600_000),
    )
    expect(moments.map((now) => expiryStage(short, now)).find((stage) => stage !== null) ?? null).toBe(highest)
  })

  test('stages only ever get worse as time goes on (2,000 cases)', () => {
    const order: readonly (number | string | null)[] = [null, ...expiryStages, 'expired']
    fc.assert(
      fc.property(lives, fc.nat(800 * day), fc.nat(800 * day), (life, one, other) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)]
        const rank = (elapsed: number) => order.indexOf(expiryStage(life, new Date(life.now.getTime() + elapsed)))
        expect(rank(earlier)).toBeLessThanOrEqual(rank(later))
      }),
      runs,
    )
  })

  test('expired and usable never agree, and before the first second it is neither (2,000 cases)', () => {
    fc.assert(
      fc.property(lives, fc.integer({ min: -10 * day, max: 800 * day }), (life, offset) => {
        const now = new Date(life.notBefore.getTime() + offset)
        const isExpired = expiryStage(life, now) === 'expired'
        expect(usable(life, now)).toBe(!isExpired && offset >= 0)
      }),
      runs,
    )
  })

  test('the last second of notAfter still counts, the next does not', () => {
    expect(usable(life, new Date(life.notAfter.getTime() + 999))).toBe(true)
    expect(usable(life, new Date(life.notAfter.getTime() + 1000))).toBe(false)
  })
})
