import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { nothingRecorded, scopeOf, type Records } from '@/lib/reconcile/desired'
import { diff } from '@/lib/reconcile/diff'
import type { Authority } from '@/lib/reconcile/plan'
import { makeKey, makeWorld, Office, uniqueName, want } from '@/tests/support/reconcile-office'
import {
  anyFaults,
  anyFound,
  anyLags,
  anyWish,
  desiredFor,
  livingKeys,
  officeFor,
} from '@/tests/support/reconcile-cases'

// a thousand cases each, on a machine that may be busy
vi.setConfig({ testTimeout: 180_000 })

const cases = { numRuns: 1_000 }

test('an interrupted connect with any answer lost converges on the next run: one application, the known key living', async () => {
  await fc.assert(
    fc.asyncProperty(anyFaults, anyLags, async (faults, lags) => {
      const office = new Office(makeWorld())
      office.world.lags = lags
      office.world.faults = [...faults]
      office.world.onChange = (_, after) => expect(after.applications.length).toBeLessThanOrEqual(1)
      const outcome = await office.runThroughCrashes(() => want(makeKey(1)))
      expect(outcome).toMatchObject({ status: 'converged', verified: true })
      expect(office.world.live()).toMatchObject([{ uniqueName, keys: [{ keyId: makeKey(1).keyId }] }])
      expect(office.world.state.principals).toHaveLength(1)
      expect(office.world.state.grants).toHaveLength(2)
      expect(office.records).toMatchObject({ keys: [{ sent: true, confirmed: true }], grants: [{}, {}] })
    }),
    cases,
  )
})

test('a new key for every interrupted attempt still ends with one application and, once proven, one key', async () => {
  await fc.assert(
    fc.asyncProperty(anyFaults, anyLags, async (faults, lags) => {
      const office = new Office(makeWorld())
      office.world.lags = lags
      office.world.faults = [...faults]
      let last = 0
      const attempt = (proven: boolean) => {
        const supersedes = Array.from({ length: last }, (_, index) => makeKey(index + 1).keyId)
        return want(null, { certificate: { key: makeKey(last + 1), proven, supersedes } })
      }
      await office.runThroughCrashes((number) => {
        last = number
        return attempt(false)
      })
      expect(livingKeys(office.world.state, office.records, office.world.now)).toContain(makeKey(last + 1).keyId)
      const outcome = await office.runThroughCrashes(() => attempt(true))
      expect(outcome).toMatchObject({ status: 'converged', verified: true })
      expect(office.world.live()).toMatchObject([{ keys: [{ keyId: makeKey(last + 1).keyId }] }])
      expect(office.world.state.applications).toHaveLength(1)
    }),
    cases,
  )
})

test('any tenant as found, interrupted anywhere, converges and then stays converged', async () => {
  await fc.assert(
    fc.asyncProperty(anyFound, anyWish, anyFaults, anyLags, async (found, wish, faults, lags) => {
      const office = officeFor(found)
      office.world.lags = lags
      office.world.faults = [...faults]
      const outcome = await office.runThroughCrashes(() => desiredFor(wish))
      expect(outcome).toMatchObject({ status: 'converged', verified: true })
      office.world.calls = []
      expect(await office.run(desiredFor(wish))).toMatchObject({ status: 'converged', verified: true })
      expect(office.world.calls.every((call) => call === 'observe')).toBe(true)
    }),
    cases,
  )
})

test('a stale look never costs a living key and never makes a second application', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyFound,
      anyWish,
      anyLags,
      fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 6 }),
      fc.boolean(),
      fc.constantFrom<readonly Authority[]>(['administrator'], ['administrator', 'application']),
      async (found, wish, lags, ages, flapping, authorities) => {
        const office = officeFor(found)
        office.world.flapping = flapping
        guardKeys(office, wish.proven ? wish.supersedes.map((number) => makeKey(number).keyId) : [])
        await office.run(desiredFor({ ...wish, proven: false }), { authorities })
        for (const age of ages) {
          // every look of this run shows the tenant as it was some time ago, replicas each at their own age
          office.world.lags = Object.fromEntries(Object.entries(lags).map(([kind, lag]) => [kind, Math.max(lag, age)]))
          await office.run(desiredFor(wish), { authorities })
        }
      },
    ),
    cases,
  )
})

test('an application that stays unseen beyond all patience keeps its keys', async () => {
  await fc.assert(
    fc.asyncProperty(anyFound, anyWish, anyFaults, fc.boolean(), async (found, wish, faults, flapping) => {
      const office = officeFor({ ...found, stands: true, principal: true })
      const hidden = { application: 7_200_000, principal: 7_200_000, grants: 7_200_000, deleted: 7_200_000 }
      office.world.lags = hidden
      office.world.flapping = flapping
      office.world.faults = [...faults]
      guardKeys(office, [])
      const mandate = { patienceMs: 5_000, deadlineMs: 600_000 }
      await office.runThroughCrashes(() => desiredFor({ ...wish, proven: false }), mandate)
      expect(office.world.state.applications).toHaveLength(1)
    }),
    cases,
  )
})

test('the first write repeats its own key, and never carries one once anything else was sent or answered', () => {
  const office = new Office(makeWorld())
  const carried = (records: Partial<Records>) => {
    const desired = want(makeKey(1), { records: { ...nothingRecorded, ...records } })
    const [step] = diff(desired, office.world.observe(scopeOf(desired)), office.world.clock.now()).stages.flat()
    return step?.kind === 'upsertApplication' && step.key !== null
  }
  const sent = (number: number) => ({ ...makeKey(number), sent: true, confirmed: false, keyIdKnown: true })
  expect(carried({})).toBe(true)
  expect(carried({ keys: [sent(1)] })).toBe(true)
  expect(carried({ keys: [{ ...sent(2), sent: false }] })).toBe(true)
  expect(carried({ keys: [sent(2)] })).toBe(false)
  expect(carried({ application: { objectId: 'o', appId: 'a' } })).toBe(false)
})

/** No change may take a key of ours that signs in, unless it is one of `leaving`; nor make a second application. */
function guardKeys(office: Office, leaving: readonly string[]): void {
  office.world.onChange = (before, after) => {
    expect(after.applications.length).toBeLessThanOrEqual(1)
    const had = livingKeys(before, office.records, office.world.now).filter((keyId) => !leaving.includes(keyId))
    expect(livingKeys(after, office.records, office.world.now)).toEqual(expect.arrayContaining(had))
  }
}
