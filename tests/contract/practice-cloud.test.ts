import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PracticeCloud } from '@/practice-cloud/server'
import { newCertificate, newTenant, register, startCloud } from '@/tests/practice-cloud/support'
import type { Registered, Visitor } from '@/tests/practice-cloud/support'
import { responseSchema, violations } from './shape'
import type { OpenApi } from './shape'
import { hasTruth, readTruth, WITH_TRUTH } from './truth'

let cloud: PracticeCloud
let close: (() => Promise<void>) | undefined
let visitor: Visitor
let made: Registered
const certificate = newCertificate()
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

describe.skipIf(!hasTruth)(`the answers keep to the metadata ${WITH_TRUTH}`, () => {
  test.each(Object.keys(PLACES))('GET %s', async (place) => {
    const api = readTruth('openapi', 'graph-v1.0-extract.json') as OpenApi
    const schema = responseSchema(api, 'get', place)
    const answer = await visitor.graph(appToken, 'GET', PLACES[place]?.() ?? '')
    expect(answer.status).toBe(200)
    expect(schema).toBeDefined()
    const found = violations(api, schema ?? {}, answer.body, '').filter((each) => !BEYOND_METADATA.test(each))
    expect(found).toEqual([])
  })
})

describe.skipIf(!hasTruth)(`the data agree with their source ${WITH_TRUTH}`, () => {
  test('Graph has the roles of August 2026 with their ids, and the old tenant those of the seed', async () => {
    const read = (name: string) => readTruth('seed', name) as Record<string, unknown>
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
