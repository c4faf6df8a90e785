import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { makeKey, makeWorld, Office, want } from '@/tests/support/reconcile-office'
import { anyFaults, anyLags, livingKeys } from '@/tests/support/reconcile-cases'

// a thousand cases each, on a machine that may be busy
vi.setConfig({ testTimeout: 180_000 })

const unattended = { authorities: ['application'] } as const
const day = 86_400_000

async function connected(): Promise<Office> {
  const office = new Office(makeWorld())
  await office.run(want(makeKey(1)))
  office.world.now += 400 * day
  office.world.calls = []
  return office
}

function next(proven: boolean) {
  return want(null, { certificate: { key: makeKey(2, 400), proven, supersedes: [makeKey(1).keyId] } })
}

function keyIds(office: Office): string[] {
  return office.world.live().flatMap((application) => application.keys.map((key) => key.keyId))
}

describe('unattended rotation', () => {
  test('always leaves one valid key, whatever is lost, late or interrupted', async () => {
    await fc.assert(
      fc.asyncProperty(anyFaults, anyFaults, anyLags, async (first, second, lags) => {
        const office = await connected()
        office.world.lags = lags
        office.world.onChange = (_, after) => {
          expect(livingKeys(after, office.records, office.world.now)).not.toEqual([])
        }
        office.world.faults = [...first]
        await office.runThroughCrashes(() => next(false), unattended, { administrator: null })
        expect(keyIds(office)).toEqual([makeKey(1).keyId, makeKey(2).keyId])
        office.world.faults = [...second]
        const outcome = await office.runThroughCrashes(() => next(true), unattended, { administrator: null })
        expect(outcome).toMatchObject({ status: 'converged', verified: true })
        expect(keyIds(office)).toEqual([makeKey(2).keyId])
        expect(office.records.keys.map((key) => key.keyId)).toEqual([makeKey(2).keyId])
      }),
      { numRuns: 1_000 },
    )
  })

  test('adds the new key by proof with the old one, and keeps the old until the new one has signed in', async () => {
    const office = await connected()
    await office.run(next(false), unattended, { administrator: null })
    expect(office.world.calls).toEqual(['observe', 'addKey', 'observe'])
    expect(keyIds(office)).toEqual([makeKey(1).keyId, makeKey(2).keyId])
    await office.run(next(true), unattended, { administrator: null })
    expect(keyIds(office)).toEqual([makeKey(2).keyId])
  })

  test('works where the application may not read its own registration, without a look', async () => {
    const office = await connected()
    const blind = { ...next(false), ownRegistrationReadable: false }
    const added = await office.run(blind, unattended, { administrator: null })
    expect(added).toMatchObject({ status: 'converged', verified: false })
    const removed = await office.run({ ...next(true), ownRegistrationReadable: false }, unattended, {
      administrator: null,
    })
    expect(removed).toMatchObject({ status: 'converged', verified: false })
    expect(office.world.calls).toEqual(['addKey', 'removeKey'])
    expect(keyIds(office)).toEqual([makeKey(2).keyId])
  })

  test('leaves and reports an old key whose keyId is unknown where nothing can be read', async () => {
    const office = await connected()
    await office.run({ ...next(false), ownRegistrationReadable: false }, unattended, { administrator: null })
    const [old, ...others] = office.records.keys
    if (old === undefined) throw new Error('the old key is recorded')
    office.records = { ...office.records, keys: [{ ...old, keyIdKnown: false }, ...others] }
    const blind = { ...next(true), ownRegistrationReadable: false }
    const outcome = await office.run(blind, unattended, { administrator: null })
    expect(outcome.plan.surplus).toMatchObject([{ kind: 'key-left', keyId: makeKey(1).keyId }])
    expect(keyIds(office)).toContain(makeKey(1).keyId)
  })

  test('finds a key whose keyId Microsoft replaced by its thumbprint, and removes it under its real id', async () => {
    const office = await connected()
    office.world.change((state) => {
      for (const key of state.applications[0]?.keys ?? []) key.keyId = '99999999-0000-4000-8000-000000000000'
    })
    office.world.now += day
    const administrator = { authorities: ['administrator'] } as const
    await office.run(next(false), administrator)
    expect(office.records.keys).toContainEqual(expect.objectContaining({ keyId: makeKey(1).keyId, keyIdKnown: false }))
    await office.run(next(true), administrator)
    expect(keyIds(office)).toEqual([makeKey(2).keyId])
  })

  test('needs an administrator when no living key of ours is left', async () => {
    const office = await connected()
    office.world.now += 400 * day
    const lapsed = want(null, { certificate: { key: makeKey(3, 800), proven: false, supersedes: [makeKey(1).keyId] } })
    const outcome = await office.run(lapsed, unattended, { administrator: null })
    expect(outcome).toMatchObject({ status: 'blocked', needs: 'administrator' })
    expect(office.world.calls).toEqual(['observe'])
    await office.run(lapsed, { authorities: ['administrator'] })
    expect(keyIds(office)).toEqual([makeKey(1).keyId, makeKey(3).keyId])
  })

  test('merges instead when a proof is refused and an administrator is at hand', async () => {
    const office = await connected()
    office.world.refusals.set('addKey', 'token-refused')
    const outcome = await office.run(next(false))
    expect(outcome.status).toBe('converged')
    expect(office.world.calls).toEqual(['observe', 'addKey', 'mergeKeys', 'observe'])
    expect(keyIds(office)).toEqual([makeKey(1).keyId, makeKey(2).keyId])
  })

  test('a grant that somebody took away does not hold rotation up, and then names who is needed', async () => {
    const office = await connected()
    office.world.change((state) => state.grants.pop())
    office.world.now += day
    const outcome = await office.run(next(false), unattended, { administrator: null })
    expect(outcome).toMatchObject({ status: 'blocked', needs: 'administrator' })
    expect(keyIds(office)).toEqual([makeKey(1).keyId, makeKey(2).keyId])
  })

  test.each([0, 1])('a merge whose own read is older than the look wipes nothing (replica %i)', async (replica) => {
    const office = await connected()
    const administrator = { authorities: ['administrator'] } as const
    await office.run(next(false), administrator)
    office.world.lags = { keys: 60_000 }
    office.world.flapping = true
    for (let read = 0; read < replica; read++) office.world.seen('keys')
    const supersedes = [makeKey(1).keyId, makeKey(2).keyId]
    const third = want(null, { certificate: { key: makeKey(3, 400), proven: false, supersedes } })
    const outcome = await office.run(third, administrator)
    expect(outcome).toMatchObject({ status: 'converged', verified: true })
    expect(keyIds(office)).toEqual([1, 2, 3].map((number) => makeKey(number).keyId))
  })

  test('does not offer a certificate that has ended', async () => {
    const office = await connected()
    const ended = want(makeKey(4, -1, 30))
    const outcome = await office.run(ended, unattended, { administrator: null })
    expect(outcome).toMatchObject({ status: 'blocked', needs: 'decision' })
    expect(outcome.plan.unmet).toMatchObject([{ kind: 'certificate-expired' }])
  })
})
