import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getReconfigure, startReconfiguring } from '@/lib/tenants/reconfiguring'
import { openHouse, type House } from '../../support/tenants'
import { allWorkloads, expectConnected, signInTo, startRun, type Started } from '../../support/runs'

let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

async function connected(workloads: readonly string[] = allWorkloads): Promise<Started & { appId: string }> {
  const started = await startRun(house, [], { workloads })
  await signInTo(house, started)
  const { application } = await expectConnected(house, started)
  return { ...started, appId: application?.appId ?? '' }
}

const choose = (workloads: readonly string[]) => ({ baseline: 'custom', workloads })

async function reconfigured(tenant: Started, workloads: readonly string[], revoke: readonly string[] = []) {
  const request = { tenantId: tenant.rowId, ...choose(workloads), revoke }
  const { runId } = await startReconfiguring(house.actor, request)
  await signInTo(house, { runId })
  return expectConnected(house, { ...tenant, runId })
}

async function grantsOf(tenant: Started, appId: string): Promise<readonly string[]> {
  const { grants, servicePrincipals } = await house.cloud.control.god(tenant.tenantId)
  const principal = servicePrincipals.find((one) => one.appId === appId)
  return grants.filter((grant) => grant.principalId === principal?.objectId).map((grant) => grant.role)
}

describe('a preview', () => {
  test('shows what Microsoft shows now: added, taken back, unchanged, and writes nothing', async () => {
    const tenant = await connected(['exchange', 'own-registration'])
    const before = await house.cloud.control.god(tenant.tenantId)
    const { preview } = await getReconfigure(house.actor, tenant.rowId, choose(['sharepoint', 'own-registration']))
    expect(preview?.source.kind).toBe('observed')
    expect(preview?.added.map((change) => change.role).sort()).toEqual(['Files.Read.All', 'Sites.Read.All'])
    expect(preview?.removed.map((change) => change.role).sort()).toEqual([
      'MailboxFolder.Read.All',
      'MailboxItem.Export.All',
      'MailboxItem.Read.All',
      'MailboxSettings.Read',
    ])
    expect(preview?.unchanged.map((change) => change.role)).toContain('Application.Read.All')
    expect(preview?.foreign).toEqual([])
    expect(preview?.key.changes).toBe(false)
    expect((await house.cloud.control.god(tenant.tenantId)).applications).toEqual(before.applications)
  })

  test('without “own registration” comes from our records, and says so', async () => {
    const tenant = await connected(['exchange'])
    const { preview } = await getReconfigure(house.actor, tenant.rowId, choose(['exchange', 'groups']))
    expect(preview?.source).toMatchObject({ kind: 'records' })
    expect(preview?.source.kind === 'records' && preview.source.why).toContain('may not read its own registration')
    expect(preview?.added.map((change) => change.role)).toContain('Group.Read.All')
    expect(preview?.removed).toEqual([])
  })

  test('of nothing chosen is a sentence at the boxes', async () => {
    const tenant = await connected(['exchange'])
    const view = await getReconfigure(house.actor, tenant.rowId, choose([]))
    expect(view.preview).toBeNull()
    expect(view.refusal).toContain('Choose at least one workload')
  })
})

describe('a reconfiguration', () => {
  test('does what the preview said, and its receipt says what changed', async () => {
    const tenant = await connected(['exchange', 'own-registration'])
    const { run } = await reconfigured(tenant, ['sharepoint', 'own-registration'])
    const row = (label: string) => run.receipt?.rows.find((one) => one.label === label)
    expect(row('Baseline')?.value).toBe('SharePoint and OneDrive only, before that Exchange only')
    expect(row('Added')).toMatchObject({ value: '2 permissions', mono: 'Files.Read.All, Sites.Read.All' })
    expect(row('Taken back')?.value).toBe('4 permissions')
    expect(row('Key')?.value).toBe('the same as before')
    const held = await grantsOf(tenant, tenant.appId)
    expect(held).toContain('Sites.Read.All')
    expect(held).not.toContain('MailboxItem.Read.All')
    const events = await house.database.db.event.findMany({ where: { tenantId: tenant.rowId } })
    expect(events.map((event) => event.kind)).toEqual(
      expect.arrayContaining(['tenant.connected', 'tenant.reconfigured']),
    )
  })

  test('takes a permission that somebody else granted only when it was ticked', async () => {
    const tenant = await connected()
    for (const role of ['Mail.ReadWrite', 'Sites.ReadWrite.All'])
      await house.cloud.control.plant(tenant.tenantId, { foreignGrant: { application: tenant.appId, role } })
    await reconfigured(tenant, allWorkloads)
    expect(await grantsOf(tenant, tenant.appId)).toEqual(
      expect.arrayContaining(['Mail.ReadWrite', 'Sites.ReadWrite.All']),
    )
    const { preview } = await getReconfigure(house.actor, tenant.rowId, null)
    expect(preview?.foreign.map((grant) => grant.role).sort()).toEqual(['Mail.ReadWrite', 'Sites.ReadWrite.All'])
    const ticked = preview?.foreign.find((grant) => grant.role === 'Mail.ReadWrite')?.assignmentId ?? ''
    const { run } = await reconfigured(tenant, allWorkloads, [ticked])
    const held = await grantsOf(tenant, tenant.appId)
    expect(held).not.toContain('Mail.ReadWrite')
    expect(held).toContain('Sites.ReadWrite.All')
    const row = run.receipt?.rows.find((one) => one.label === 'Taken back, granted by others')
    expect(row).toMatchObject({ mono: 'Mail.ReadWrite' })
  })

  test('is refused where a ticked permission is no longer what the preview showed', async () => {
    const tenant = await connected(['exchange', 'own-registration'])
    const request = { tenantId: tenant.rowId, ...choose(['exchange', 'own-registration']), revoke: ['never-seen'] }
    await expect(startReconfiguring(house.actor, request)).rejects.toMatchObject({ code: 'conflict' })
  })
})
