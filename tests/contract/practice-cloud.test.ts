import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { keyCredential, newCertificate, newTenant, register, startCloud } from '@/tests/practice-cloud/support'
import type { Registered, Reply, Visitor } from '@/tests/practice-cloud/support'
import { differences, responseSchema, violations } from './shape'
import type { OpenApi } from './shape'

/** Recorded exchanges and Microsoft's metadata; they lie beside the project and are no part of it. */
const TRUTH = path.resolve(import.meta.dirname, '../../../shared/microsoft')
const hasTruth = existsSync(TRUTH)

interface Recording {
  status: number
  responseHeaders: Record<string, string>
  responseBody: unknown
}

function recording(number: string): Recording {
  const folder = path.join(TRUTH, 'recordings', number.startsWith('d') ? 'documented' : '')
  const name = readdirSync(folder).find((each) => each.startsWith(`${number}-`))
  return JSON.parse(readFileSync(path.join(folder, name ?? ''), 'utf8')) as Recording
}

let cloud: PracticeCloud
let close: (() => Promise<void>) | undefined
let visitor: Visitor
let made: Registered
const certificate = newCertificate()
const NOBODY = '11111111-1111-1111-1111-111111111111'
const ROLES = [
  'Policy.Read.All',
  'Application.Read.All',
  'User.Read.All',
  'Group.Read.All',
  'Sites.Read.All',
  'Organization.Read.All',
  'Directory.Read.All',
]
let appToken: string

beforeAll(async () => {
  if (!hasTruth) return
  cloud = await startCloud()
  close = () => cloud.close()
  visitor = await newTenant(cloud)
  made = await register(visitor, certificate, ROLES)
  appToken = await visitor.appToken(made.appId, certificate)
})
afterAll(() => close?.())

const graph = (method: string, place: string, body?: unknown) => visitor.graph(made.token, method, place, body)
const faulty = async (fault: Parameters<PracticeCloud['control']['fault']>[1], ask: () => Promise<Reply>) => {
  await cloud.control.fault(visitor.tenantId, fault)
  const reply = await ask()
  await cloud.control.clearFaults(visitor.tenantId)
  return reply
}
const assignment = (appRoleId: string) => async () => {
  const { resourceId } = await visitor.role(made.token, '00000003-0000-0000-c000-000000000000', 'Mail.Read')
  return graph('POST', `/servicePrincipals/${made.principalId}/appRoleAssignments`, {
    principalId: made.principalId,
    resourceId,
    appRoleId,
  })
}
const fresh = async () => String((await graph('POST', '/applications', { displayName: 'Fresh' })).body['id'])
const roleAssignment = { roleDefinitionId: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451', directoryScopeId: '/' }
const token = (assertion: string) => visitor.tokenReply(made.appId, assertion)

/** Recorded or documented exchange → the same thing asked here. */
const EXCHANGES: Record<string, () => Promise<Reply>> = {
  '001': () => graph('POST', '/applications', { displayName: 'test', keyCredentials: [] }),
  '004': () => graph('POST', '/applications', { displayName: 'test', keyCredentials: [keyCredential(certificate)] }),
  '010': () => graph('GET', "/applications?$filter=startswith(displayName,'nothing of that name')"),
  '014': () => graph('GET', `/applications?$filter=appId eq '${made.appId}'`),
  '016': () => graph('GET', `/applications/${made.objectId}`),
  '020': () => graph('GET', `/applications/${NOBODY}`),
  '022': () => graph('PATCH', `/applications/${made.objectId}`, { isDeviceOnlyAuthSupported: true }),
  '035': async () => {
    const application = await graph('POST', '/applications', { displayName: 'test' })
    return graph('POST', '/servicePrincipals', { appId: application.body['appId'], accountEnabled: true })
  },
  '037': () => graph('GET', `/servicePrincipals?$filter=servicePrincipalNames/any(c:c eq '${NOBODY}')`),
  '041': () => graph('GET', "/servicePrincipals?$filter=appId eq '00000002-0000-0ff1-ce00-000000000000'"),
  '046': () => graph('GET', `/servicePrincipals/${made.principalId}`),
  '047': () => graph('GET', `/servicePrincipals/${NOBODY}`),
  '049': async () => {
    const application = await graph('POST', '/applications', { displayName: 'test' })
    const principal = await graph('POST', '/servicePrincipals', { appId: application.body['appId'] })
    return graph('DELETE', `/servicePrincipals/${String(principal.body['id'])}`)
  },
  '052': () => graph('GET', `/servicePrincipals/${made.principalId}/appRoleAssignments`),
  '053': () => graph('GET', `/servicePrincipals/${made.principalId}/transitiveMemberOf/microsoft.graph.directoryRole`),
  '055': async () => {
    const { resourceId } = await visitor.role(made.token, '00000003-0000-0000-c000-000000000000', 'Mail.Read')
    const body = {
      clientId: made.principalId,
      consentType: 'AllPrincipals',
      principalId: null,
      resourceId,
      scope: 'User.Read',
    }
    return graph('POST', '/oauth2PermissionGrants', body)
  },
  '059': async () => {
    const id = await fresh()
    await graph('DELETE', `/applications/${id}`)
    return graph('DELETE', `/directory/deletedItems/${id}`)
  },
  '062': () => graph('GET', '/me'),
  '065': () => graph('GET', "/users?$filter=userPrincipalName eq 'nobody@nothing.example'"),
  d002: async () => visitor.grant(made.token, made.principalId, 'Mail.Read'),
  d005: async () => visitor.grant(made.token, made.principalId, ROLES[0] ?? ''),
  d007: assignment(NOBODY),
  d009: () => graph('DELETE', `/servicePrincipals/${made.principalId}/appRoleAssignments/nothing`),
  d010: () =>
    faulty({ name: 'refuse-grant', role: 'Mail.Send' }, () => visitor.grant(made.token, made.principalId, 'Mail.Send')),
  d011: () => graph('POST', '/servicePrincipals', { appId: NOBODY }),
  d013: () => graph('POST', '/servicePrincipals', { appId: made.appId }),
  d014: () =>
    graph('POST', '/roleManagement/directory/roleAssignments', { ...roleAssignment, principalId: made.principalId }),
  d017: () => graph('GET', '/roleManagement/directory/roleAssignmentScheduleRequests'),
  d018: () => graph('GET', '/organization'),
  d021: () =>
    graph('POST', `/applications/${made.objectId}/addKey`, {
      keyCredential: keyCredential(newCertificate()),
      passwordCredential: null,
      proof: 'x',
    }),
  d023: () =>
    faulty({ name: 'key-lifetime-policy', maxLifetime: 'P1D' }, () =>
      graph('PATCH', `/applications/${made.objectId}`, { keyCredentials: [keyCredential(newCertificate())] }),
    ),
  d024: () =>
    faulty({ name: 'self-signed-forbidden' }, () =>
      graph('PATCH', `/applications/${made.objectId}`, { keyCredentials: [keyCredential(newCertificate())] }),
    ),
  d025: () =>
    graph('PATCH', `/applications/${made.objectId}`, {
      keyCredentials: [{ ...keyCredential(newCertificate()), endDateTime: '2199-01-01T00:00:00Z' }],
    }),
  d026: () =>
    graph('PATCH', `/applications/${made.objectId}`, { keyCredentials: [keyCredential(newCertificate(), made.keyId)] }),
  d030: () => visitor.graph('', 'GET', '/me'),
  d031: () => visitor.graph('nonsense', 'GET', '/me'),
  d033: () => faulty({ name: 'throttle' }, () => graph('GET', '/applications')),
  d034: async () => graph('GET', '/directory/deletedItems/microsoft.graph.application'),
  d035: async () => {
    const id = await fresh()
    await graph('DELETE', `/applications/${id}`)
    return graph('POST', `/directory/deletedItems/${id}/restore`)
  },
  d037: () => visitor.deviceCode(),
  d038: async () => visitor.poll((await visitor.deviceCode()).body['device_code']),
  d039: async () => {
    const started = await visitor.deviceCode()
    return faulty({ name: 'code-expired' }, () => visitor.poll(started.body['device_code']))
  },
  d040: async () => {
    const started = await visitor.deviceCode()
    return faulty({ name: 'code-declined' }, () => visitor.poll(started.body['device_code']))
  },
  d041: () => visitor.poll('nothing'),
  d042: () => faulty({ name: 'workload-identity-blocked' }, () => token(visitor.assertion(made.appId, certificate))),
  d044: () => visitor.tokenReply(NOBODY, 'x'),
  d045: () => token(visitor.assertion(made.appId, newCertificate())),
  d046: () => token(visitor.assertion(made.appId, certificate, { nbf: 1, exp: 2 })),
  d048: async () => {
    const response = await fetch(`${cloud.origin}/nosuchtenant/v2.0/.well-known/openid-configuration`)
    return { status: response.status, headers: response.headers, body: (await response.json()) as Reply['body'] }
  },
  d049: () => token(visitor.assertion(made.appId, certificate)),
  d050: () =>
    visitor.signInReply('global-administrator', {
      scope: 'https://graph.microsoft.com/.default openid offline_access',
    }),
}

/** Headers that belong to one exchange, to its transport, or to the other side. */
const FREE_HEADERS = new Set(['content-length', 'date', 'transfer-encoding', 'location', 'retry-after'])

describe.skipIf(!hasTruth)(
  'the answers have the shape of the recorded ones (skipped where ../shared/microsoft is absent)',
  () => {
    test.each(Object.keys(EXCHANGES))('%s', async (number) => {
      const { status, responseBody, responseHeaders } = recording(number)
      const ours = await EXCHANGES[number]?.()
      expect(ours?.status).toBe(status)
      expect(differences(responseBody, ours?.body)).toEqual([])
      const missing = Object.keys(responseHeaders).filter(
        (name) => !FREE_HEADERS.has(name) && ours?.headers.has(name) !== true,
      )
      expect(missing).toEqual([])
    })

    test('a refusal has the code and the words of the recorded one', async () => {
      const said = (body: unknown) => (body as { error: { code: string; message: string } }).error
      for (const number of ['d005', 'd007', 'd009', 'd010', 'd021', 'd025', 'd030', 'd031']) {
        const ours = await EXCHANGES[number]?.()
        const theirs = said(recording(number).responseBody)
        expect([number, said(ours?.body).code, said(ours?.body).message]).toEqual([number, theirs.code, theirs.message])
      }
    })
  },
)

/** Path of the metadata → the same place here, asked by the application or by the administrator. */
const PLACES: Record<string, () => string> = {
  '/applications': () => '/applications',
  '/applications/{application-id}': () =>
    `/applications/${made.objectId}?$select=id,appId,displayName,keyCredentials,uniqueName,web,api`,
  '/applications/{application-id}/owners': () => `/applications/${made.objectId}/owners`,
  '/directory/deletedItems/microsoft.graph.application': () => '/directory/deletedItems/microsoft.graph.application',
  '/directoryRoles': () => '/directoryRoles',
  '/domains': () => '/domains',
  '/groups': () => '/groups',
  '/organization': () => '/organization',
  '/policies/defaultAppManagementPolicy': () => '/policies/defaultAppManagementPolicy',
  '/policies/appManagementPolicies': () => '/policies/appManagementPolicies',
  '/policies/identitySecurityDefaultsEnforcementPolicy': () => '/policies/identitySecurityDefaultsEnforcementPolicy',
  '/roleManagement/directory/roleAssignments': () => '/roleManagement/directory/roleAssignments',
  '/roleManagement/directory/roleDefinitions': () => '/roleManagement/directory/roleDefinitions',
  '/servicePrincipals/{servicePrincipal-id}': () => `/servicePrincipals/${made.principalId}`,
  '/servicePrincipals/{servicePrincipal-id}/appRoleAssignments': () =>
    `/servicePrincipals/${made.principalId}/appRoleAssignments`,
  '/sites/{site-id}': () => '/sites/root',
  '/subscribedSkus': () => '/subscribedSkus',
  '/users': () => '/users',
}

/** Seen in recorded answers although the metadata does not list them. */
const BEYOND_METADATA =
  /\.(createdDateTime|isManagementRestricted|creationOptions|directorySizeQuota|isMultipleDataLocationsForServicesEnabled|certificateBasedApplicationConfigurationIds): not in the metadata$/

describe.skipIf(!hasTruth)('the answers keep to the metadata (skipped where ../shared/microsoft is absent)', () => {
  test.each(Object.keys(PLACES))('GET %s', async (place) => {
    const api = JSON.parse(readFileSync(path.join(TRUTH, 'openapi/graph-v1.0-extract.json'), 'utf8')) as OpenApi
    const schema = responseSchema(api, 'get', place)
    const answer = await visitor.graph(appToken, 'GET', PLACES[place]?.() ?? '')
    expect(answer.status).toBe(200)
    expect(schema).toBeDefined()
    const found = violations(api, schema ?? {}, answer.body, '').filter((each) => !BEYOND_METADATA.test(each))
    expect(found).toEqual([])
  })
})

describe.skipIf(!hasTruth)('the data agree with their source (skipped where ../shared/microsoft is absent)', () => {
  test('Graph has the roles of August 2026 with their ids, and the old tenant those of the seed', async () => {
    const read = (name: string) =>
      JSON.parse(readFileSync(path.join(TRUTH, 'seed', name), 'utf8')) as Record<string, unknown>
    const pairs = (roles: unknown) =>
      (roles as { id: string; value: string }[]).map((role) => `${role.id} ${role.value}`).sort()
    const here = async (there: Visitor) => {
      const by = await there.signIn('global-administrator')
      const graphPrincipal = await there.graph(
        by,
        'GET',
        "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')",
      )
      return pairs(graphPrincipal.body['appRoles'])
    }
    expect(await here(visitor)).toEqual(pairs(read('graph-app-roles-2026-08.json')['appRoles']))
    const seed = read('graph-service-principal-2025-04.json')['servicePrincipal'] as Record<string, unknown>
    expect(await here(await newTenant(cloud, { generation: '2025' }))).toEqual(pairs(seed['appRoles']))
  })
})
