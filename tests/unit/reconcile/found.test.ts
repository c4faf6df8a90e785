import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nothingRecorded, scopeOf } from '@/lib/reconcile/desired'
import { diff, verify } from '@/lib/reconcile/diff'
import { makeKey, makeWorld, Office, uniqueName, want, wantRole } from '@/tests/support/reconcile-office'
import { anyFaults, anyFound, anyLags, officeFor } from '@/tests/support/reconcile-cases'

const hour = 3_600_000

async function connected(): Promise<Office> {
  const office = new Office(makeWorld())
  await office.run(want(makeKey(1)))
  office.world.now += hour
  office.world.calls = []
  return office
}

function deleteByHand(office: Office): void {
  office.world.change((state) => {
    for (const application of state.applications) application.deletedAt = new Date(office.world.now).toISOString()
    state.principals = []
  })
  office.world.now += hour
}

describe('an application in the recycle bin', () => {
  test('holds the name until somebody decides', async () => {
    const office = await connected()
    deleteByHand(office)
    const outcome = await office.run(want(makeKey(1)))
    expect(outcome).toMatchObject({ status: 'blocked', needs: 'decision' })
    expect(outcome.plan.unmet).toMatchObject([{ kind: 'name-held', ours: true }])
    expect(office.world.calls).toEqual(['observe'])
  })

  test('comes back with its key when the decision is to restore', async () => {
    const office = await connected()
    deleteByHand(office)
    const outcome = await office.run(want(makeKey(1), { deletedApplication: 'restore' }))
    expect(outcome).toMatchObject({ status: 'converged', verified: true })
    expect(office.world.live()).toMatchObject([{ keys: [{ keyId: makeKey(1).keyId }] }])
    expect(office.world.state.principals).toHaveLength(1)
  })

  test('gives way to a new one when the decision is to purge', async () => {
    const office = await connected()
    const old = office.world.live()[0]?.objectId
    deleteByHand(office)
    const outcome = await office.run(want(makeKey(2), { deletedApplication: 'purge' }))
    expect(outcome).toMatchObject({ status: 'converged', verified: true })
    expect(office.world.state.applications).toMatchObject([{ keys: [{ keyId: makeKey(2).keyId }] }])
    expect(office.world.live()[0]?.objectId).not.toBe(old)
  })

  test('is never purged when our records do not know it', async () => {
    const office = await connected()
    deleteByHand(office)
    office.records = nothingRecorded
    const outcome = await office.run(want(makeKey(2), { deletedApplication: 'purge' }))
    expect(outcome.plan.unmet).toMatchObject([{ kind: 'name-held', ours: false }])
    expect(office.world.state.applications).toHaveLength(1)
  })

  test('purged by somebody else, it is made again only after patience, and none of its keys counts any more', async () => {
    const office = await connected()
    office.world.change((state) => {
      state.applications = []
      state.principals = []
      state.grants = []
    })
    office.world.now += hour
    const start = office.world.now
    const outcome = await office.run(want(makeKey(1)), { patienceMs: 60_000 })
    expect(outcome).toMatchObject({ status: 'converged', verified: true })
    expect(office.world.now - start).toBeGreaterThanOrEqual(60_000)
    expect(office.world.live()).toMatchObject([{ keys: [{ keyId: makeKey(1).keyId }] }])
  })
})

describe('an application under our name that is not in our records', () => {
  function plant(office: Office, keys: number[], passwordCount = 0): void {
    const application = {
      objectId: office.world.id(),
      appId: office.world.id(),
      displayName: 'Somebody',
      deletedAt: null,
    }
    office.world.change((state) =>
      state.applications.push({
        ...application,
        uniqueName,
        passwordCount,
        keys: keys.map((number) => makeKey(number)),
      }),
    )
    office.world.now += hour
  }

  test.each([
    { title: 'somebody’s key', keys: [100], passwords: 0 },
    { title: 'a client secret', keys: [], passwords: 1 },
  ])('with $title on it waits for a decision and is not touched', async ({ keys, passwords }) => {
    const office = new Office(makeWorld())
    plant(office, keys, passwords)
    const outcome = await office.run(want(makeKey(1)))
    expect(outcome).toMatchObject({ status: 'blocked', needs: 'decision' })
    expect(outcome.plan.unmet).toMatchObject([{ kind: 'foreign-application', displayName: 'Somebody' }])
    expect(office.world.calls).toEqual(['observe'])
  })

  test('with a key of ours is ours: the answer to the first write was lost', async () => {
    const office = new Office(makeWorld())
    plant(office, [1])
    const outcome = await office.run(want(makeKey(1)), { mayTouchExisting: false })
    expect(outcome).toMatchObject({ status: 'blocked', needs: 'decision' })
    const allowed = await office.run(want(makeKey(1)))
    expect(allowed.status).toBe('converged')
    expect(office.records.application?.objectId).toBe(office.world.live()[0]?.objectId)
  })

  test('without any credential is taken over', async () => {
    const office = new Office(makeWorld())
    plant(office, [])
    const outcome = await office.run(want(makeKey(1)))
    expect(outcome.status).toBe('converged')
    expect(office.world.live()).toHaveLength(1)
    expect(office.world.live()).toMatchObject([{ keys: [{ keyId: makeKey(1).keyId }] }])
  })
})

describe('what stands in the tenant', () => {
  test('is shown before it is changed when the mandate asks for that', async () => {
    const office = await connected()
    const narrower = want(makeKey(1), { appRoles: [wantRole('A')] })
    const asked = await office.run(narrower, { mayTouchExisting: false })
    expect(asked).toMatchObject({ status: 'blocked', needs: 'decision', plan: { touchesExisting: true } })
    expect(office.world.calls).toEqual(['observe'])
    const allowed = await office.run(narrower)
    expect(allowed.status).toBe('converged')
    expect(office.world.state.grants.map((grant) => grant.roleId)).toEqual(['00000003-role-A'])
  })

  test('a permission that somebody granted anew after taking ours away is theirs and stays', async () => {
    const office = await connected()
    office.world.change((state) => state.grants.forEach((grant) => (grant.assignmentId = office.world.id())))
    office.world.now += hour
    const outcome = await office.run(want(makeKey(1), { appRoles: [wantRole('A')] }))
    expect(outcome).toMatchObject({ status: 'converged', verified: true })
    expect(office.world.state.grants).toHaveLength(2)
    expect(outcome.plan.surplus).toMatchObject([{ kind: 'grant', role: 'B' }])
  })

  test('and was not made by Latchkey is reported as surplus', async () => {
    const office = officeFor({
      stands: true,
      principal: true,
      keys: [1],
      removedKeys: [],
      granted: ['A'],
      removedGrants: [],
      foreignKeys: 1,
      foreignGrants: ['C'],
      passwords: 1,
      renamed: false,
      offered: ['A', 'B', 'C'],
    })
    const outcome = await office.run(want(makeKey(1), { appRoles: [wantRole('A')] }))
    expect(outcome).toMatchObject({ status: 'converged', verified: true })
    expect(outcome.plan.surplus.map((item) => item.kind)).toEqual(['key', 'passwords', 'grant', 'grant'])
  })

  test('a switched-off service principal is unmet and named', async () => {
    const office = await connected()
    office.world.change((state) => state.principals.forEach((principal) => (principal.enabled = false)))
    office.world.now += hour
    const outcome = await office.run(want(makeKey(1)), { mode: 'observe' })
    expect(outcome.status).toBe('converged')
    expect(outcome.plan.unmet).toMatchObject([{ kind: 'service-principal-disabled' }])
  })

  test('a missing certificate is believed only after patience, and then put back', async () => {
    const office = await connected()
    office.world.change((state) => state.applications.forEach((application) => (application.keys = [])))
    const stale = { ...want(makeKey(1)), records: office.records }
    expect(verify(stale, office.world.observe(scopeOf(stale)), office.world.clock.now()).verified).toBe(false)
    const start = office.world.now
    const outcome = await office.run(want(makeKey(1)), { patienceMs: 60_000 })
    expect(outcome.status).toBe('converged')
    expect(office.world.now - start).toBeGreaterThanOrEqual(60_000)
    expect(office.world.live()).toMatchObject([{ keys: [{ keyId: makeKey(1).keyId }] }])
  })

  test('a look that stays stale beyond the deadline ends the run and changes nothing', async () => {
    const office = new Office(makeWorld())
    office.world.now += hour
    await office.run(want(makeKey(1)), { lastLook: 'caller' })
    office.world.lags = { application: 10 * hour }
    office.world.calls = []
    const outcome = await office.run(want(makeKey(1)), { patienceMs: hour, deadlineMs: 60_000 })
    expect(outcome).toMatchObject({ status: 'stalled', failure: null })
    expect(office.world.calls.every((call) => call === 'observe')).toBe(true)
  })
})

describe('a decommission', () => {
  const absent = { state: 'absent', uniqueName, records: nothingRecorded } as const

  test('deletes only ours, whatever is lost, late or interrupted, and whatever else stands there', async () => {
    await fc.assert(
      fc.asyncProperty(anyFound, anyFaults, anyLags, fc.boolean(), async (found, faults, lags, purge) => {
        const office = officeFor(found)
        office.world.change((state) =>
          state.applications.push({
            objectId: office.world.id(),
            appId: office.world.id(),
            uniqueName: 'somebody/else',
            displayName: 'Other',
            keys: [makeKey(100)],
            passwordCount: 0,
            deletedAt: null,
          }),
        )
        office.world.now += hour
        office.world.lags = lags
        office.world.faults = [...faults]
        const outcome = await office.runThroughCrashes(() => ({ ...absent, purge }))
        expect(outcome).toMatchObject({ status: 'converged' })
        expect(office.world.live()).toMatchObject([{ uniqueName: 'somebody/else' }])
        expect(office.world.state.principals).toEqual([])
        expect(office.world.state.applications).toHaveLength(found.stands && !purge ? 2 : 1)
      }),
      { numRuns: 1_000 },
    )
  }, 180_000)

  test('leaves an application under our name that our records do not know', async () => {
    const office = await connected()
    office.records = nothingRecorded
    const outcome = await office.run(absent)
    expect(outcome.status).toBe('converged')
    expect(outcome.plan.surplus).toMatchObject([{ kind: 'application' }])
    expect(office.world.live()).toHaveLength(1)
  })

  test('is shown before it is done', async () => {
    const office = await connected()
    const records = office.records
    const plan = diff(
      { ...absent, records, purge: true },
      office.world.observe(scopeOf({ ...absent, records })),
      new Date(0),
    )
    expect(plan.stages.flat().map((step) => step.kind)).toEqual([
      'deleteServicePrincipal',
      'deleteApplication',
      'purgeDeletedApplication',
    ])
    expect(plan.touchesExisting).toBe(true)
  })
})
