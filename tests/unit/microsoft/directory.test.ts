import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { graphAppId, exchangeAppId, resolveRoles, roleName, sharepointAppId } from '@/lib/microsoft/permissions'
import { globalReader } from '@/lib/microsoft/roles'
import { applicationInput, deskWith, done, openDesk, openRegistered, uniqueName } from '@/tests/support/directory-desk'
import { startPractice, type Practice } from '@/tests/support/practice'
import { makeTestKey } from '@/tests/support/test-keys'

let practice: Practice
beforeAll(async () => (practice = await startPractice()))
afterAll(() => practice.close())

async function callsOf(tenantId: string): Promise<string[]> {
  const entries = await practice.control.log({ tenant: tenantId })
  return entries.map(({ method, path }) => `${method} ${path}`)
}

describe('a look at a tenant', () => {
  test('where we never were finds nothing of ours, and takes one round trip', async () => {
    const { directory, scope, tenant } = await openDesk(practice)
    await practice.control.clearLog()
    const seen = await directory.observe(scope)
    expect(seen).toMatchObject({
      organization: { tenantId: tenant.tenantId, displayName: tenant.displayName },
      application: null,
      deletedApplication: null,
      servicePrincipal: null,
      grants: [],
      directoryRoles: [],
      keyPolicy: 'unreadable',
    })
    const calls = await callsOf(tenant.tenantId)
    expect(calls.filter((call) => call.endsWith('$batch'))).toHaveLength(1)
    expect(seen.organization?.verifiedDomains).toContain(tenant.domain)
  })

  test('reads the ids of permissions from the tenant’s own resources', async () => {
    const { directory, scope } = await openDesk(practice)
    const seen = await directory.observe(scope)
    const { resolved, unresolved } = resolveRoles(seen, [
      { resourceAppId: graphAppId, role: 'MailboxItem.Export.All' },
      { resourceAppId: exchangeAppId, role: 'full_access_as_app' },
      { resourceAppId: sharepointAppId, role: 'No.Such.Role' },
    ])
    expect(resolved.map(({ resourceAppId, roleId }) => roleName(resourceAppId, roleId))).toEqual([
      'MailboxItem.Export.All',
      'full_access_as_app',
    ])
    expect(unresolved).toEqual([{ resourceAppId: sharepointAppId, role: 'No.Such.Role', reason: 'no-such-role' }])
  })

  test('of an old tenant lacks the newer permissions, and of an unlicensed one the resource', async () => {
    const { directory, scope } = await openDesk(practice, { generation: '2025', licences: [] })
    const seen = await directory.observe(scope)
    const { unresolved } = resolveRoles(seen, [
      { resourceAppId: graphAppId, role: 'MailboxItem.Export.All' },
      { resourceAppId: exchangeAppId, role: 'full_access_as_app' },
    ])
    expect(unresolved.map(({ reason }) => reason)).toEqual(['no-such-role', 'no-such-resource'])
    expect(seen.resources[exchangeAppId]).toBeNull()
  })

  test('finds our application with its key, its principal, its grants and its roles, in two round trips', async () => {
    const desk = await openRegistered(practice)
    const graphResource = (await desk.directory.observe(desk.scope)).resources[graphAppId]
    const role = graphResource?.roles.find(({ value }) => value === 'User.Read.All')
    if (!graphResource || !role) throw new Error('no such role')
    const wish = { resourceObjectId: graphResource.objectId, roleId: role.id }
    const [granted] = await desk.directory.grantAppRoles(desk.principalId, [wish])
    done(await desk.directory.assignDirectoryRole(desk.principalId, globalReader))
    await practice.control.clearLog()
    const seen = await desk.directory.observe({ ...desk.scope, objectId: desk.objectId })
    expect(seen.application).toMatchObject({ objectId: desk.objectId, appId: desk.appId, uniqueName, passwordCount: 0 })
    expect(seen.application?.keys).toEqual([
      {
        keyId: desk.key.credential.keyId,
        sha1: desk.key.credential.sha1,
        displayName: 'Latchkey test',
        notBefore: desk.key.credential.notBefore,
        notAfter: desk.key.credential.notAfter,
      },
    ])
    expect(seen.servicePrincipal).toEqual({ objectId: desk.principalId, appId: desk.appId, enabled: true })
    expect(seen.grants).toEqual([{ ...wish, assignmentId: granted && done(granted)?.assignmentId }])
    expect(seen.directoryRoles).toEqual([globalReader])
    const calls = await callsOf(desk.tenant.tenantId)
    expect(calls.filter((call) => call.endsWith('$batch'))).toHaveLength(2)
  })

  test('sees what somebody else put there: a secret, a key, a grant, a switched-off principal', async () => {
    const desk = await openRegistered(practice)
    const application = desk.objectId
    await practice.control.plant(desk.tenant.tenantId, { foreignSecret: { application } })
    await practice.control.plant(desk.tenant.tenantId, { foreignKey: { application } })
    await practice.control.plant(desk.tenant.tenantId, { foreignGrant: { application, role: 'Mail.Read' } })
    await practice.control.plant(desk.tenant.tenantId, { disableServicePrincipal: { application } })
    const seen = await desk.directory.observe(desk.scope)
    expect(seen.application?.passwordCount).toBe(1)
    expect(seen.application?.keys).toHaveLength(2)
    expect(seen.grants).toHaveLength(1)
    expect(seen.servicePrincipal?.enabled).toBe(false)
  })

  test('finds our deleted application by its name among others', async () => {
    const desk = await openRegistered(practice)
    done(await desk.directory.deleteApplication(desk.objectId))
    const seen = await desk.directory.observe(desk.scope)
    expect(seen.application).toBeNull()
    expect(seen.deletedApplication).toMatchObject({ objectId: desk.objectId, appId: desk.appId })
  })

  test('finds the application by its stored id when a replica does not know the name yet', async () => {
    const desk = await openRegistered(practice)
    await practice.control.plant(desk.tenant.tenantId, { settings: { application: desk.objectId, change: {} } })
    const scope = { ...desk.scope, uniqueName: 'latchkey/another/name', objectId: desk.objectId }
    expect((await desk.directory.observe(scope)).application?.objectId).toBe(desk.objectId)
  })

  test('reads grants to the last page', async () => {
    const desk = await openRegistered(practice)
    const offered = (await desk.directory.observe(desk.scope)).resources[graphAppId]?.roles.slice(0, 130) ?? []
    for (const { value: role } of offered) {
      await practice.control.plant(desk.tenant.tenantId, { foreignGrant: { application: desk.objectId, role } })
    }
    const { grants } = await desk.directory.observe(desk.scope)
    expect(new Set(grants.map(({ roleId }) => roleId))).toEqual(new Set(offered.map(({ id }) => id)))
  })

  test('may be stale, and then simply does not see what was written', async () => {
    const desk = await openDesk(practice)
    await practice.control.fault(desk.tenant.tenantId, { name: 'replication-lag', reads: 'application', seconds: 60 })
    done(await desk.directory.upsertApplication(applicationInput(await makeTestKey())))
    expect((await desk.directory.observe(desk.scope)).application).toBeNull()
  })

  test('reads the certificate policy where the sign-in program may', async () => {
    const tenant = await practice.newTenant()
    const scopes = ['User.Read', 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'Policy.Read.All']
    const { appId } = await practice.control.registerClient({ displayName: 'Provider', scopes })
    const scope = scopes.map((name) => `https://graph.microsoft.com/${name}`).join(' ')
    await practice.control.fault(tenant.tenantId, { name: 'key-lifetime-policy', maxLifetime: 'P30D' })
    const desk = deskWith(practice, tenant, await practice.signIn(tenant, 'global-administrator', appId, scope))
    expect((await desk.directory.observe(desk.scope)).keyPolicy).toEqual({
      maxLifetimeDays: 30,
      selfSignedForbidden: false,
    })
  })

  test('that fails is an error, never an empty tenant', async () => {
    const { directory, scope, tenant } = await openDesk(practice)
    await practice.control.fault(tenant.tenantId, { name: 'unavailable' })
    await expect(directory.observe(scope)).rejects.toMatchObject({ failure: { kind: 'unavailable' } })
  })

  test('by a guest is refused as such', async () => {
    const { directory, scope } = await openDesk(practice, {}, 'guest')
    await expect(directory.observe(scope)).rejects.toMatchObject({ failure: { kind: 'not-allowed' } })
  })

  test('ends when it is told to', async () => {
    const { directory, scope } = await openDesk(practice)
    await expect(directory.observe(scope, AbortSignal.abort())).rejects.toMatchObject({
      failure: { code: 'Cancelled' },
    })
  })
})

describe('writing the registration', () => {
  test('twice makes one application; the second answer says that nothing was created', async () => {
    const { directory, tenant } = await openDesk(practice)
    const key = await makeTestKey()
    const first = await directory.upsertApplication(applicationInput(key))
    const second = await directory.upsertApplication(applicationInput(key))
    expect(first).toMatchObject({ result: 'done', created: true, evidence: { answer: '201 Created' } })
    expect(second).toMatchObject({
      result: 'done',
      created: false,
      value: null,
      evidence: { answer: '204 No Content' },
    })
    expect((await practice.control.god(tenant.tenantId)).applications).toHaveLength(1)
  })

  test('without a key leaves the keys that stand there alone', async () => {
    const desk = await openRegistered(practice)
    done(await desk.directory.upsertApplication(applicationInput(null)))
    const [application] = (await practice.control.god(desk.tenant.tenantId)).applications
    expect(application?.keyCredentials.map(({ keyId }) => keyId)).toEqual([desk.key.credential.keyId])
  })

  test('asks for what was wanted in this tenant only, and makes no secret', async () => {
    const desk = await openRegistered(practice)
    const [application] = (await practice.control.god(desk.tenant.tenantId)).applications
    expect(application).toMatchObject({
      uniqueName,
      passwordCredentials: [],
      settings: { signInAudience: 'AzureADMyOrg', tags: ['latchkey'] },
    })
  })

  test('under the name of a deleted application is refused as taken', async () => {
    const desk = await openRegistered(practice)
    done(await desk.directory.deleteApplication(desk.objectId))
    expect(await desk.directory.upsertApplication(applicationInput(null))).toMatchObject({
      result: 'refused',
      failure: { kind: 'name-taken' },
    })
    done(await desk.directory.purgeDeletedApplication(desk.objectId))
    expect(await desk.directory.upsertApplication(applicationInput(null))).toMatchObject({
      result: 'done',
      created: true,
    })
  })

  test('can be taken back: a deleted application is restored with its ids', async () => {
    const desk = await openRegistered(practice)
    done(await desk.directory.deleteApplication(desk.objectId))
    expect(done(await desk.directory.restoreDeletedApplication(desk.objectId))).toEqual({
      objectId: desk.objectId,
      appId: desk.appId,
    })
  })

  test('deleting what is gone already is done', async () => {
    const desk = await openRegistered(practice)
    done(await desk.directory.deleteServicePrincipal(desk.principalId))
    done(await desk.directory.deleteServicePrincipal(desk.principalId))
    done(await desk.directory.deleteApplication(desk.objectId))
    done(await desk.directory.deleteApplication(desk.objectId))
    expect((await practice.control.god(desk.tenant.tenantId)).applications).toEqual([])
  })

  test('a service principal of an application that is still spreading is refused as spreading', async () => {
    const desk = await openDesk(practice)
    await practice.control.fault(desk.tenant.tenantId, { name: 'replication-lag', reads: 'reference', seconds: 60 })
    const app = done(await desk.directory.upsertApplication(applicationInput(null)))
    expect(await desk.directory.upsertServicePrincipal(app?.appId ?? '')).toMatchObject({
      result: 'refused',
      failure: { kind: 'spreading' },
    })
  })

  test.each([
    [{ name: 'key-lifetime-policy', maxLifetime: 'P30D' } as const, 'key-lifetime-policy'],
    [{ name: 'self-signed-forbidden' } as const, 'key-type-policy'],
  ])('with a certificate against the policy %j is refused as %s', async (fault, kind) => {
    const { directory, tenant } = await openDesk(practice)
    await practice.control.fault(tenant.tenantId, fault)
    const answer = await directory.upsertApplication(applicationInput(await makeTestKey()))
    expect(answer).toMatchObject({ result: 'refused', failure: { kind } })
  })

  test('by somebody without the role is refused', async () => {
    const { directory } = await openDesk(practice, { membersMayRegisterApplications: false }, 'ordinary-user')
    const answer = await directory.upsertApplication(applicationInput(null))
    expect(answer).toMatchObject({ result: 'refused', failure: { kind: 'not-allowed' } })
  })
})

describe('an answer that is lost', () => {
  test.each(['reset-before-effect', 'reset-after-effect', 'gateway-timeout-after-effect'] as const)(
    'by %s leaves the effect open, and the write is not repeated',
    async (name) => {
      const { directory, tenant } = await openDesk(practice)
      await practice.control.fault(tenant.tenantId, { name, times: 1, match: { method: 'PATCH' } })
      const answer = await directory.upsertApplication(applicationInput(null))
      expect(answer.result).toBe('unknown')
      const { applications } = await practice.control.god(tenant.tenantId)
      expect(applications).toHaveLength(name === 'reset-before-effect' ? 0 : 1)
      expect((await directory.upsertApplication(applicationInput(null))).result).toBe('done')
      expect((await practice.control.god(tenant.tenantId)).applications).toHaveLength(1)
    },
  )

  test('after throttling the write is repeated, and done once', async () => {
    const { directory, tenant } = await openDesk(practice)
    await practice.control.fault(tenant.tenantId, { name: 'throttle', retryAfterSeconds: 3, times: 2 })
    expect(await directory.upsertApplication(applicationInput(null))).toMatchObject({ result: 'done', created: true })
    expect((await practice.control.god(tenant.tenantId)).applications).toHaveLength(1)
  })
})
