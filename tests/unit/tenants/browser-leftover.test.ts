import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listEntries } from '@/lib/audit/audit'
import { startBrowserSignIn } from '@/lib/tenants/browser-sign-in'
import { cancelRun } from '@/lib/tenants/connecting'
import { getRun } from '@/lib/tenants/run-view'
import { adoptLapsedRuns } from '@/lib/tenants/sweep'
import { begin, principals, rested, signIn } from '../../support/browser-runs'
import { comeBack, goThere, ownApplication, visit } from '../../support/own-application'
import { openHouse, untilRun, type House } from '../../support/tenants'

let house: House
let appId: string

beforeAll(async () => {
  house = await openHouse({ BROWSER_SIGN_IN_MINUTES: '0.05' })
  appId = await ownApplication(house, 'first')
})
afterAll(() => house.close())

const noRemoval = { name: 'unavailable', status: 500, match: { method: 'DELETE', path: 'servicePrincipals' } } as const
const leftoverOf = async (runId: string) =>
  (await house.database.db.run.findUniqueOrThrow({ where: { id: runId } })).leftover
const rowOf = (run: Awaited<ReturnType<typeof getRun>>) =>
  run.receipt?.rows.find(({ label }) => label === 'Sign-in application')

/** The sweeper’s work, as if the run had begun long ago: what was made just now is given time. */
async function adopt(runId: string): Promise<void> {
  await house.database.db.run.updateMany({ where: { id: runId }, data: { startedAt: new Date(0) } })
  await adoptLapsedRuns()
}

describe('the service principal of the sign-in', () => {
  test('stays where it stood before, and the receipt says so', async () => {
    const { runId, tenantId } = await begin(house)
    const { url } = await startBrowserSignIn(house.actor, runId, visit)
    await goThere(house, url) // consents, and nobody brings the answer back
    await new Promise((resolve) => setTimeout(resolve, 1100)) // Microsoft’s times have whole seconds
    await signIn(house, runId)
    const run = await untilRun(house, runId, rested)
    expect(rowOf(run)).toMatchObject({ status: 'ok', mono: appId })
    expect(rowOf(run)?.value).toContain('stood in the tenant before')
    expect(await principals(house, tenantId)).toContain(appId)
  })

  test('goes with its grants when the run rests without success', async () => {
    const { runId, tenantId } = await begin(house)
    await signIn(house, runId, { person: 'application-administrator' })
    const run = await untilRun(house, runId, (seen) => seen.verdict?.written.includes('removed') === true)
    expect(run.verdict?.reason).toBe('missing-role')
    const truth = await house.cloud.control.god(tenantId)
    expect([truth.servicePrincipals, truth.delegatedGrants, truth.applications]).toEqual([[], [], []])
  })

  test('that Microsoft does not remove is named with who can, and the connection stands', async () => {
    const { runId, tenantId } = await begin(house)
    await house.cloud.control.fault(tenantId, noRemoval)
    await signIn(house, runId)
    const run = await untilRun(house, runId, rested)
    expect(run.receipt?.rows.filter(({ status }) => status === 'failing')).toEqual([])
    expect(rowOf(run)?.status).toBe('warning')
    expect(rowOf(run)?.value).toMatch(/still stands .* 500 .*An administrator of the tenant can remove it/)
    expect(await principals(house, tenantId)).toContain(appId)
    const { tenantId: id } = run
    const actions = (await listEntries(house.database.db, { subject: `tenant:${id}`, limit: 9 })).map(
      (one) => one.action,
    )
    expect(actions).toContain('sign_in.leftover_refused')
  })

  test('is removed by the next sign-in of the same run, when the first could not', async () => {
    const { runId, tenantId } = await begin(house)
    await house.cloud.control.fault(tenantId, noRemoval)
    await signIn(house, runId, { person: 'application-administrator' })
    await untilRun(house, runId, (seen) => seen.verdict?.written.includes('500') === true)
    await house.cloud.control.clearFaults(tenantId)
    await signIn(house, runId)
    const run = await untilRun(house, runId, rested)
    expect(rowOf(run)?.value).toContain('removed from the tenant again')
    expect(await principals(house, tenantId)).not.toContain(appId)
  })

  test('is removed too when the operator stops the run in the middle', async () => {
    const { runId, tenantId } = await begin(house)
    await house.cloud.control.fault(tenantId, { name: 'latency', ms: 3000, match: { path: 'appRoleAssignments' } })
    await signIn(house, runId)
    await untilRun(house, runId, (seen) => seen.steps.some(({ key, status }) => key === 'grants' && status === 'doing'))
    await cancelRun(house.actor, runId)
    expect((await getRun(house.actor, runId)).verdict?.written).toContain('removed from the tenant again')
    expect(await principals(house, tenantId)).not.toContain(appId)
  })
})

describe('a process that ends', () => {
  test('at Microsoft: the answer meets nobody, and the run offers the same way again', async () => {
    const { runId } = await begin(house)
    const { url } = await startBrowserSignIn(house.actor, runId, visit)
    const answer = await goThere(house, url)
    await house.restart()
    expect(await comeBack(house, answer ?? new URLSearchParams())).toEqual({ stopped: 'unknown' })
    await adopt(runId)
    const run = await untilRun(house, runId, rested)
    expect([run.verdict?.reason, run.verdict?.ways[0]?.kind]).toEqual(['interrupted', 'browser-sign-in'])
    await signIn(house, runId)
    expect((await untilRun(house, runId, rested)).receipt).not.toBeNull()
  })

  test('after the sign-in: the name of what stands is on record, and the next sign-in removes it', async () => {
    const { runId, tenantId } = await begin(house)
    await house.cloud.control.fault(tenantId, { name: 'latency', ms: 3000, match: { path: 'appRoleAssignments' } })
    await house.cloud.control.fault(tenantId, noRemoval) // what a kill does: nothing is removed
    await signIn(house, runId)
    await untilRun(house, runId, (seen) => seen.steps.some(({ key, status }) => key === 'grants' && status === 'doing'))
    expect(await leftoverOf(runId)).toMatchObject({ appId, state: 'standing' })
    await house.restart()
    await house.cloud.control.clearFaults(tenantId)
    await adopt(runId)
    await untilRun(house, runId, rested)
    await signIn(house, runId)
    const run = await untilRun(house, runId, rested)
    expect(rowOf(run)?.value).toContain('removed from the tenant again')
    expect(await principals(house, tenantId)).not.toContain(appId)
  })
})

test('nobody coming back in time is an end in words, and the late answer is refused', async () => {
  const { runId } = await begin(house)
  const { url } = await startBrowserSignIn(house.actor, runId, visit)
  const answer = await goThere(house, url)
  const run = await untilRun(house, runId, rested)
  expect([run.verdict?.reason, run.verdict?.ways[0]?.kind]).toEqual(['browser-expired', 'browser-sign-in'])
  expect(await comeBack(house, answer ?? new URLSearchParams())).toEqual({ stopped: 'unknown' })
})
