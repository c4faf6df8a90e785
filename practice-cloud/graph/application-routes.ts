import * as access from './access'
import * as applications from './applications'
import * as roles from './directory-roles'
import * as grants from './grants'
import { addKey, removeKey } from './keys'
import { addPassword, removePassword } from './passwords'
import * as owners from './owners'
import * as policies from './policies'
import * as scopeGrants from './scope-grants'
import * as principals from './service-principals'
import { MEMBER_OF, route } from './route'
import type { Route } from './route'

const APPLICATION = String.raw`/applications(?:/(?<id>[^/()]+)|\(appId='(?<appId>[^']+)'\)|\(uniqueName='(?<uniqueName>[^']+)'\))`
const PRINCIPAL = String.raw`/servicePrincipals(?:/(?<id>[^/()]+)|\(appId='(?<appId>[^']+)'\))`
const SIDE = '/(?<side>appRoleAssignments|appRoleAssignedTo)'
/** Applications, service principals and what they are granted. */
export const APPLICATION_ROUTES: readonly Route[] = [
  route('GET', '/applications', 'listApplications', access.READ_APPLICATIONS, applications.listApplications),
  route('POST', '/applications', 'createApplication', access.WRITE_APPLICATIONS, applications.createApplication),
  route(
    'PATCH',
    String.raw`/applications\(uniqueName='(?<uniqueName>[^']+)'\)`,
    'upsertApplication',
    access.WRITE_APPLICATIONS,
    applications.upsertApplication,
  ),
  route('GET', APPLICATION, 'getApplication', access.READ_APPLICATIONS, applications.getApplication),
  route('PATCH', APPLICATION, 'patchApplication', access.WRITE_APPLICATIONS, applications.patchApplication),
  route('DELETE', APPLICATION, 'deleteApplication', access.WRITE_APPLICATIONS, applications.deleteApplication),
  route('POST', `${APPLICATION}/addKey`, 'addKey', access.ROLL_OWN_KEY, addKey),
  route('POST', `${APPLICATION}/removeKey`, 'removeKey', access.ROLL_OWN_KEY, removeKey),
  route('POST', `${APPLICATION}/addPassword`, 'addPassword', access.WRITE_APPLICATIONS, addPassword),
  route('POST', `${APPLICATION}/removePassword`, 'removePassword', access.WRITE_APPLICATIONS, removePassword),
  route(
    'DELETE',
    `${APPLICATION}/owners/{owner}/\\$ref`,
    'removeApplicationOwner',
    access.WRITE_APPLICATIONS,
    owners.removeApplicationOwner,
  ),
  route(
    'GET',
    `${APPLICATION}/owners`,
    'listApplicationOwners',
    access.READ_APPLICATIONS,
    owners.listApplicationOwners,
  ),
  route(
    'GET',
    `${APPLICATION}/federatedIdentityCredentials`,
    'listFederatedCredentials',
    access.READ_APPLICATIONS,
    owners.listFederatedCredentials,
  ),
  route(
    'GET',
    `${APPLICATION}/appManagementPolicies`,
    'listApplicationPolicies',
    access.READ_POLICIES,
    policies.listPolicies,
  ),
  route('GET', '/servicePrincipals', 'listServicePrincipals', access.READ_APPLICATIONS, principals.listPrincipals),
  route('POST', '/servicePrincipals', 'createServicePrincipal', access.WRITE_APPLICATIONS, principals.createPrincipal),
  route(
    'PATCH',
    String.raw`/servicePrincipals\(appId='(?<appId>[^']+)'\)`,
    'upsertServicePrincipal',
    access.WRITE_APPLICATIONS,
    principals.upsertPrincipal,
  ),
  route('GET', PRINCIPAL, 'getServicePrincipal', access.READ_APPLICATIONS, principals.getPrincipal),
  route('PATCH', PRINCIPAL, 'patchServicePrincipal', access.WRITE_APPLICATIONS, principals.patchPrincipal),
  route('DELETE', PRINCIPAL, 'deleteServicePrincipal', access.WRITE_APPLICATIONS, principals.deletePrincipal),
  route('POST', `${PRINCIPAL}/addKey`, 'addKey', access.ROLL_OWN_KEY, addKey),
  route('POST', `${PRINCIPAL}/removeKey`, 'removeKey', access.ROLL_OWN_KEY, removeKey),
  route('POST', `${PRINCIPAL}/addPassword`, 'addPassword', access.WRITE_APPLICATIONS, addPassword),
  route('POST', `${PRINCIPAL}/removePassword`, 'removePassword', access.WRITE_APPLICATIONS, removePassword),
  route('GET', `${PRINCIPAL}/owners`, 'listPrincipalOwners', access.READ_APPLICATIONS, owners.listPrincipalOwners),
  route(
    'GET',
    `${PRINCIPAL}/oauth2PermissionGrants`,
    'listPrincipalScopeGrants',
    access.READ_SCOPE_GRANTS,
    scopeGrants.listPrincipalScopeGrants,
  ),
  route('GET', `${PRINCIPAL}${MEMBER_OF}`, 'listPrincipalRoles', access.READ_APPLICATIONS, roles.listPrincipalRoles),
  route('GET', `${PRINCIPAL}${SIDE}`, 'listGrants', access.READ_APPLICATIONS, grants.listGrants),
  route('POST', `${PRINCIPAL}${SIDE}`, 'createGrant', access.GRANT, grants.createGrant),
  route('GET', `${PRINCIPAL}${SIDE}/{grant}`, 'getGrant', access.READ_APPLICATIONS, grants.getGrant),
  route('DELETE', `${PRINCIPAL}${SIDE}/{grant}`, 'deleteGrant', access.WRITE_GRANTS, grants.deleteGrant),
  route('GET', '/oauth2PermissionGrants', 'listScopeGrants', access.READ_SCOPE_GRANTS, scopeGrants.listScopeGrants),
  route('POST', '/oauth2PermissionGrants', 'createScopeGrant', access.WRITE_SCOPE_GRANTS, scopeGrants.createScopeGrant),
  route('GET', '/o[aA]uth2PermissionGrants/{id}', 'getScopeGrant', access.READ_SCOPE_GRANTS, scopeGrants.getScopeGrant),
  route(
    'DELETE',
    '/o[aA]uth2PermissionGrants/{id}',
    'deleteScopeGrant',
    access.WRITE_SCOPE_GRANTS,
    scopeGrants.deleteScopeGrant,
  ),
]
