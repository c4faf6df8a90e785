import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { exchangeAppId, graphAppId } from '@/lib/microsoft/permissions'
import type { DesiredPresent } from '@/lib/reconcile/desired'
import { startPractice, type Practice } from '@/tests/support/practice'
import { anyFaults, anyLags } from '@/tests/support/reconcile-cases'
import { Office, want } from '@/tests/support/reconcile-office'
import { PracticePlace, type SkippedTime } from '@/tests/support/reconcile-practice'
import { makeTestKey, type TestKey } from '@/tests/support/test-keys'

// real runs over HTTP, three hundred of each beside the thousands on the model: they show that the practice cloud agrees with it
vi.setConfig({ testTimeout: 900_000 })

const time: SkippedTime = { milliseconds: 0 }
const attended = { authorities: ['administrator'] } as const
const unattended = { authorities: ['application'] } as const
const casesPerTenant = 20
const cases = { numRuns: 300 }

let practice: Practice
let place: PracticePlace
let first: TestKey
let second: TestKey
let made = 0

beforeAll(async () => {
  practice = await startPractice()
  first = await makeTestKey({ days: 300 })
  second = await makeTestKey({ days: 301 })
})

afterAll(() => practice.close())

beforeEach(async () => {
  place = await PracticePlace.open(practice, time)
})

/** An office of its own in front of an application of its own; a fresh tenant and sign-in now and then. */
async function openOffice(): Promise<Office<PracticePlace>> {
  made += 1
  await place.clearFaults()
  if (made % casesPerTenant === 0) place = await PracticePlace.open(practice, time)
  place.calls = []
  place.faults = []
  return new Office(place)
}

function wantHere(changes: Partial<DesiredPresent> = {}): DesiredPresent {
  const roles = [
    { resourceAppId: exchangeAppId, role: 'full_access_as_app' },
    { resourceAppId: exchangeAppId, role: 'Exchange.ManageAsApp' },
  ]
  const appRoles = roles.map((role) => ({ ...role, fallbacks: [], workload: 'exchange' }))
  return want(first.credential, { uniqueName: `latchkey/test/${made}`, appRoles, ...changes })
}

async function standing() {
  const god = await place.god()
  const applications = god.applications.filter((one) => one.uniqueName === `latchkey/test/${made}`)
  const principals = god.servicePrincipals.filter((one) => applications.some(({ appId }) => appId === one.appId))
  const grants = god.grants.filter((grant) => principals.some(({ objectId }) => objectId === grant.principalId))
  const keyIds = applications.flatMap((one) => one.keyCredentials.map((key) => key.keyId))
  return { applications, principals, grants, keyIds }
}

test('a first connect costs one look and three writes, and the look after it is empty', async () => {
  const office = await openOffice()
  const outcome = await office.run(wantHere(), { ...attended, lastLook: 'caller' })
  expect(outcome.status).toBe('converged')
  expect(place.calls).toEqual(['observe', 'upsertApplication', 'upsertServicePrincipal', 'grantAppRoles'])
  expect(await office.run(wantHere(), attended)).toMatchObject({ status: 'converged', verified: true })
})

test('an interrupted connect with any answer lost converges on the next run: one application, the known key living', async () => {
  await fc.assert(
    fc.asyncProperty(anyFaults, anyLags, async (faults, lags) => {
      const office = await openOffice()
      await place.lag(lags)
      place.faults = [...faults]
      const outcome = await office.runThroughCrashes(() => wantHere(), attended)
      expect(outcome).toMatchObject({ status: 'converged', verified: true })
      const { applications, principals, grants, keyIds } = await standing()
      expect([applications.length, principals.length, grants.length]).toEqual([1, 1, 2])
      expect(keyIds).toEqual([first.credential.keyId])
    }),
    cases,
  )
})

test('a connect ends whatever delay each write has for each kind of read', async () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const office = await openOffice()
    await place.fault({ name: 'replication-lag', seconds: 60, seed })
    expect(await office.run(wantHere(), attended)).toMatchObject({ status: 'converged', verified: true })
    expect((await standing()).applications).toHaveLength(1)
  }
})

test('a stale look never costs the living key and never makes a second application', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 100 }), fc.boolean(), async (seconds, proven) => {
      const office = await openOffice()
      await office.run(wantHere(), { ...attended, lastLook: 'caller' })
      await place.fault({ name: 'stale-observe', seconds })
      const certificate = { key: second.credential, proven: false, supersedes: [first.credential.keyId] }
      await office.run(wantHere({ certificate }), attended)
      expect((await standing()).keyIds.toSorted()).toEqual([first.credential.keyId, second.credential.keyId].toSorted())
      await office.run(wantHere({ certificate: { ...certificate, proven } }), attended)
      const { applications, keyIds } = await standing()
      expect(applications).toHaveLength(1)
      expect(keyIds).toContain(second.credential.keyId)
    }),
    cases,
  )
})

test('unattended rotation always leaves one valid key', async () => {
  await fc.assert(
    fc.asyncProperty(anyFaults, anyFaults, fc.constantFrom('kept', 'replaced-silently'), async (one, two, keyid) => {
      const office = await openOffice()
      const own = { resourceAppId: graphAppId, role: 'Application.Read.All', fallbacks: [], workload: 'own' }
      const appRoles = [own]
      await office.run(wantHere({ appRoles }), { ...attended, lastLook: 'caller' })
      const clientId = office.records.application?.appId ?? ''
      const proof = (keyId: string, objectId: string) =>
        (keyId === first.credential.keyId ? first : second).proof(objectId, place.clock.now())
      await place.fault({ name: 'keyid', behaviour: keyid })
      const certificate = { key: second.credential, proven: false, supersedes: [first.credential.keyId] }
      const rotate = async (key: TestKey, proven: boolean) => {
        const application = await place.applicationDirectory(clientId, key)
        const desired = wantHere({ appRoles, certificate: { ...certificate, proven } })
        return office.runThroughCrashes(() => desired, unattended, { administrator: null, application, proof })
      }
      place.faults = [...one]
      await rotate(first, false)
      const between = (await standing()).applications.flatMap((app) => app.keyCredentials.map((key) => key.sha1))
      expect(new Set(between)).toEqual(new Set([first.credential.sha1, second.credential.sha1]))
      place.faults = [...two]
      expect(await rotate(second, true)).toMatchObject({ status: 'converged', verified: true })
      const after = (await standing()).applications.flatMap((app) => app.keyCredentials.map((key) => key.sha1))
      expect(new Set(after)).toEqual(new Set([second.credential.sha1]))
    }),
    cases,
  )
})

test('a policy that caps certificate life ends the run with its refusal', async () => {
  const office = await openOffice()
  await place.fault({ name: 'key-lifetime-policy', maxLifetime: 'P30D' })
  const outcome = await office.run(wantHere(), attended)
  expect(outcome).toMatchObject({ status: 'stalled', failure: { kind: 'key-lifetime-policy' } })
  expect((await standing()).applications).toEqual([])
})

test('a refused permission ends the run and names who is needed', async () => {
  const office = await openOffice()
  await place.fault({ name: 'refuse-grant', role: 'full_access_as_app' })
  const outcome = await office.run(wantHere(), attended)
  expect(outcome).toMatchObject({ status: 'blocked', needs: 'administrator', failure: { kind: 'not-allowed' } })
})

test('a decommission deletes our application and leaves the others', async () => {
  const office = await openOffice()
  const { uniqueName } = wantHere()
  await office.run(wantHere(), attended)
  const others = (await place.god()).applications.length - 1
  const { records } = office
  const outcome = await office.run({ state: 'absent', uniqueName, records, purge: true }, attended)
  expect(outcome).toMatchObject({ status: 'converged' })
  const god = await place.god()
  expect([god.applications.length, god.deletedItems.filter((item) => item.uniqueName === uniqueName).length]).toEqual([
    others,
    0,
  ])
})
