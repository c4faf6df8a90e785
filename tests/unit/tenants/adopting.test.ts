import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publicError } from '@/lib/errors'
import { takeOver, takeOverAlone } from '@/lib/tenants/adoption-choice'
import { checkNow } from '@/lib/tenants/checking'
import { startConnecting } from '@/lib/tenants/connecting'
import { startDecommissioning } from '@/lib/tenants/decommissioning'
import { getTenant } from '@/lib/tenants/tenant'
import type { Plant } from '@/practice-cloud/control/plant'
import { hasEnded, rests, signInTo, startRun, untilVerdict, type Started } from '../../support/runs'
import { openHouse, untilRun, type House } from '../../support/tenants'

let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const workloads = ['groups', 'own-registration']
const address = 'https://vault.customer.example/back'

/** A tenant with an application of somebody else: a certificate, a secret, an owner, an address, and rights of its own. */
async function tenantWithProduct(displayName = 'Vault of the customer') {
  const tenant = await house.newTenant()
  const roles = [{ role: 'User.Read.All' }, { role: 'Mail.ReadWrite' }]
  const { id: application } = await plant(tenant.tenantId, { otherProduct: { displayName, roles } })
  await plant(tenant.tenantId, { foreignKey: { application } })
  await plant(tenant.tenantId, { foreignSecret: { application } })
  await plant(tenant.tenantId, { foreignOwner: { application } })
  await plant(tenant.tenantId, { settings: { application, change: { web: { redirectUris: [address] } } } })
  return { ...tenant, application }
}

async function start(tenant: { domain: string; tenantId: string }, existing: string): Promise<Started> {
  const customer = `Customer of ${tenant.domain}`
  const request = { customer, domain: tenant.domain, baseline: 'recommended', workloads, existing }
  const { runId, tenantId } = await startConnecting(house.actor, request)
  return { ...tenant, runId, rowId: tenantId, request }
}

const plant = (tenantId: string, what: Plant) => house.cloud.control.plant(tenantId, what)
const truth = async ({ tenantId }: { tenantId: string }) => house.cloud.control.god(tenantId)
const written = async ({ tenantId }: { tenantId: string }) =>
  (await house.cloud.control.log({ tenant: tenantId }))
    .filter(({ method, path }) => method !== 'GET' && !/\$batch|oauth2|_practice|devicelogin|device/.test(path))
    .map(({ method, path }) => `${method} ${path}`)

async function untilTakenOver(started: Started) {
  const run = await untilRun(house, started.runId, (view) => hasEnded(view) || rests(view), 30_000)
  expect(run.verdict).toBeNull()
  return run
}

describe('an application that the customer names', () => {
  test('is shown before anything is written; agreed to, ours is added and everything of others stays', async () => {
    const tenant = await tenantWithProduct()
    const started = await start(tenant, tenant.application)
    await house.cloud.control.clearLog()
    await signInTo(house, started)
    const verdict = await untilVerdict(house, started)
    expect(verdict).toMatchObject({ reason: 'take-over', written: 'Nothing was written.' })
    expect(verdict.ways.map(({ kind }) => kind)).toEqual(['take-over', 'take-over-alone'])
    const rows = Object.fromEntries(verdict.comparison.map(({ what, ...row }) => [what, row]))
    expect(rows['Permissions']?.expected).toMatch(/^1 of \d+ that are wanted$/)
    expect(rows['Permissions']?.found).toContain('Group.Read.All')
    expect(rows['Not wanted, granted by others']).toMatchObject({ expected: 'Mail.ReadWrite', found: 'stay' })
    expect(rows['Redirect addresses']?.expected).toBe(address)
    expect(rows['Owners']?.found).toBe('stay')
    expect(rows['Client secrets']?.expected).toBe('1')
    expect(await written(tenant)).toEqual([])
    const [before] = (await truth(tenant)).applications
    await takeOver(house.actor, started.runId)
    await signInTo(house, started)
    const run = await untilTakenOver(started)
    expect(run.receipt?.rows.find(({ label }) => label === 'Other certificates')?.value).toBe('one left as it was')
    const { applications, grants } = await truth(tenant)
    expect(applications).toHaveLength(1)
    const [after] = applications
    expect(after?.keyCredentials).toHaveLength(2)
    expect(after?.keyCredentials).toEqual(expect.arrayContaining(before?.keyCredentials ?? []))
    expect({ ...after, keyCredentials: [] }).toEqual({ ...before, keyCredentials: [] })
    const roles = grants.map(({ role }) => role)
    expect(roles).toEqual(expect.arrayContaining(['Mail.ReadWrite', 'User.Read.All', 'Group.Read.All']))
    const event = await house.database.db.event.findFirst({
      where: { tenantId: started.rowId, kind: 'tenant.adopted' },
    })
    expect(event?.facts).toMatchObject({ title: expect.stringContaining('is taken over and proved') })
  })

  test('keeps its name in every later check, which goes on naming the keys of others', async () => {
    const tenant = await tenantWithProduct('Name of their own')
    const started = await start(tenant, tenant.application)
    await signInTo(house, started)
    await untilVerdict(house, started)
    await takeOver(house.actor, started.runId)
    await signInTo(house, started)
    await untilTakenOver(started)
    await checkNow(house.actor, started.rowId)
    const { conditions } = await getTenant(house.actor, started.rowId)
    const reasons = conditions.filter(({ type }) => type.startsWith('Registration')).map(({ reason }) => reason)
    expect(reasons).toEqual(expect.arrayContaining(['ForeignKey', 'ClientSecret', 'OwnerAdded', 'RedirectAddress']))
    expect(reasons).not.toContain('Renamed')
    expect(conditions.find(({ type }) => type === 'SignIn')?.status).toBe('ok')
  })

  test('its other certificates leave where that was chosen, after ours has signed in; secrets stay', async () => {
    const tenant = await tenantWithProduct()
    const started = await start(tenant, tenant.application)
    await signInTo(house, started)
    await untilVerdict(house, started)
    await takeOverAlone(house.actor, started.runId)
    await signInTo(house, started)
    const run = await untilTakenOver(started)
    expect(run.receipt?.rows.find(({ label }) => label === 'Other certificates')?.value).toBe('taken off')
    const [application] = (await truth(tenant)).applications
    const [kept, ...others] = application?.keyCredentials ?? []
    expect(others).toEqual([])
    const certificate = (await getTenant(house.actor, started.rowId)).certificate
    expect(kept?.sha256).toBe(certificate?.sha256)
    expect(application?.passwordCredentials).toHaveLength(1)
  })

  test('taken back and left, it stands as it stood before', async () => {
    const tenant = await tenantWithProduct()
    const before = await truth(tenant)
    const started = await start(tenant, tenant.application)
    await signInTo(house, started)
    await untilVerdict(house, started)
    await takeOver(house.actor, started.runId)
    await signInTo(house, started)
    await untilTakenOver(started)
    const request = { tenantId: started.rowId, domain: tenant.domain, leave: true }
    const { runId } = await startDecommissioning(house.actor, request)
    await signInTo(house, { runId })
    await untilRun(house, runId, (view) => view.receipt !== null, 30_000)
    const after = await truth(tenant)
    expect(after.applications).toEqual(before.applications)
    expect(after.grants).toEqual(before.grants)
    expect(after.servicePrincipals).toEqual(before.servicePrincipals)
  })

  test('is not there, or only as an enterprise application of another company: said, and nothing is written', async () => {
    const tenant = await house.newTenant()
    const started = await start(tenant, '8d2e41f0-6b7c-4f0a-9a51-c07be13d5514')
    await signInTo(house, started)
    expect(await untilVerdict(house, started)).toMatchObject({ reason: 'nothing-to-take-over' })
    expect((await truth(tenant)).applications).toEqual([])
  })

  test('an id that is none is refused in its field, before anything is asked', async () => {
    const tenant = await house.newTenant()
    const refused = await start(tenant, 'Vault').catch((error: unknown) => publicError(error))
    expect(refused).toMatchObject({ code: 'invalid_input', field: 'existing' })
    expect(await house.database.db.tenant.count({ where: { domain: tenant.domain } })).toBe(0)
  })
})

describe('an application of an earlier installation of Latchkey', () => {
  test('is found by what Latchkey writes on it, and taken over with the name that it has', async () => {
    const tenant = await house.newTenant()
    const uniqueName = `latchkey-backup-00000000-0000-4000-8000-000000000000-${tenant.tenantId}`
    await plant(tenant.tenantId, { foreignApplication: { displayName: 'Latchkey backup', uniqueName } })
    await plant(tenant.tenantId, { settings: { application: uniqueName, change: { tags: ['latchkey'] } } })
    await plant(tenant.tenantId, { foreignKey: { application: uniqueName } })
    const started = await start(tenant, 'earlier')
    await signInTo(house, started)
    expect(await untilVerdict(house, started)).toMatchObject({ reason: 'take-over' })
    await takeOverAlone(house.actor, started.runId)
    await signInTo(house, started)
    await untilTakenOver(started)
    const { applications } = await truth(tenant)
    expect(applications.map((one) => one.uniqueName)).toEqual([uniqueName])
    expect(applications[0]?.keyCredentials).toHaveLength(1)
  })

  test('none is there: said; who is connected already is refused', async () => {
    const tenant = await house.newTenant()
    const started = await start(tenant, 'earlier')
    await signInTo(house, started)
    expect(await untilVerdict(house, started)).toMatchObject({ reason: 'nothing-to-take-over' })
    const connected = await startRun(house, [], { workloads })
    await signInTo(house, connected)
    await untilTakenOver(connected)
    const refused = await start(connected, 'earlier').catch((error: unknown) => publicError(error))
    expect(refused).toMatchObject({ code: 'conflict', field: 'existing' })
  })
})

test('a stranger under our own name can be taken over where the run stopped, by one more sign-in', async () => {
  const { id } = await house.database.db.installation.findFirstOrThrow()
  const started = await startRun(house, [], { workloads })
  const uniqueName = `latchkey-backup-${id}-${started.tenantId}`
  await plant(started.tenantId, { foreignApplication: { displayName: 'Stranger', uniqueName } })
  await plant(started.tenantId, { foreignKey: { application: uniqueName } })
  await signInTo(house, started)
  const verdict = await untilVerdict(house, started)
  expect(verdict.reason).toBe('foreign-application')
  expect(verdict.ways.map(({ kind }) => kind)).toEqual(['new-code', 'copy-text', 'take-over', 'take-over-alone'])
  await takeOver(house.actor, started.runId)
  await signInTo(house, started)
  await untilTakenOver(started)
  const { applications } = await truth(started)
  expect(applications).toHaveLength(1)
  expect(applications[0]).toMatchObject({ displayName: 'Stranger', foreign: true })
  expect(applications[0]?.keyCredentials).toHaveLength(2)
})
