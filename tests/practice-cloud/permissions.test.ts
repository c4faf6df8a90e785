import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { code, GRAPH, GRAPH_SCOPE, newCertificate, newTenant, register, rows, startCloud } from './support'
import type { Visitor } from './support'

let cloud: PracticeCloud
let visitor: Visitor
beforeAll(async () => {
  cloud = await startCloud()
  visitor = await newTenant(cloud)
})
afterAll(() => cloud.close())

/** Status of a read with an application that holds exactly these roles. */
async function readWith(roles: readonly string[], path: string): Promise<number> {
  const certificate = newCertificate()
  const made = await register(visitor, certificate, roles)
  const token = await visitor.appToken(made.appId, certificate)
  return (await visitor.graph(token, 'GET', path)).status
}

async function licensedUser(): Promise<string> {
  const token = await visitor.signIn('global-administrator')
  const users = await visitor.graph(token, 'GET', '/users?$select=id,assignedLicenses')
  const all = users.body['value'] as { id: string; assignedLicenses: object[] }[]
  return all.find((user) => user.assignedLicenses.length > 0)?.id ?? 'nobody'
}

describe('an application needs exactly the permission of each harmless read', () => {
  test.each([
    ['/users?$top=1', 'User.Read.All', 'Group.Read.All'],
    ['/groups?$top=1', 'Group.Read.All', 'User.Read.All'],
    ['/teams?$top=1', 'Team.ReadBasic.All', 'User.Read.All'],
    ['/sites/root', 'Sites.Read.All', 'Files.Read.All'],
    ['/organization', 'Organization.Read.All', 'Sites.Read.All'],
    ['/applications', 'Application.Read.All', 'User.Read.All'],
    ['/policies/defaultAppManagementPolicy', 'Policy.Read.All', 'Application.Read.All'],
    ['/users/{user}/mailboxSettings', 'MailboxSettings.Read', 'MailboxFolder.Read.All'],
    ['/users/{user}/settings/exchange', 'MailboxFolder.Read.All', 'MailboxSettings.Read'],
  ])('%s wants %s, and %s is not enough', async (path, enough, other) => {
    const place = path.replace('{user}', await licensedUser())
    expect(await readWith([enough], place)).toBe(200)
    expect(await readWith([other], place)).toBe(403)
  })
})

describe('the scopes of a delegated token are enforced', () => {
  test('Azure CLI may not read policies, however mighty the person', async () => {
    const token = await visitor.signIn('global-administrator')
    for (const path of [
      '/policies/defaultAppManagementPolicy',
      '/policies/identitySecurityDefaultsEnforcementPolicy',
    ]) {
      const answer = await visitor.graph(token, 'GET', path)
      expect([answer.status, code(answer)]).toEqual([403, 'Authorization_RequestDenied'])
    }
  })

  test('a client with Policy.Read.All reads policies for an administrator and not for an ordinary user', async () => {
    const scopes = ['User.Read', 'Policy.Read.All']
    const { appId } = await cloud.control.registerClient({ displayName: 'Reader', scopes })
    const fields = { client_id: appId, scope: 'https://graph.microsoft.com/.default' }
    const administrator = await visitor.signIn('global-administrator', fields)
    expect((await visitor.graph(administrator, 'GET', '/policies/defaultAppManagementPolicy')).status).toBe(200)
    const ordinary = await visitor.signIn('ordinary-user', fields)
    expect((await visitor.graph(ordinary, 'GET', '/policies/defaultAppManagementPolicy')).status).toBe(403)
  })

  test('a client without the write scopes creates and grants nothing, even for a global administrator', async () => {
    const made = await register(visitor, newCertificate())
    const { appId } = await cloud.control.registerClient({
      displayName: 'Looker',
      scopes: ['User.Read', 'Application.Read.All'],
    })
    const token = await visitor.signIn('global-administrator', {
      client_id: appId,
      scope: 'https://graph.microsoft.com/.default',
    })
    expect((await visitor.graph(token, 'POST', '/applications', { displayName: 'B' })).status).toBe(403)
    expect((await visitor.grant(token, made.principalId, 'User.Read.All')).status).toBe(403)
  })

  test('directory roles are assigned by those who may, with the right of the person in an Azure CLI token', async () => {
    const made = await register(visitor, newCertificate())
    const body = {
      roleDefinitionId: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
      principalId: made.principalId,
      directoryScopeId: '/',
    }
    const place = '/roleManagement/directory/roleAssignments'
    const weak = await visitor.signIn('application-administrator')
    expect((await visitor.graph(weak, 'POST', place, body)).status).toBe(403)
    const strong = await visitor.signIn('privileged-role-administrator')
    const first = await visitor.graph(strong, 'POST', place, body)
    expect([first.status, String(first.body['id']).endsWith('-1')]).toEqual([201, true])
    const second = await visitor.graph(strong, 'POST', place, body)
    expect([second.status, code(second)]).toEqual([400, 'Request_BadRequest'])
  })

  test('privileged identity management refuses this token by name of the missing scope', async () => {
    const token = await visitor.signIn('global-administrator')
    const answer = await visitor.graph(token, 'GET', '/roleManagement/directory/roleAssignmentScheduleRequests')
    expect(answer.status).toBe(403)
    expect(JSON.stringify(answer.body)).toContain('PermissionScopeNotGranted')
  })
})

describe('tokens', () => {
  const get = async (authorization?: string) => {
    const response = await fetch(
      `${cloud.origin}/v1.0/me`,
      authorization === undefined ? {} : { headers: { authorization } },
    )
    const { error } = (await response.json()) as { error: { code: string; message: string } }
    return [response.status, error.code, error.message]
  }

  test('no token, no sense in it, a foreign signature', async () => {
    expect(await get()).toEqual([401, 'InvalidAuthenticationToken', 'Access token is empty.'])
    const malformed = [401, 'InvalidAuthenticationToken', 'CompactToken parsing failed with error code: 80049217']
    expect(await get('Bearer nonsense')).toEqual(malformed)
    const token = await visitor.signIn('global-administrator')
    expect(await get(`Bearer ${token.slice(0, -8)}AAAAAAAA`)).toEqual(malformed)
  })

  test('an expired token', async () => {
    const own = await startCloud()
    try {
      const there = await newTenant(own)
      const token = await there.signIn('global-administrator')
      await own.control.advanceClock(7200)
      const answer = await there.graph(token, 'GET', '/me')
      expect([answer.status, code(answer)]).toEqual([401, 'InvalidAuthenticationToken'])
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    } finally {
      await own.close()
    }
  })

  test('me is for people', async () => {
    expect(await readWith(['User.Read.All'], '/me')).toBe(400)
  })

  test('a token of an application whose principal is gone identifies nobody', async () => {
    const certificate = newCertificate()
    const made = await register(visitor, certificate, ['User.Read.All'])
    const token = await visitor.appToken(made.appId, certificate)
    await cloud.control.plant(visitor.tenantId, { deleteServicePrincipal: { application: made.appId } })
    const answer = await visitor.graph(token, 'GET', '/users')
    expect([answer.status, code(answer)]).toEqual([403, 'Authorization_IdentityNotFound'])
  })

  test('a token keeps the roles it was issued with', async () => {
    const certificate = newCertificate()
    const made = await register(visitor, certificate, ['User.Read.All'])
    const token = await visitor.appToken(made.appId, certificate)
    await cloud.control.plant(visitor.tenantId, { removeGrant: { application: made.appId, role: 'User.Read.All' } })
    expect((await visitor.graph(token, 'GET', '/users')).status).toBe(200)
    const fresh = await visitor.appToken(made.appId, certificate)
    expect((await visitor.graph(fresh, 'GET', '/users')).status).toBe(403)
  })
})

describe('granting takes the permission to grant and one to read applications', () => {
  const grants = 'AppRoleAssignment.ReadWrite.All'

  test.each([
    [[grants], 403],
    [['Application.Read.All'], 403],
    [[grants, 'User.Read.All'], 403],
    [[grants, 'Application.Read.All'], 201],
    [[grants, 'Directory.Read.All'], 201],
  ])('an application that holds %j is answered %i', async (roles, status) => {
    const certificate = newCertificate()
    const made = await register(visitor, certificate, roles)
    const token = await visitor.appToken(made.appId, certificate)
    const answer = await visitor.grant(token, made.principalId, 'Mail.Read', GRAPH, made.token)
    expect(answer.status).toBe(status)
  })

  test.each([
    [[grants], 403],
    [['Application.Read.All'], 403],
    [[grants, 'Application.Read.All'], 201],
  ])(
    'an administrator with a token for %j is answered %i, and takes grants away with the first alone',
    async (more, status) => {
      const made = await register(visitor, newCertificate(), ['User.Read.All'])
      const { appId } = await cloud.control.registerClient({ displayName: 'Granter', scopes: ['User.Read', ...more] })
      const fields = { client_id: appId, scope: GRAPH_SCOPE }
      const token = await visitor.signIn('global-administrator', fields)
      expect((await visitor.grant(token, made.principalId, 'Mail.Read', GRAPH, made.token)).status).toBe(status)
      const place = `/servicePrincipals/${made.principalId}/appRoleAssignments`
      const [grant] = rows(await visitor.graph(made.token, 'GET', place))
      const taken = await visitor.graph(token, 'DELETE', `${place}/${String(grant?.['id'])}`)
      expect(taken.status).toBe(more.includes(grants) ? 204 : 403)
    },
  )
})

describe('grants', () => {
  test('a second grant of the same role says that it exists, in the words of each form', async () => {
    const made = await register(visitor, newCertificate(), ['User.Read.All'])
    const again = await visitor.grant(made.token, made.principalId, 'User.Read.All')
    expect([again.status, code(again)]).toEqual([400, 'Request_BadRequest'])
    expect(JSON.stringify(again.body)).toContain('Permission being assigned already exists on the object')
    const role = await visitor.role(made.token, '00000003-0000-0000-c000-000000000000', 'User.Read.All')
    const body = { principalId: made.principalId, ...role }
    const other = await visitor.graph(
      made.token,
      'POST',
      `/servicePrincipals/${role.resourceId}/appRoleAssignedTo`,
      body,
    )
    expect([other.status, code(other)]).toEqual([409, 'Request_MultipleObjectsWithSameKeyValue'])
  })

  test('an unknown role is refused, and so is removing what is not there', async () => {
    const made = await register(visitor, newCertificate())
    const { resourceId } = await visitor.role(made.token, '00000003-0000-0000-c000-000000000000', 'User.Read.All')
    const body = { principalId: made.principalId, resourceId, appRoleId: '11111111-1111-1111-1111-111111111111' }
    const place = `/servicePrincipals/${made.principalId}/appRoleAssignments`
    expect(JSON.stringify((await visitor.graph(made.token, 'POST', place, body)).body)).toContain(
      'was not found on application',
    )
    expect((await visitor.graph(made.token, 'DELETE', `${place}/nothing`)).status).toBe(400)
  })

  test('an id has 43 characters, is listed on both sides, and a removed grant is gone', async () => {
    const made = await register(visitor, newCertificate(), ['User.Read.All'])
    const place = `/servicePrincipals/${made.principalId}/appRoleAssignments`
    const [grant] = (await visitor.graph(made.token, 'GET', place)).body['value'] as Record<string, string>[]
    expect(grant?.['id']).toHaveLength(43)
    const side = await visitor.graph(
      made.token,
      'GET',
      `/servicePrincipals/${String(grant?.['resourceId'])}/appRoleAssignedTo`,
    )
    expect((side.body['value'] as { id: string }[]).map((each) => each.id)).toContain(grant?.['id'])
    expect((await visitor.graph(made.token, 'DELETE', `${place}/${String(grant?.['id'])}`)).status).toBe(204)
    expect((await visitor.graph(made.token, 'GET', place)).body['value']).toEqual([])
  })

  test('the old tenant lacks the roles of 2026 and has those of 2025', async () => {
    const old = await newTenant(cloud, { generation: '2025' })
    const token = await old.signIn('global-administrator')
    const graph = await old.graph(
      token,
      'GET',
      "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=appRoles",
    )
    const names = (graph.body['appRoles'] as { value: string }[]).map((role) => role.value)
    expect(names).toContain('MailboxItem.ImportExport.All')
    expect(names).not.toContain('MailboxItem.Export.All')
    expect(names.length).toBe(548)
  })
})
