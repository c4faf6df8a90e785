import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PERSON_KINDS } from '@/practice-cloud/data/people'
import type { PracticeCloud } from '@/practice-cloud/server'
import { aadsts, claimsOf, code, EXCHANGE, GRAPH, newCertificate, newTenant, register, startCloud } from './support'
import type { Visitor } from './support'

let cloud: PracticeCloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.close())

const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10'
const PRIVILEGED_ROLE_ADMINISTRATOR = 'e8611ab8-c189-46e8-94e1-60213ab1f814'

/** What a person may do in a tenant: create an application, and grant a role of Graph and of Exchange to an existing one. */
async function rightsOf(visitor: Visitor, person: string) {
  const { principalId, token: reader } = await register(visitor, newCertificate())
  const token = await visitor.signIn(person)
  const created = await visitor.graph(token, 'POST', '/applications', { displayName: 'Mine' })
  const graph = await visitor.grant(token, principalId, 'User.Read.All', GRAPH, reader)
  const exchange = await visitor.grant(token, principalId, 'full_access_as_app', EXCHANGE, reader)
  return { create: created.status, graph: graph.status, exchange: exchange.status }
}

describe('where members may not register applications', () => {
  const closed = { membersMayRegisterApplications: false }
  test.each([
    ['global-administrator', { create: 201, graph: 201, exchange: 201 }],
    ['privileged-role-administrator', { create: 403, graph: 201, exchange: 201 }],
    ['application-administrator', { create: 201, graph: 403, exchange: 201 }],
    ['cloud-application-administrator', { create: 201, graph: 403, exchange: 201 }],
    ['privileged-and-application-administrator', { create: 201, graph: 201, exchange: 201 }],
    ['gdap-technician', { create: 201, graph: 201, exchange: 201 }],
    ['gdap-technician-without-role', { create: 403, graph: 403, exchange: 403 }],
    ['ordinary-user', { create: 403, graph: 403, exchange: 403 }],
    ['guest', { create: 403, graph: 403, exchange: 403 }],
  ])('%s has exactly these rights', async (person, rights) => {
    expect(await rightsOf(await newTenant(cloud, closed), person)).toEqual(rights)
  })
})

describe('where members may register applications', () => {
  test('a privileged role administrator alone can create and consent', async () => {
    const rights = await rightsOf(await newTenant(cloud), 'privileged-role-administrator')
    expect(rights).toEqual({ create: 201, graph: 201, exchange: 201 })
  })

  test('an ordinary user becomes owner of what they create and may delete that alone', async () => {
    const visitor = await newTenant(cloud)
    const other = await register(visitor, newCertificate())
    const token = await visitor.signIn('ordinary-user')
    const mine = await visitor.graph(token, 'POST', '/applications', { displayName: 'Mine' })
    const owners = await visitor.graph(other.token, 'GET', `/applications/${String(mine.body['id'])}/owners`)
    expect(owners.body['value']).toMatchObject([{ displayName: 'Olive User' }])
    expect((await visitor.graph(token, 'DELETE', `/applications/${other.objectId}`)).status).toBe(403)
    expect((await visitor.graph(token, 'DELETE', `/applications/${String(mine.body['id'])}`)).status).toBe(204)
  })

  test('a guest still cannot create an application', async () => {
    const visitor = await newTenant(cloud)
    const token = await visitor.signIn('guest')
    const created = await visitor.graph(token, 'POST', '/applications', { displayName: 'Mine' })
    expect([created.status, code(created)]).toEqual([403, 'Authorization_RequestDenied'])
  })
})

describe('the token tells who signed in', () => {
  test('a global administrator carries the tenant, the role and the scopes of Azure CLI', async () => {
    const visitor = await newTenant(cloud)
    const claims = claimsOf(await visitor.signIn('global-administrator'))
    expect(claims).toMatchObject({ tid: visitor.tenantId, idtyp: 'user', acct: 0, ver: '1.0' })
    expect(claims['wids']).toContain(GLOBAL_ADMINISTRATOR)
    expect(String(claims['scp']).split(' ')).toContain('AppRoleAssignment.ReadWrite.All')
    expect(String(claims['scp'])).not.toMatch(/RoleManagement|Policy\.Read/)
  })

  test('a GDAP technician gets a token of the customer tenant with roles, from a home elsewhere, and has no user object', async () => {
    const visitor = await newTenant(cloud)
    const token = await visitor.signIn('gdap-technician')
    const claims = claimsOf(token)
    expect(claims['tid']).toBe(visitor.tenantId)
    expect(claims['idp']).not.toContain(visitor.tenantId)
    expect(claims['wids']).toContain(PRIVILEGED_ROLE_ADMINISTRATOR)
    expect((await visitor.graph(token, 'GET', '/me')).status).toBe(404)
  })

  test('a guest is told by account type and by an external address', async () => {
    const visitor = await newTenant(cloud)
    const claims = claimsOf(await visitor.signIn('guest'))
    expect(claims).toMatchObject({ tid: visitor.tenantId, acct: 1 })
    expect(claims['upn']).toContain('#EXT#')
  })

  test('someone of another tenant gets a token with that other tenant in it', async () => {
    const visitor = await newTenant(cloud)
    const claims = claimsOf(await visitor.signIn('another-tenant'))
    expect(claims['tid']).not.toBe(visitor.tenantId)
    expect((await cloud.control.tenants()).map((tenant) => tenant.tenantId)).toContain(claims['tid'])
  })

  test('a personal account ends a sign-in to a tenant with 50020', async () => {
    const visitor = await newTenant(cloud)
    expect(aadsts(await visitor.signInReply('personal-account'))).toBe(50020)
  })

  test('a personal account signs in through common, to the tenant of personal accounts', async () => {
    const visitor = await newTenant(cloud)
    const started = await visitor.deviceCode({}, 'common')
    await cloud.control.signIn({ userCode: String(started.body['user_code']), person: 'personal-account' })
    const { body } = await visitor.poll(started.body['device_code'], {}, 'common')
    expect(claimsOf(String(body['access_token']))['tid']).toBe('9188040d-6c67-4c5b-b112-36a304b66dad')
  })
})

test('me shows the roles of whoever signed in', async () => {
  const visitor = await newTenant(cloud)
  const token = await visitor.signIn('application-administrator')
  const roles = await visitor.graph(token, 'GET', '/me/transitiveMemberOf/microsoft.graph.directoryRole')
  expect(roles.body['value']).toMatchObject([
    { displayName: 'Application Administrator', roleTemplateId: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3' },
  ])
})

test('every tenant offers every kind of person', async () => {
  for (const tenant of await cloud.control.tenants())
    expect(tenant.people.map((person) => person.kind).sort()).toEqual([...PERSON_KINDS].sort())
})
