import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkNow } from '@/lib/tenants/checking'
import { startDecommissioning } from '@/lib/tenants/decommissioning'
import { getFleet } from '@/lib/tenants/fleet'
import { closeRestore, closeWhenDue } from '@/lib/tenants/restore-closing'
import { openRestore } from '@/lib/tenants/restore-opening'
import { getTenant } from '@/lib/tenants/tenant'
import { openHouse, untilRun, type House } from '../../support/tenants'
import { hasEnded, rests, signInTo, startAgain, startRun, type Started } from '../../support/runs'

let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

async function ended(runId: string) {
  await signInTo(house, { runId })
  const run = await untilRun(house, runId, (view) => hasEnded(view) || rests(view))
  expect(run.verdict).toBeNull()
  return run
}

async function connected(): Promise<Started> {
  const started = await startRun(house)
  await ended(started.runId)
  return started
}

async function opened(tenant: Started, hours = 2) {
  const reason = 'Mailbox of A. Smith, ticket 4711'
  const request = { tenantId: tenant.rowId, workloads: ['restore-exchange'], hours, reason }
  const { runId, tenantId } = await openRestore(house.actor, request)
  return { rowId: tenantId, run: await ended(runId) }
}

async function applicationOf(tenant: Started) {
  const truth = await house.cloud.control.god(tenant.tenantId)
  const application = truth.applications.find((one) => one.displayName === 'Latchkey restore')
  const principal = truth.servicePrincipals.find((one) => one.appId === application?.appId)
  const roles = truth.grants.filter((grant) => grant.principalId === principal?.objectId).map((grant) => grant.role)
  return { application, roles, count: truth.applications.length }
}

async function keysOf(rowId: string) {
  const keys = await house.database.db.sealedKey.findMany({ where: { tenantId: rowId } })
  return keys.filter((key) => key.ciphertext !== null)
}

/** As if its hours were over. */
async function endTime(rowId: string) {
  const until = new Date(Date.now() - 1_000)
  await house.database.db.restoreOpening.updateMany({ where: { tenantId: rowId, closedAt: null }, data: { until } })
}

describe('a restore application', () => {
  test('is an application of its own with what restoring takes, and ends by itself', async () => {
    const tenant = await connected()
    const { rowId, run } = await opened(tenant)
    const { application, roles, count } = await applicationOf(tenant)
    expect(count).toBe(2)
    expect(application?.keyCredentials).toHaveLength(1)
    expect(roles.sort()).toEqual(['MailboxFolder.ReadWrite.All', 'MailboxItem.ImportExport.All'])
    expect(run.receipt?.rows.find((row) => row.label === 'Reason')?.value).toContain('ticket 4711')
    const life = Date.parse(application?.keyCredentials[0]?.notAfter ?? '') - Date.now()
    expect(life).toBeLessThan(3 * 86_400_000)
    const work = await house.database.db.work.findMany({ where: { tenantId: rowId } })
    expect(work.map((one) => one.kind)).toEqual(['restore-close'])
    const backup = await getTenant(house.actor, tenant.rowId)
    expect(backup.permissions.some((row) => row.role === 'MailboxFolder.ReadWrite.All')).toBe(false)
  })

  test('is no tenant of the fleet', async () => {
    const tenant = await connected()
    await opened(tenant)
    const fleet = await getFleet(house.actor, { search: tenant.domain, state: 'all', page: 1, sort: 'state' })
    expect(fleet.rows.map((row) => row.id)).toEqual([tenant.rowId])
  })

  test('is not closed before its time', async () => {
    const tenant = await connected()
    const { rowId } = await opened(tenant)
    const next = await closeWhenDue(rowId, new AbortController().signal)
    expect(next?.getTime()).toBeGreaterThan(Date.now())
    expect((await applicationOf(tenant)).application?.keyCredentials).toHaveLength(1)
  })

  test('loses its key when the time ends, which is destroyed; what is left is a condition that checks keep', async () => {
    const tenant = await connected()
    const { rowId } = await opened(tenant)
    await endTime(rowId)
    expect(await closeWhenDue(rowId, new AbortController().signal)).toBeNull()
    expect((await applicationOf(tenant)).application?.keyCredentials).toEqual([])
    expect(await keysOf(rowId)).toEqual([])
    await checkNow(house.actor, tenant.rowId)
    const { conditions } = await getTenant(house.actor, tenant.rowId)
    expect(conditions.find((one) => one.type === 'Restore')).toMatchObject({
      status: 'ok',
      reason: 'RestoreGrantsLeft',
    })
    const events = await house.database.db.event.findMany({ where: { tenantId: tenant.rowId } })
    expect(events.map((event) => event.kind)).toEqual(expect.arrayContaining(['restore.opened', 'restore.closed']))
  })

  test('loses its permissions at the next sign-in of an administrator, whatever that is for', async () => {
    const tenant = await connected()
    await opened(tenant)
    await closeRestore(house.actor, tenant.rowId)
    expect((await applicationOf(tenant)).roles).toHaveLength(2)
    const again = await startAgain(house, tenant)
    await ended(again.runId)
    const { application, roles } = await applicationOf(tenant)
    expect(roles).toEqual([])
    expect(application).toBeDefined()
    const { conditions } = await getTenant(house.actor, tenant.rowId)
    expect(conditions.find((one) => one.type === 'Restore')).toBeUndefined()
  })

  test('can be opened again: the same application with a new key', async () => {
    const tenant = await connected()
    await opened(tenant)
    const before = (await applicationOf(tenant)).application
    await closeRestore(house.actor, tenant.rowId)
    await opened(tenant)
    const { application, count } = await applicationOf(tenant)
    expect(count).toBe(2)
    expect(application?.appId).toBe(before?.appId)
    expect(application?.keyCredentials).toHaveLength(1)
    expect(application?.keyCredentials[0]?.sha256).not.toBe(before?.keyCredentials[0]?.sha256)
  })

  test('whose key cannot be taken off is destroyed here all the same', async () => {
    const tenant = await connected()
    const { rowId } = await opened(tenant)
    const { application } = await applicationOf(tenant)
    await house.cloud.control.plant(tenant.tenantId, {
      disableServicePrincipal: { application: application?.appId ?? '' },
    })
    await closeRestore(house.actor, tenant.rowId)
    expect(await keysOf(rowId)).toEqual([])
    const { conditions } = await getTenant(house.actor, tenant.rowId)
    expect(conditions.find((one) => one.type === 'Restore')).toMatchObject({ status: 'warning' })
  })

  test('goes with the tenant when that is taken back', async () => {
    const tenant = await connected()
    const { rowId } = await opened(tenant)
    const request = { tenantId: tenant.rowId, domain: tenant.domain, leave: false }
    await ended((await startDecommissioning(house.actor, request)).runId)
    expect(await applicationOf(tenant)).toMatchObject({ count: 0 })
    expect(await keysOf(rowId)).toEqual([])
  })
})

describe('asking for one', () => {
  test.each([
    ['without a reason', { reason: ' ', hours: 2, workloads: ['restore-exchange'] }],
    ['for hours that are not offered', { reason: 'Ticket 4711', hours: 1_000, workloads: ['restore-exchange'] }],
    ['for nothing', { reason: 'Ticket 4711', hours: 2, workloads: ['restore-of-nothing'] }],
  ])('%s is refused', async (_, request) => {
    const tenant = await connected()
    const asked = openRestore(house.actor, { tenantId: tenant.rowId, ...request })
    await expect(asked).rejects.toMatchObject({ code: 'invalid_input' })
  })
})
