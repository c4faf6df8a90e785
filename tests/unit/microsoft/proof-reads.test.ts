import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchAppToken } from '@/lib/microsoft/app-token'
import type { Graph } from '@/lib/microsoft/graph'
import { graphAppId, resolveRoles } from '@/lib/microsoft/permissions'
import { readWorkload, type WorkloadKey } from '@/lib/microsoft/proof-reads'
import type { NewTenant } from '@/practice-cloud/control/control'
import { deskWith, done, openRegistered, type Registered } from '@/tests/support/directory-desk'
import { startPractice, type Practice } from '@/tests/support/practice'
import { skippingClock } from '@/tests/support/skipping-clock'

const all = [
  'User.Read.All',
  'GroupMember.Read.All',
  'Organization.Read.All',
  'MailboxFolder.Read.All',
  'MailboxItem.Read.All',
  'MailboxSettings.Read',
  'Sites.Read.All',
  'Team.ReadBasic.All',
  'Group.Read.All',
  'Application.Read.All',
]

let practice: Practice
beforeAll(async () => (practice = await startPractice()))
afterAll(() => practice.close())

interface Proved extends Registered {
  own: Graph
  read(key: WorkloadKey): ReturnType<typeof readWorkload>
}

async function openProved(wanted: Partial<NewTenant> = {}, roles: readonly string[] = all): Promise<Proved> {
  const desk = await openRegistered(practice, wanted)
  const seen = await desk.directory.observe(desk.scope)
  const { resolved } = resolveRoles(
    seen,
    roles.map((role) => ({ resourceAppId: graphAppId, role })),
  )
  for (const answer of await desk.directory.grantAppRoles(desk.principalId, resolved)) done(answer)
  const result = await fetchAppToken({
    cloud: practice.cloud,
    tenantId: desk.tenant.tenantId,
    clientId: desk.appId,
    resource: practice.cloud.graphResource,
    assertion: () => desk.key.assertion(practice.cloud, desk.tenant.tenantId, desk.appId),
    clock: skippingClock(),
    timeoutMs: 5000,
    fresh: true,
  })
  if (result.status === 'refused') throw new Error(result.failure.code)
  const own = deskWith(practice, desk.tenant, result.token).graph
  return { ...desk, own, read: (key) => readWorkload(key, own, { applicationObjectId: desk.objectId }) }
}

describe('a workload that is there and granted', () => {
  let desk: Proved
  beforeAll(async () => (desk = await openProved()))

  test.each<[WorkloadKey, string]>([
    ['directory', 'GET /users?$top=1'],
    ['groups', 'GET /groups?$top=1'],
    ['teams', 'GET /teams?$top=1'],
    ['sharepoint', 'GET /sites/root'],
  ])('%s is proved by %s', async (key, call) => {
    const reading = await desk.read(key)
    expect(reading).toMatchObject({ status: 'ok', evidence: [{ call, answer: '200 OK' }] })
  })

  test('own-registration is proved by our own application', async () => {
    const reading = await desk.read('own-registration')
    expect(reading.status).toBe('ok')
    expect(reading.evidence[0]?.call).toMatch(/^GET \/applications\/[0-9a-f]{8}…[0-9a-f]{4}$/)
  })

  test('exchange is proved by opening a mailbox and listing its folders', async () => {
    const reading = await desk.read('exchange')
    expect(reading.status).toBe('ok')
    expect(
      reading.evidence.map(({ call }) => call.replace(/[\w-]+…\w+/g, 'ID').replace(/mailboxes\/[^/]+/, 'mailboxes/ID')),
    ).toEqual([
      'GET /users?$top=999',
      'GET /users/ID/mailboxSettings',
      'GET /users/ID/settings/exchange',
      'GET /admin/exchange/mailboxes/ID/folders?$top=1',
    ])
  })

  test('sharepoint tells its host, which is not the domain’s name', async () => {
    const { facts } = await desk.read('sharepoint')
    expect(facts?.sharepointHost).toMatch(/sharepoint/)
    expect(facts?.sharepointHost).not.toContain(desk.tenant.domain)
  })

  test.each<WorkloadKey>(['ews', 'public-folders'])('%s is granted, not tried, and says so', async (key) => {
    expect(await desk.read(key)).toMatchObject({ status: 'not-tried', evidence: [] })
  })

  test.each<[WorkloadKey, number]>([
    ['directory', 1],
    ['groups', 1],
    ['teams', 1],
    ['sharepoint', 1],
    ['own-registration', 1],
    ['exchange', 3],
  ])('%s takes at most %i round trips, so all of them in parallel take three', async (key, trips) => {
    await practice.control.clearLog()
    expect((await desk.read(key)).status).toBe('ok')
    const calls = await practice.control.log({ tenant: desk.tenant.tenantId })
    expect(calls.filter(({ batch }) => batch === undefined)).toHaveLength(trips)
  })
})

describe('a workload that the tenant does not have', () => {
  test.each<WorkloadKey>(['exchange', 'sharepoint', 'teams'])('%s is not present, which is no failure', async (key) => {
    const desk = await openProved({ licences: [] })
    const reading = await desk.read(key)
    expect(reading.status).toBe('not-present')
    expect(reading.failure).toBeUndefined()
    expect(reading.evidence.length).toBeGreaterThan(0)
  })

  test('does not hide another that it has', async () => {
    const desk = await openProved({ licences: ['exchange'] })
    expect((await desk.read('exchange')).status).toBe('ok')
    expect((await desk.read('teams')).status).toBe('not-present')
  })
})

describe('a workload whose permission is missing', () => {
  test.each<[WorkloadKey, string]>([
    ['directory', 'User.Read.All'],
    ['exchange', 'MailboxSettings.Read'],
    ['sharepoint', 'Sites.Read.All'],
    ['teams', 'Team.ReadBasic.All'],
    ['own-registration', 'Application.Read.All'],
  ])('%s without %s has failed, with Microsoft’s refusal', async (key, role) => {
    const without = all.filter((each) => each !== role && (key !== 'teams' || each !== 'Group.Read.All'))
    const desk = await openProved({}, without)
    const reading = await desk.read(key)
    expect(reading).toMatchObject({ status: 'failed', failure: { kind: 'not-allowed' } })
    expect(reading.evidence.at(-1)?.answer).toContain('403')
  })

  test('exchange without its folders has failed, though the mailbox opens', async () => {
    const desk = await openProved(
      {},
      all.filter((role) => !role.startsWith('MailboxFolder') && !role.startsWith('MailboxItem')),
    )
    expect(await desk.read('exchange')).toMatchObject({ status: 'failed', failure: { kind: 'not-allowed' } })
  })
})

test('a service that does not answer has failed, and is not “not present”', async () => {
  const desk = await openProved()
  await practice.control.fault(desk.tenant.tenantId, { name: 'unavailable' })
  for (const key of ['directory', 'exchange', 'teams', 'sharepoint'] as const) {
    expect(await desk.read(key)).toMatchObject({ status: 'failed', failure: { kind: 'unavailable' } })
  }
})

test('our own application is not asked for while its id is unknown', async () => {
  const desk = await openProved()
  expect(await readWorkload('own-registration', desk.own, { applicationObjectId: null })).toMatchObject({
    status: 'not-tried',
  })
})
