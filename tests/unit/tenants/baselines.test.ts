import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chooseBaseline, listBaselines, permissionsOf } from '@/lib/tenants/baselines'
import { startConnecting } from '@/lib/tenants/connecting'
import { getTenant } from '@/lib/tenants/tenant'
import { refusedRoles } from '@/lib/tenants/workloads'
import { openHouse, untilRun, type House } from '../../support/tenants'

let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

async function connect(baseline: string, workloads: readonly string[]) {
  const tenant = await house.newTenant()
  const { runId, tenantId } = await startConnecting(house.actor, {
    customer: `Customer of ${tenant.domain}`,
    domain: tenant.domain,
    baseline,
    workloads,
  })
  const waiting = await untilRun(house, runId, (run) => run.code !== null)
  await house.cloud.control.signIn({ userCode: waiting.code?.userCode ?? '', person: 'global-administrator' })
  const ended = await untilRun(house, runId, (run) => run.endedAt !== null || run.verdict !== null)
  expect(ended.verdict).toBeNull()
  return { view: await getTenant(house.actor, tenantId), truth: await house.cloud.control.god(tenant.tenantId) }
}

describe('every shipped baseline', () => {
  test.each(listBaselines().map(({ key, name, workloads }) => [name, key, workloads] as const))(
    '%s is granted and proved permission by permission',
    async (_, key, workloads) => {
      const { view, truth } = await connect(key, workloads)
      expect(view.baseline.workloads).toEqual(chooseBaseline(key, workloads).workloads)
      expect(view.permissions.filter(({ granted, proved }) => granted !== true || proved !== true)).toEqual([])
      const appIds = truth.applications.filter(({ foreign }) => !foreign).map(({ appId }) => appId)
      const principals = truth.servicePrincipals.filter(({ appId }) => appIds.includes(appId))
      const grants = truth.grants.filter(({ principalId }) => principals.some((one) => one.objectId === principalId))
      expect(grants).toHaveLength(permissionsOf({ workloads }).length)
    },
  )

  test.each(listBaselines().map(({ name, workloads }) => [name, workloads] as const))(
    '%s names no permission that would widen the application’s own rights',
    (_, workloads) => {
      expect(permissionsOf({ workloads }).filter(({ role }) => refusedRoles.includes(role))).toEqual([])
    },
  )
})

test('a permission that two workloads need is wanted once', () => {
  const wanted = permissionsOf({ workloads: ['veeam-exchange', 'veeam-sharepoint', 'veeam-teams'] })
  const names = wanted.map(({ resource, role }) => `${resource} ${role}`)
  expect(names).toContain('graph Group.Read.All')
  expect(new Set(names).size).toBe(names.length)
})

test('Exchange Web Services is never green: it names its end, and the step for this application', async () => {
  const { view } = await connect('custom', ['exchange', 'ews'])
  const ews = view.conditions.find(({ type }) => type === 'Workload:ews')
  expect(ews).toMatchObject({ status: 'unknown', reason: 'GrantedNotTried' })
  expect(ews?.message).toContain('ends on 1 April 2027')
  const appId = view.facts.find(({ label }) => label === 'Application id')?.value ?? 'none'
  expect(ews?.remedy).toContain(appId)
  expect(view.permissions.find(({ role }) => role === 'full_access_as_app')?.canWrite).toBe(true)
})
