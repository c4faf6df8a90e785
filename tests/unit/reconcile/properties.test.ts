import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Directory } from '@/lib/microsoft/directory'
import { diff } from '@/lib/reconcile/diff'
import { scopeOf } from '@/lib/reconcile/desired'
import { graphAppId, makeKey } from '@/tests/support/reconcile-office'
import {
  anyFaults,
  anyFound,
  anyLags,
  anyWish,
  bystander,
  bystandersIn,
  desiredFor,
  livingKeys,
  officeAmongOthers,
  officeFor,
  type Found,
  type Wish,
} from '@/tests/support/reconcile-cases'
import type { DirectoryState } from '@/tests/support/directory-world'

// a thousand cases each, on a machine that may be busy
vi.setConfig({ testTimeout: 180_000 })

const cases = { numRuns: 1_000 }
const [someTenant] = fc.sample(anyFound, { seed: 1, numRuns: 1 }) as [Found]

test('applying a plan and observing again gives an empty plan', async () => {
  await fc.assert(
    fc.asyncProperty(anyFound, anyWish, async (found, wish) => {
      const office = officeFor(found)
      const desired = desiredFor(wish)
      const outcome = await office.run(desired)
      expect(outcome).toMatchObject({ status: 'converged', verified: true })
      const after = { ...desired, records: office.records }
      const plan = diff(after, office.world.observe(scopeOf(after)), office.world.clock.now())
      expect(plan.stages).toEqual([])
    }),
    cases,
  )
})

test('the same input gives the same plan, and planning changes neither side', () => {
  fc.assert(
    fc.property(anyFound, anyWish, (found, wish) => {
      const office = officeFor(found)
      const desired = { ...desiredFor(wish), records: office.records }
      const observed = office.world.observe(scopeOf(desired))
      const [before, now] = [structuredClone({ desired, observed }), office.world.clock.now()]
      expect(diff(desired, observed, now)).toEqual(diff(desired, observed, now))
      expect({ desired, observed }).toEqual(before)
    }),
    cases,
  )
})

test('a plan never removes the last valid key, whatever is lost, late or interrupted', async () => {
  await fc.assert(
    fc.asyncProperty(anyFound, anyWish, anyFaults, anyLags, async (found, wish, faults, lags) => {
      const office = officeFor(found)
      office.world.lags = lags
      office.world.faults = [...faults]
      office.world.onChange = (before, after) => {
        const had = livingKeys(before, office.records, office.world.now)
        if (had.length > 0) expect(livingKeys(after, office.records, office.world.now)).not.toEqual([])
      }
      await office.runThroughCrashes(() => desiredFor(wish))
    }),
    cases,
  )
})

test('a superseded key goes only when the desired certificate is proven', async () => {
  await fc.assert(
    fc.asyncProperty(anyFound, anyWish, anyFaults, anyLags, async (found, wish, faults, lags) => {
      const office = officeFor(found)
      office.world.lags = lags
      office.world.faults = [...faults]
      const leaving = wish.supersedes.map((number) => makeKey(number).keyId)
      office.world.onChange = (before, after) => {
        const gone = keysOf(before).filter((keyId) => !keysOf(after).includes(keyId))
        expect(gone.filter((keyId) => !(wish.proven && leaving.includes(keyId)))).toEqual([])
      }
      await office.runThroughCrashes(() => desiredFor(wish))
    }),
    cases,
  )
})

test('a plan never touches what Latchkey did not create', async () => {
  await fc.assert(
    fc.asyncProperty(anyFound, anyWish, anyFaults, anyLags, async (found, wish, faults, lags) => {
      const office = officeAmongOthers(found)
      office.world.lags = lags
      office.world.faults = [...faults]
      const foreign = foreignIn(office.world.state, found)
      const foreignGrants = notOurs(foreign.grants, office.records)
      const bystanders = bystandersIn(office.world.state)
      office.world.onChange = (_, after) => {
        expect(bystandersIn(after)).toEqual(bystanders)
        const left = foreignIn(after, found)
        expect(left.keys).toEqual(foreign.keys)
        expect(left.passwords).toEqual(foreign.passwords)
        expect(left.grants).toEqual(expect.arrayContaining(foreignGrants))
      }
      await office.runThroughCrashes(() => desiredFor(wish))
    }),
    cases,
  )
})

const { live, deleted, principal, uniqueName, keyId } = bystander
const upsert = { uniqueName, displayName: 'Ours now', description: '', requested: [], key: null }
const change = { add: [], removeKeyIds: [keyId], mustStand: [] }

test.each<[string, (directory: Directory, assignmentId: string, resourceObjectId: string) => Promise<unknown>]>([
  ['upsertApplication', (directory) => directory.upsertApplication(upsert)],
  ['addKey', (directory) => directory.addKey(live.objectId, makeKey(1), keyId)],
  ['removeKey', (directory) => directory.removeKey(live.objectId, keyId, keyId)],
  ['mergeKeys', (directory) => directory.mergeKeys(live.objectId, change)],
  [
    'grantAppRoles',
    (directory, _, resourceObjectId) => directory.grantAppRoles(principal, [{ resourceObjectId, roleId: 'new' }]),
  ],
  ['revokeAppRole', (directory, assignmentId) => directory.revokeAppRole(principal, assignmentId)],
  ['assignDirectoryRole', (directory) => directory.assignDirectoryRole(principal, 'another-role')],
  ['deleteServicePrincipal', (directory) => directory.deleteServicePrincipal(principal)],
  ['deleteApplication', (directory) => directory.deleteApplication(live.objectId)],
  ['restoreDeletedApplication', (directory) => directory.restoreDeletedApplication(deleted.objectId)],
  ['purgeDeletedApplication', (directory) => directory.purgeDeletedApplication(deleted.objectId)],
])('the comparison sees %s that is pointed at a bystander', async (_, misdirect) => {
  const { world } = officeAmongOthers({ ...someTenant, stands: true, principal: true })
  const before = bystandersIn(world.state)
  const [grant] = before.grants
  await misdirect(world.directory(), grant?.assignmentId ?? '', grant?.resourceObjectId ?? '')
  expect(bystandersIn(world.state)).not.toEqual(before)
})

test('a plan never grants what the baseline does not name', async () => {
  await fc.assert(
    fc.asyncProperty(anyFound, anyWish, anyFaults, anyLags, async (found, wish, faults, lags) => {
      const office = officeFor(found)
      office.world.lags = lags
      office.world.faults = [...faults]
      office.world.onChange = (before, after) => {
        const added = after.grants.slice(before.grants.length).map((grant) => grant.roleId)
        const named = namedBy(wish).map((role) => `00000003-role-${role}`)
        expect(added.filter((roleId) => !named.includes(roleId))).toEqual([])
      }
      await office.runThroughCrashes(() => desiredFor(wish))
    }),
    cases,
  )
})

test('what a run with lost answers leaves behind still holds nothing but desired and foreign grants', async () => {
  await fc.assert(
    fc.asyncProperty(anyFound, anyWish, anyFaults, async (found, wish, faults) => {
      const office = officeFor(found)
      office.world.faults = [...faults]
      const foreign = notOurs(foreignIn(office.world.state, found).grants, office.records)
      await office.runThroughCrashes(() => desiredFor({ ...wish, roles: ['A', 'B', 'C', 'D'] }))
      office.world.faults = []
      const outcome = await office.run(desiredFor(wish))
      expect(outcome.status).toBe('converged')
      const extra = office.world.state.grants.filter(
        (grant) =>
          !foreign.includes(grant.assignmentId) && !namedBy(wish).some((role) => grant.roleId.endsWith(`-${role}`)),
      )
      expect(extra).toEqual([])
    }),
    cases,
  )
})

function keysOf(state: DirectoryState): string[] {
  return state.applications.flatMap((application) => application.keys.map((key) => key.keyId))
}

function namedBy(wish: Wish): readonly string[] {
  return wish.fallback && wish.roles.length > 0 ? [...wish.roles, 'X'] : wish.roles
}

function foreignIn(state: DirectoryState, found: Found) {
  const foreign = Array.from({ length: found.foreignKeys }, (_, index) => makeKey(100 + index).keyId)
  return {
    keys: keysOf(state).filter((keyId) => foreign.includes(keyId)),
    passwords: found.stands ? state.applications[0]?.passwordCount : found.stands,
    grants: state.grants.map((grant) => grant.assignmentId),
  }
}

function notOurs(
  assignmentIds: readonly string[],
  records: { grants: readonly { resourceAppId: string; assignmentId?: string | null }[] },
) {
  const ours = records.grants.filter((grant) => grant.resourceAppId === graphAppId).map((grant) => grant.assignmentId)
  return assignmentIds.filter((assignmentId) => !ours.includes(assignmentId))
}
