import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { purgeDeleted, restoreDeleted } from '@/lib/tenants/deciding'
import { listFormerTenants, previewDecommission, startDecommissioning } from '@/lib/tenants/decommissioning'
import { getFleet } from '@/lib/tenants/fleet'
import { forgetHere } from '@/lib/tenants/forgetting'
import { getTenant } from '@/lib/tenants/tenant'
import type { FaultInput } from '@/practice-cloud/faults/catalogue'
import { openHouse, untilRun, type House } from '../../support/tenants'
import {
  expectCodeErased,
  expectConnected,
  hasEnded,
  rests,
  signInTo,
  startAgain,
  startRun,
  untilVerdict,
  type Started,
} from '../../support/runs'

let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

async function connected(): Promise<Started & { appId: string }> {
  const started = await startRun(house)
  await signInTo(house, started)
  const { application } = await expectConnected(house, started)
  return { ...started, appId: application?.appId ?? '' }
}

async function begin(tenant: Started) {
  return startDecommissioning(house.actor, { tenantId: tenant.rowId, domain: tenant.domain, leave: false })
}

async function takenBack(tenant: Started, person?: string) {
  const { runId } = await begin(tenant)
  await signInTo(house, { runId }, person)
  const run = await untilRun(house, runId, (view) => hasEnded(view) || rests(view))
  expect(run.verdict).toBeNull()
  await expectCodeErased(house, { runId })
  return run
}

async function truthOf(tenant: Started) {
  const { applications, servicePrincipals, deletedItems } = await house.cloud.control.god(tenant.tenantId)
  const principals = servicePrincipals.filter((one) => one.displayName === 'Latchkey backup')
  return { applications, principals, deletedItems }
}

async function keysHere(tenant: Started) {
  const keys = await house.database.db.sealedKey.findMany({ where: { tenantId: tenant.rowId } })
  return keys.filter((key) => key.ciphertext !== null)
}

describe('a decommission', () => {
  test('leaves nothing of ours at Microsoft, not even in the recycle bin, and no private key here', async () => {
    const tenant = await connected()
    const run = await takenBack(tenant)
    expect(run.steps.map((step) => step.status)).toEqual(run.steps.map(() => 'done'))
    expect(await truthOf(tenant)).toEqual({ applications: [], principals: [], deletedItems: [] })
    expect(await keysHere(tenant)).toEqual([])
    expect(run.receipt?.rows).toEqual(
      expect.arrayContaining([expect.objectContaining({ label: 'Application', value: 'deleted', mono: tenant.appId })]),
    )
    const { db } = house.database
    expect(await db.condition.count({ where: { tenantId: tenant.rowId } })).toBe(0)
    expect(await db.work.count({ where: { tenantId: tenant.rowId } })).toBe(0)
    const events = await db.event.findMany({ where: { tenantId: tenant.rowId, kind: 'tenant.decommissioned' } })
    expect(events).toHaveLength(1)
  })

  test('is out of the fleet and kept with its receipt', async () => {
    const tenant = await connected()
    const run = await takenBack(tenant)
    const fleet = await getFleet(house.actor, { search: tenant.domain, state: 'all', page: 1, sort: 'state' })
    expect(fleet.rows).toEqual([])
    const former = await listFormerTenants(house.actor)
    expect(former.find((one) => one.id === tenant.rowId)).toMatchObject({ receiptRunId: run.id })
    expect((await getTenant(house.actor, tenant.rowId)).sentence).toContain('was taken back')
  })

  test('by somebody who may not empty the recycle bin says until when it rests there', async () => {
    const tenant = await connected()
    const run = await takenBack(tenant, 'cloud-application-administrator')
    const truth = await truthOf(tenant)
    expect(truth.applications).toEqual([])
    expect(truth.deletedItems.find((item) => item.kind === 'application')).toMatchObject({ appId: tenant.appId })
    expect(await keysHere(tenant)).toEqual([])
    expect(run.receipt?.rows.find((row) => row.label === 'Recycle bin')).toMatchObject({
      status: 'warning',
      value: expect.stringMatching(/until \d+ \w+ \d{4}/) as string,
    })
  })

  test('needs the domain typed', async () => {
    const tenant = await connected()
    const wrong = { tenantId: tenant.rowId, domain: 'other.example', leave: false }
    await expect(startDecommissioning(house.actor, wrong)).rejects.toMatchObject({ code: 'invalid_input' })
    expect((await previewDecommission(house.actor, tenant.rowId)).openRunId).toBeNull()
  })

  test('refuses an account that may not delete, and deletes nothing', async () => {
    const tenant = await connected()
    const { runId } = await begin(tenant)
    await signInTo(house, { runId }, 'ordinary-user')
    const verdict = await untilVerdict(house, { runId })
    expect(verdict).toMatchObject({ reason: 'missing-role', written: 'Nothing was deleted.' })
    expect(verdict.ways.map((way) => way.kind)).toEqual(['new-code', 'copy-text', 'back'])
    expect((await truthOf(tenant)).applications).toHaveLength(1)
    expect(await keysHere(tenant)).not.toEqual([])
  })

  const troubles: readonly (readonly [string, FaultInput])[] = [
    ['answers of deletions get lost', { name: 'reset-after-effect', match: { method: 'DELETE' }, times: 3 }],
    ['deletions get lost on the way', { name: 'reset-before-effect', match: { method: 'DELETE' }, times: 2 }],
    ['Microsoft is busy', { name: 'throttle', retryAfterSeconds: 1, times: 2 }],
    ['looks are late', { name: 'replication-lag', reads: '*', seconds: 2 }],
  ]
  test.each(troubles)('goes on where %s', async (_, fault) => {
    const tenant = await connected()
    await house.cloud.control.fault(tenant.tenantId, fault)
    await takenBack(tenant)
    expect(await truthOf(tenant)).toEqual({ applications: [], principals: [], deletedItems: [] })
  })

  test('is repeated safely after somebody deleted the application by hand', async () => {
    const tenant = await connected()
    await house.cloud.control.plant(tenant.tenantId, { deleteApplication: { application: tenant.appId } })
    await takenBack(tenant)
    expect(await truthOf(tenant)).toMatchObject({ applications: [], principals: [] })
  })
})

describe('a later connect', () => {
  test('makes a new application after everything was purged', async () => {
    const tenant = await connected()
    await takenBack(tenant)
    const again = await startAgain(house, tenant)
    await signInTo(house, again)
    const { application } = await expectConnected(house, again)
    expect(application?.appId).not.toBe(tenant.appId)
  })

  test('restores what rests: one key on it, the new one', async () => {
    const tenant = await connected()
    await takenBack(tenant, 'cloud-application-administrator')
    const again = await startAgain(house, tenant)
    await signInTo(house, again)
    expect((await untilVerdict(house, again)).reason).toBe('deleted-application')
    await restoreDeleted(house.actor, again.runId)
    await signInTo(house, again)
    const { application } = await expectConnected(house, again)
    expect(application?.appId).toBe(tenant.appId)
    expect((await getTenant(house.actor, tenant.rowId)).conditions.every((one) => one.reason !== 'ForeignKey')).toBe(
      true,
    )
  })

  test('replaces what rests', async () => {
    const tenant = await connected()
    await takenBack(tenant, 'cloud-application-administrator')
    const again = await startAgain(house, tenant)
    await signInTo(house, again)
    await untilVerdict(house, again)
    await purgeDeleted(house.actor, again.runId)
    await signInTo(house, again)
    const { application, truth } = await expectConnected(house, again)
    expect(application?.appId).not.toBe(tenant.appId)
    expect(truth.deletedItems.filter((item) => item.kind === 'application')).toEqual([])
  })
})

describe('forgetting a tenant here', () => {
  test('takes our key off with its own sign-in, destroys it, and asks nobody to sign in', async () => {
    const tenant = await connected()
    const { runId } = await forgetHere(house.actor, { tenantId: tenant.rowId, domain: tenant.domain })
    const truth = await truthOf(tenant)
    expect(truth.applications).toHaveLength(1)
    expect(truth.applications[0]?.keyCredentials).toEqual([])
    expect(await keysHere(tenant)).toEqual([])
    const run = await untilRun(house, runId, hasEnded)
    expect(run.receipt?.rows.find((row) => row.label === 'Keys there')).toMatchObject({ status: 'ok' })
  })

  test('where the application is gone already destroys the keys and says what could not be done', async () => {
    const tenant = await connected()
    await house.cloud.control.plant(tenant.tenantId, { deleteApplication: { application: tenant.appId } })
    const { runId } = await forgetHere(house.actor, { tenantId: tenant.rowId, domain: tenant.domain })
    expect(await keysHere(tenant)).toEqual([])
    const run = await untilRun(house, runId, hasEnded)
    expect(run.receipt?.rows.find((row) => row.label === 'Keys there')).toMatchObject({ status: 'warning' })
  })
})
