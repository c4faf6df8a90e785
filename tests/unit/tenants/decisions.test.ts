import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { purgeDeleted, restoreDeleted } from '@/lib/tenants/deciding'
import { renewCode, retryProof } from '@/lib/tenants/connecting'
import { checkNow } from '@/lib/tenants/checking'
import { getTenant } from '@/lib/tenants/tenant'
import { openHouse, type House } from '../../support/tenants'
import {
  expectCodeErased,
  expectConnected,
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

async function connected(): Promise<Started & { appId: string; objectId: string }> {
  const started = await startRun(house)
  await signInTo(house, started)
  const { application } = await expectConnected(house, started)
  return { ...started, appId: application?.appId ?? '', objectId: application?.objectId ?? '' }
}

describe('our application was found deleted', () => {
  async function deleted() {
    const before = await connected()
    await house.cloud.control.plant(before.tenantId, { deleteApplication: { application: before.appId } })
    const again = await startAgain(house, before)
    await signInTo(house, again)
    const verdict = await untilVerdict(house, again)
    expect(verdict).toMatchObject({ reason: 'deleted-application', written: 'Nothing was written.' })
    expect(verdict.ways.map((way) => way.kind)).toEqual(['restore', 'purge'])
    expect((await house.cloud.control.god(before.tenantId)).applications).toEqual([])
    return { before, again }
  }

  test('a check notices it and says that somebody must reconfigure', async () => {
    const before = await connected()
    await house.cloud.control.plant(before.tenantId, { deleteApplication: { application: before.appId } })
    // long ago: right after a run it may be a replica that lags
    await house.database.db.run.updateMany({ where: { tenantId: before.rowId }, data: { endedAt: new Date(0) } })
    await checkNow(house.actor, before.rowId)
    const { conditions } = await getTenant(house.actor, before.rowId)
    expect(conditions.find((one) => one.type === 'SignIn')).toMatchObject({
      status: 'failing',
      reason: 'ApplicationDeleted',
    })
  })

  test('the operator restores it: the same application with its key goes on', async () => {
    const { before, again } = await deleted()
    await restoreDeleted(house.actor, again.runId)
    await signInTo(house, again)
    const { application, truth } = await expectConnected(house, again)
    expect(application?.appId).toBe(before.appId)
    expect(truth.deletedItems.filter((item) => item.kind === 'application')).toEqual([])
  })

  test('the operator deletes it for good: a new application takes its place, nothing of the old one is left', async () => {
    const { before, again } = await deleted()
    await purgeDeleted(house.actor, again.runId)
    await signInTo(house, again)
    const { application, truth } = await expectConnected(house, again)
    expect(application?.appId).not.toBe(before.appId)
    expect(truth.deletedItems.filter((item) => item.kind === 'application')).toEqual([])
    const { facts } = await getTenant(house.actor, before.rowId)
    expect(facts.find((fact) => fact.label === 'Application id')?.value).toBe(application?.appId)
  })
})

describe('an application of somebody else under our name', () => {
  async function planted() {
    const { id } = await house.database.db.installation.findFirstOrThrow()
    const started = await startRun(house)
    const uniqueName = `latchkey-backup-${id}-${started.tenantId}`
    const foreignApplication = { displayName: 'Stranger', uniqueName }
    const planted = await house.cloud.control.plant(started.tenantId, { foreignApplication })
    await house.cloud.control.plant(started.tenantId, { foreignKey: { application: planted.id } })
    await signInTo(house, started)
    return { started, objectId: planted.id }
  }

  test('is not touched; who keeps it is asked with a text, and after it is gone for good the run goes on', async () => {
    const { started, objectId } = await planted()
    const verdict = await untilVerdict(house, started)
    expect(verdict).toMatchObject({ reason: 'foreign-application', written: 'Nothing was written.' })
    const kinds = ['new-code', 'copy-text', 'take-over', 'take-over-alone']
    expect(verdict.ways.map((way) => way.kind)).toEqual(kinds)
    expect(verdict.ways[1]?.text).toContain('Stranger')
    const [stranger] = (await house.cloud.control.god(started.tenantId)).applications
    expect(stranger).toMatchObject({ displayName: 'Stranger', foreign: true })
    expect(stranger?.keyCredentials).toHaveLength(1)
    await house.cloud.control.plant(started.tenantId, { purgeApplication: { application: objectId } })
    await renewCode(house.actor, started.runId)
    await signInTo(house, started)
    await expectConnected(house, started)
  })

  test('deleted only, it still holds the name: it is not ours to restore or to purge', async () => {
    const { started, objectId } = await planted()
    await untilVerdict(house, started)
    await house.cloud.control.plant(started.tenantId, { deleteApplication: { application: objectId } })
    await renewCode(house.actor, started.runId)
    await signInTo(house, started)
    const verdict = await untilVerdict(house, started)
    expect(verdict.reason).toBe('deleted-stranger')
    expect(verdict.ways.map((way) => way.kind)).toEqual(['new-code', 'copy-text'])
    expect(verdict.ways[1]?.text).toContain(objectId)
    expect((await house.cloud.control.god(started.tenantId)).deletedItems).toHaveLength(1)
  })
})

describe('one grant of twenty is refused', () => {
  test('the other ones stand, the run and the tenant name the one, and a retry grants only it', async () => {
    const started = await startRun(house, [{ name: 'refuse-grant', role: 'Sites.Read.All' }])
    await signInTo(house, started)
    const verdict = await untilVerdict(house, started)
    expect(verdict).toMatchObject({ reason: 'grant-refused', title: 'Microsoft refused to grant Sites.Read.All' })
    expect(verdict.who).toContain('Privileged Role Administrator')
    expect(verdict.reference).toMatch(/trace .* correlation .* \d{4}-/)
    expect(verdict.written).toMatch(
      /^Written: the application .*, \d+ of \d+ permissions\. Not written: one permission\.$/,
    )
    expect(verdict.ways.find((way) => way.kind === 'copy-text')?.text).toContain('Sites.Read.All')
    const before = await house.cloud.control.god(started.tenantId)
    expect(before.grants.length).toBeGreaterThan(15)
    expect(before.grants.map((grant) => grant.role)).not.toContain('Sites.Read.All')
    const { conditions } = await getTenant(house.actor, started.rowId)
    expect(conditions).toMatchObject([{ type: 'Permissions', status: 'failing', reason: 'GrantRefused' }])
    expect(conditions[0]?.message).toContain('Sites.Read.All')
    await expectCodeErased(house, started)

    await house.cloud.control.clearFaults(started.tenantId)
    await renewCode(house.actor, started.runId)
    await signInTo(house, started)
    const { truth } = await expectConnected(house, started)
    expect(truth.grants).toHaveLength(before.grants.length + 1)
    expect(truth.grants).toEqual(expect.arrayContaining(before.grants))
    const after = await getTenant(house.actor, started.rowId)
    expect(after.conditions.find((one) => one.type === 'Permissions')?.status).toBe('ok')
  })
})

describe('our application was switched off in the tenant', () => {
  test('while it is proved: said in words, and proved again without a sign-in once it is on', async () => {
    const started = await startRun(house, [{ name: 'account-disabled' }])
    await signInTo(house, started)
    const verdict = await untilVerdict(house, started)
    expect(verdict).toMatchObject({ reason: 'proof-application-disabled' })
    expect(verdict.written).toContain('stand in the tenant')
    expect(verdict.reference).toMatch(/trace .* correlation /)
    expect(verdict.ways.map((way) => way.kind)).toContain('copy-text')
    await house.cloud.control.clearFaults(started.tenantId)
    await retryProof(house.actor, started.runId)
    await expectConnected(house, started)
  })
})
