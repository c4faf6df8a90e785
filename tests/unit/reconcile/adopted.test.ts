import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { diff } from '@/lib/reconcile/diff'
import type { Desired } from '@/lib/reconcile/desired'
import { isOurs } from '@/lib/reconcile/ours'
import {
  anyFaults,
  anyFound,
  anyLags,
  anyWish,
  desiredFor,
  officeFor,
  type Found,
} from '@/tests/support/reconcile-cases'
import { makeKey, uniqueName, type Office } from '@/tests/support/reconcile-office'

// hundreds of cases, on a machine that may be busy
vi.setConfig({ testTimeout: 180_000 })

/** Somebody else’s application, with a name of its own or none, that our records took over. */
const anyAdopted = anyFound.map((found): Found => ({ ...found, stands: true, principal: true, removedKeys: [] }))
const anyName = fc.constantFrom(uniqueName, 'latchkey-backup-earlier', '')

function adopt(office: Office, name: string): { objectId: string } {
  const [application] = office.world.state.applications
  if (application === undefined) throw new Error('nothing stands there')
  application.uniqueName = name
  return application
}

const foreignKeys = Array.from({ length: 2 }, (_, index) => makeKey(100 + index).keyId)

test('an application that was taken over keeps its name, its secrets and every key of others; never is a second one made', async () => {
  await fc.assert(
    fc.asyncProperty(anyAdopted, anyWish, anyName, anyFaults, anyLags, async (found, wish, name, faults, lags) => {
      const office = officeFor(found)
      const { objectId } = adopt(office, name)
      const before = structuredClone(office.world.state.applications[0])
      office.world.lags = lags
      office.world.faults = [...faults]
      const outcome = await office.runThroughCrashes(() => ({ ...desiredFor(wish), adopted: true }))
      expect(outcome.status).toBe('converged')
      const [after, ...others] = office.world.state.applications
      expect(others).toEqual([])
      expect(after).toMatchObject({
        objectId,
        uniqueName: name,
        displayName: before?.displayName,
        passwordCount: found.passwords,
        deletedAt: null,
      })
      const standing = after?.keys.map(({ keyId }) => keyId) ?? []
      for (const keyId of foreignKeys.slice(0, found.foreignKeys)) expect(standing).toContain(keyId)
      expect(office.world.calls).not.toContain('upsertApplication')
    }),
    { numRuns: 400 },
  )
})

test('keys of others leave only where they were chosen, and only beside a proven key of ours', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyAdopted,
      fc.boolean(),
      fc.subarray(foreignKeys),
      anyFaults,
      async (found, proven, chosen, faults) => {
        const office = officeFor(found)
        adopt(office, 'theirs')
        const key = makeKey(5)
        office.world.faults = [...faults]
        const desired = { ...desiredFor({ roles: [], fallback: false, certificate: 5, proven, supersedes: [] }) }
        await office.runThroughCrashes(() => ({ ...desired, adopted: true, removeForeignKeys: chosen }))
        const standing = office.world.state.applications[0]?.keys.map(({ keyId }) => keyId) ?? []
        expect(standing).toContain(key.keyId)
        for (const keyId of foreignKeys.slice(0, found.foreignKeys))
          expect(standing.includes(keyId)).toBe(!(proven && chosen.includes(keyId)))
      },
    ),
    { numRuns: 300 },
  )
})

test('left again, it stays with its name, its secrets, every key and every permission of others; nothing of ours does', async () => {
  await fc.assert(
    fc.asyncProperty(anyAdopted, anyName, anyFaults, anyLags, async (found, name, faults, lags) => {
      const office = officeFor(found)
      const { objectId } = adopt(office, name)
      const ours = office.records
      const before = structuredClone(office.world.state)
      office.world.lags = lags
      office.world.faults = [...faults]
      const outcome = await office.runThroughCrashes((): Desired => ({
        state: 'absent',
        uniqueName,
        records: ours,
        leave: true,
        adopted: true,
      }))
      expect(outcome.status).toBe('converged')
      const [after] = office.world.state.applications
      expect(after).toMatchObject({ objectId, uniqueName: name, passwordCount: found.passwords, deletedAt: null })
      expect(office.world.state.principals).toEqual(before.principals)
      expect(after?.keys.map(({ keyId }) => keyId)).toEqual(foreignKeys.slice(0, found.foreignKeys))
      const granted = new Set(ours.grants.map(({ assignmentId }) => assignmentId))
      const others = before.grants.filter(({ assignmentId }) => !granted.has(assignmentId))
      expect(office.world.state.grants).toEqual(others)
    }),
    { numRuns: 400 },
  )
})

test('the plan for what was taken over writes keys and permissions, and never the application itself', () => {
  fc.assert(
    fc.property(anyAdopted, anyWish, anyName, (found, wish, name) => {
      const office = officeFor(found)
      adopt(office, name)
      const desired = { ...desiredFor(wish), adopted: true, records: office.records }
      const look = office.world.observe({
        uniqueName,
        objectId: office.records.application?.objectId ?? null,
        resourceAppIds: office.world.resources.map(({ appId }) => appId),
        includeDirectoryRoles: false,
      })
      if (look.application === null || !isOurs(look.application, desired)) throw new Error('it was not found')
      const kinds = diff(desired, look, office.world.clock.now())
        .stages.flat()
        .map(({ kind }) => kind)
      const written = ['addKey', 'mergeKey', 'removeKey', 'mergeRemoveKey', 'grantAppRole', 'revokeAppRole']
      expect(kinds.filter((kind) => !written.includes(kind))).toEqual([])
    }),
    { numRuns: 500 },
  )
})
