import { graphAppId, exchangeAppId } from '@/lib/microsoft/permissions'
import type { DesiredPresent } from '@/lib/reconcile/desired'
import { startPractice, type Practice } from '@/tests/support/practice'
import { done, openRegistered } from '@/tests/support/directory-desk'
import { Office, want } from '@/tests/support/reconcile-office'
import { PracticePlace } from '@/tests/support/reconcile-practice'
import { makeTestKey, type TestKey } from '@/tests/support/test-keys'

const attended = { authorities: ['administrator'] } as const
const unattended = { authorities: ['application'] } as const
const globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451'
const uniqueName = 'latchkey/contract/backup'

/** What whole runs seldom send: rotation without a person, restore, purge, taking back, and every second way after a doubt. */
export async function runKernelJourneys(): Promise<void> {
  const practice = await startPractice()
  try {
    await rotateAndDecommission(practice)
    await restoreAndPurge(practice)
    await repeatWrites(practice)
    await readManyPages(practice)
  } finally {
    await practice.close()
  }
}

function wanted(key: TestKey, changes: Partial<DesiredPresent> = {}): DesiredPresent {
  const own = { resourceAppId: graphAppId, role: 'Application.Read.All', fallbacks: [], workload: 'own-registration' }
  const legacy = { resourceAppId: exchangeAppId, role: 'Exchange.ManageAsApp', fallbacks: [], workload: 'exchange' }
  const directoryRoles = [{ templateId: globalReader, workload: 'public-folders' }]
  return want(key.credential, { uniqueName, appRoles: [own, legacy], directoryRoles, ...changes })
}

async function rotateAndDecommission(practice: Practice): Promise<void> {
  const place = await PracticePlace.open(practice, { milliseconds: 0 })
  const office = new Office(place)
  const [first, second] = [await makeTestKey({ days: 300 }), await makeTestKey({ days: 301 })]
  await office.run(wanted(first), attended)
  const clientId = office.records.application?.appId ?? ''
  const certificate = { key: second.credential, proven: false, supersedes: [first.credential.keyId] }
  const roll = async (key: TestKey, proven: boolean) => {
    const application = await place.applicationDirectory(clientId, key)
    const proof = (keyId: string, objectId: string) =>
      (keyId === first.credential.keyId ? first : second).proof(objectId, place.clock.now())
    await office.run(wanted(first, { certificate: { ...certificate, proven } }), unattended, {
      administrator: null,
      application,
      proof,
    })
  }
  await roll(first, false)
  await roll(second, true)
  const third = await makeTestKey({ days: 302 })
  const byPerson = { key: third.credential, proven: true, supersedes: [second.credential.keyId] }
  await office.run(wanted(first, { certificate: byPerson, appRoles: wanted(first).appRoles.slice(0, 1) }), attended)
  await office.run({ state: 'absent', uniqueName, records: office.records, purge: true }, attended)
}

async function restoreAndPurge(practice: Practice): Promise<void> {
  for (const deletedApplication of ['restore', 'purge'] as const) {
    const place = await PracticePlace.open(practice, { milliseconds: 0 })
    const office = new Office(place)
    const key = await makeTestKey()
    await office.run(wanted(key), attended)
    await practice.control.plant(place.desk.tenant.tenantId, { deleteApplication: { application: uniqueName } })
    await office.run(wanted(key, { deletedApplication }), { ...attended, patienceMs: 1000 })
  }
}

/** Grants and roles a second time, and a revocation of what is gone: the answers are ambiguous, so lists are read. */
async function repeatWrites(practice: Practice): Promise<void> {
  const { directory, principalId, graph } = await openRegistered(practice)
  const found = await graph.get(`/servicePrincipals(appId='${graphAppId}')?$select=id,appId,displayName,appRoles`)
  const resource = found.body as { id: string; appRoles: { id: string; value: string }[] }
  const roleId = resource.appRoles.find(({ value }) => value === 'User.Read.All')?.id ?? ''
  const grant = { resourceObjectId: resource.id, roleId }
  const [made] = await directory.grantAppRoles(principalId, [grant])
  await directory.grantAppRoles(principalId, [grant])
  const assignmentId = made?.result === 'done' ? (made.value?.assignmentId ?? '') : ''
  done(await directory.revokeAppRole(principalId, assignmentId))
  done(await directory.revokeAppRole(principalId, assignmentId))
  await directory.assignDirectoryRole(principalId, globalReader)
  done(await directory.assignDirectoryRole(principalId, globalReader))
}

async function readManyPages(practice: Practice): Promise<void> {
  const { directory, graph, scope } = await openRegistered(practice, { ordinaryUsers: 130 })
  await graph.list('/users?$select=id')
  await directory.observe(scope)
}
