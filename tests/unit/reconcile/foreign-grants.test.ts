import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import {
  anyFaults,
  anyFound,
  anyLags,
  anyWish,
  desiredFor,
  officeFor,
  roleNames,
} from '@/tests/support/reconcile-cases'

// a thousand cases, on a machine that may be busy
vi.setConfig({ testTimeout: 180_000 })

const roleIdOf = (role: string) => `00000003-role-${role}`

test('what somebody else granted goes only if it was ticked and is not wanted, whatever is lost, late or interrupted', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyFound,
      anyWish,
      fc.subarray([...roleNames, 'X', 'foreign']),
      anyFaults,
      anyLags,
      async (found, wish, ticked, faults, lags) => {
        const office = officeFor(found)
        const ours = new Set(office.records.grants.map((grant) => grant.assignmentId))
        const foreign = office.world.state.grants.filter((grant) => !ours.has(grant.assignmentId))
        const isTicked = (roleId: string) => ticked.some((role) => roleIdOf(role) === roleId)
        const revokeForeign = foreign.filter(({ roleId }) => isTicked(roleId)).map((grant) => grant.assignmentId)
        office.world.lags = lags
        office.world.faults = [...faults]
        const outcome = await office.runThroughCrashes(() => ({ ...desiredFor(wish), revokeForeign }))
        expect(outcome.status).toBe('converged')
        const standing = office.world.state.grants.map((grant) => grant.assignmentId)
        const offered = [...found.offered, ...found.granted]
        const wanted = wish.roles.filter((role) => offered.includes(role)).map(roleIdOf)
        for (const grant of foreign) {
          if (wish.fallback && grant.roleId === roleIdOf('X')) continue // wanted or not, as the offer has it
          const goes = isTicked(grant.roleId) && !wanted.includes(grant.roleId)
          expect(standing.includes(grant.assignmentId)).toBe(!goes)
        }
      },
    ),
    { numRuns: 1_000 },
  )
})
