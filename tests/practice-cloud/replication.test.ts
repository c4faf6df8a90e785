import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { aadsts, claimsOf, code, keyCredential, newCertificate, newTenant, register, startCloud } from './support'
import type { Registered, Visitor } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

type Reads =
  'application' | 'applicationList' | 'servicePrincipal' | 'grants' | 'reference' | 'keys' | 'tokenService' | '*'
const LAG_SECONDS = 60

const certificate = newCertificate()

interface Lagging {
  visitor: Visitor
  made: Registered
}

/** A tenant in which one application stood before and one kind of read lags from now on. */
async function lagging(reads: Reads): Promise<Lagging> {
  const visitor = await newTenant(cloud)
  const made = await register(visitor, certificate, ['User.Read.All'])
  await cloud.control.fault(visitor.tenantId, { name: 'replication-lag', reads, seconds: LAG_SECONDS })
  return { visitor, made }
}

async function create({ visitor, made }: Lagging) {
  const application = await visitor.graph(made.token, 'POST', '/applications', { displayName: 'Young' })
  expect(application.status).toBe(201)
  return { objectId: String(application.body['id']), appId: String(application.body['appId']) }
}

const get = async ({ visitor, made }: Lagging, path: string) => visitor.graph(made.token, 'GET', path)

describe('one kind of read lags and the others do not', () => {
  test('application: an old one is there, a young one is not found by id, but is in the list', async () => {
    const it = await lagging('application')
    const young = await create(it)
    expect((await get(it, `/applications/${it.made.objectId}`)).status).toBe(200)
    expect((await get(it, `/applications/${young.objectId}`)).status).toBe(404)
    expect(
      (await it.visitor.graph(it.made.token, 'PATCH', `/applications/${young.objectId}`, { notes: 'x' })).status,
    ).toBe(404)
    expect((await get(it, '/applications')).body['value']).toHaveLength(2)
    await cloud.control.advanceClock(LAG_SECONDS)
    expect((await get(it, `/applications/${young.objectId}`)).status).toBe(200)
  })

  test('applicationList: a young one is found by id and missing in the list', async () => {
    const it = await lagging('applicationList')
    const young = await create(it)
    expect((await get(it, `/applications/${young.objectId}`)).status).toBe(200)
    expect((await get(it, '/applications')).body['value']).toHaveLength(1)
  })

  test('reference: a principal for a young application is refused, because nothing backs it yet', async () => {
    const it = await lagging('reference')
    const young = await create(it)
    const answer = await it.visitor.graph(it.made.token, 'POST', '/servicePrincipals', { appId: young.appId })
    expect([answer.status, code(answer)]).toEqual([400, 'Request_BadRequest'])
    expect(answer.body).toMatchObject({ error: { details: [{ code: 'NoBackingApplicationObject' }] } })
  })

  test('reference: a grant to a young principal is no valid reference yet', async () => {
    const visitor = await newTenant(cloud)
    const made = await register(visitor, certificate)
    const young = await visitor.graph(made.token, 'POST', '/applications', { displayName: 'Young' })
    await cloud.control.advanceClock(LAG_SECONDS)
    await cloud.control.fault(visitor.tenantId, {
      name: 'replication-lag',
      reads: 'reference',
      seconds: LAG_SECONDS / 2,
    })
    const principal = await visitor.graph(made.token, 'POST', '/servicePrincipals', { appId: young.body['appId'] })
    const early = await visitor.grant(made.token, String(principal.body['id']), 'User.Read.All')
    expect([early.status, (early.body['error'] as { message: string }).message]).toEqual([
      400,
      'Not a valid reference update.',
    ])
    await cloud.control.advanceClock(LAG_SECONDS)
    expect((await visitor.grant(made.token, String(principal.body['id']), 'User.Read.All')).status).toBe(201)
  })

  test('servicePrincipal: a young one is not found', async () => {
    const it = await lagging('servicePrincipal')
    const young = await create(it)
    const principal = await it.visitor.graph(it.made.token, 'POST', '/servicePrincipals', { appId: young.appId })
    expect(principal.status).toBe(201)
    expect((await get(it, `/servicePrincipals/${String(principal.body['id'])}`)).status).toBe(404)
    const again = await it.visitor.graph(it.made.token, 'POST', '/servicePrincipals', { appId: young.appId })
    expect([again.status, code(again)]).toEqual([409, 'Request_MultipleObjectsWithSameKeyValue'])
  })

  test('grants: a young grant is not listed, yet granting it again says that it exists', async () => {
    const it = await lagging('grants')
    await it.visitor.grant(it.made.token, it.made.principalId, 'Group.Read.All')
    expect((await get(it, `/servicePrincipals/${it.made.principalId}/appRoleAssignments`)).body['value']).toHaveLength(
      1,
    )
    expect((await it.visitor.grant(it.made.token, it.made.principalId, 'Group.Read.All')).status).toBe(400)
  })

  test('keys: a read shows the keys of before', async () => {
    const it = await lagging('keys')
    const place = `/applications/${it.made.objectId}`
    await it.visitor.graph(it.made.token, 'PATCH', place, { keyCredentials: [] })
    expect((await get(it, place)).body['keyCredentials']).toHaveLength(1)
    await cloud.control.clearFaults(it.visitor.tenantId)
    expect((await get(it, place)).body['keyCredentials']).toEqual([])
  })

  test('tokenService: a young certificate is unknown and a young grant is not in the token', async () => {
    const it = await lagging('tokenService')
    const next = newCertificate()
    await it.visitor.graph(it.made.token, 'PATCH', `/applications/${it.made.objectId}`, {
      keyCredentials: [keyCredential(next)],
    })
    await it.visitor.grant(it.made.token, it.made.principalId, 'Group.Read.All')
    const early = await it.visitor.tokenReply(it.made.appId, it.visitor.assertion(it.made.appId, next))
    expect(aadsts(early)).toBe(700027)
    const old = claimsOf(await it.visitor.appToken(it.made.appId, certificate))
    expect(old['roles']).toEqual(['User.Read.All'])
    await cloud.control.advanceClock(LAG_SECONDS)
    const claims = claimsOf(await it.visitor.appToken(it.made.appId, next))
    expect(claims['roles']).toEqual(['Group.Read.All', 'User.Read.All'])
  })

  test('all of them at once, and an application that is younger than the lag is unknown to the token service', async () => {
    const it = await lagging('*')
    const young = await create(it)
    expect((await get(it, `/applications/${young.objectId}`)).status).toBe(404)
    expect((await get(it, '/applications')).body['value']).toHaveLength(1)
    const answer = await it.visitor.tokenReply(young.appId, it.visitor.assertion(young.appId, certificate))
    expect(aadsts(answer)).toBe(700016)
  })
})

test('the upsert knows the truth: on a stale look it would replace the living key', async () => {
  const visitor = await newTenant(cloud)
  const token = await visitor.signIn('global-administrator')
  const place = "/applications(uniqueName='backup')"
  const prefer = { prefer: 'create-if-missing' }
  await cloud.control.fault(visitor.tenantId, { name: 'replication-lag', seconds: LAG_SECONDS })
  await visitor.graph(token, 'PATCH', place, { displayName: 'B', keyCredentials: [keyCredential(certificate)] }, prefer)
  expect((await visitor.graph(token, 'GET', place)).status).toBe(404)
  const next = newCertificate()
  const again = await visitor.graph(
    token,
    'PATCH',
    place,
    { displayName: 'B', keyCredentials: [keyCredential(next)] },
    prefer,
  )
  expect(again.status).toBe(204)
  const [application] = (await cloud.control.god(visitor.tenantId)).applications
  expect(application?.keyCredentials.map((key) => key.sha256)).toEqual([next.sha256])
})

test('stale-observe shows the directory as it was, also what stood before the fault, and leaves writes alone', async () => {
  const visitor = await newTenant(cloud)
  const made = await register(visitor, certificate, ['User.Read.All'])
  await cloud.control.fault(visitor.tenantId, { name: 'stale-observe', seconds: 120 })
  expect((await visitor.graph(made.token, 'GET', `/applications/${made.objectId}`)).status).toBe(404)
  expect((await visitor.graph(made.token, 'GET', '/applications')).body['value']).toEqual([])
  expect((await visitor.graph(made.token, 'PATCH', `/applications/${made.objectId}`, { notes: 'x' })).status).toBe(204)
  expect((await visitor.tokenReply(made.appId, visitor.assertion(made.appId, certificate))).status).toBe(200)
  await cloud.control.advanceClock(121)
  expect((await visitor.graph(made.token, 'GET', `/applications/${made.objectId}`)).status).toBe(200)
})

test('a flapping replica misses again after a hit', async () => {
  const visitor = await newTenant(cloud)
  const made = await register(visitor, certificate)
  await cloud.control.fault(visitor.tenantId, {
    name: 'replication-lag',
    reads: 'applicationList',
    seconds: 600,
    flapping: true,
  })
  await visitor.graph(made.token, 'POST', '/applications', { displayName: 'Young' })
  const seen: number[] = []
  for (let read = 0; read < 4; read++)
    seen.push(((await visitor.graph(made.token, 'GET', '/applications')).body['value'] as object[]).length)
  expect(new Set(seen)).toEqual(new Set([1, 2]))
})

test('a tenant may lag from the beginning, without hiding what it was made with', async () => {
  const visitor = await newTenant(cloud, { replicationLagMs: 30_000 })
  const token = await visitor.signIn('global-administrator')
  const made = await visitor.graph(token, 'POST', '/applications', { displayName: 'Young' })
  const place = `/applications/${String(made.body['id'])}`
  expect((await visitor.graph(token, 'GET', place)).status).toBe(404)
  await cloud.control.advanceClock(31)
  expect((await visitor.graph(token, 'GET', place)).status).toBe(200)
})

test('god sees through every lag', async () => {
  const it = await lagging('*')
  const young = await create(it)
  const god = await cloud.control.god(it.visitor.tenantId)
  expect(god.applications.map((application) => application.objectId)).toContain(young.objectId)
})
