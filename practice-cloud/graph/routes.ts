import * as access from './access'
import type { Access } from './access'
import * as applications from './applications'
import type { GraphCall, GraphResult } from './call'
import * as deleted from './deleted-items'
import * as roles from './directory-roles'
import * as grants from './grants'
import { addKey, removeKey } from './keys'
import * as organization from './organization'
import * as owners from './owners'
import * as people from './people'
import * as policies from './policies'
import * as scopeGrants from './scope-grants'
import * as principals from './service-principals'
import * as workloads from './workloads'

/** One operation: its place, its name in the log and in faults, who may call it, what it does. */
export interface Route {
  method: string
  pattern: RegExp
  operation: string
  access: Access
  run(call: GraphCall): GraphResult
}

const APPLICATION = String.raw`/applications(?:/(?<id>[^/()]+)|\(appId='(?<appId>[^']+)'\)|\(uniqueName='(?<uniqueName>[^']+)'\))`
const PRINCIPAL = String.raw`/servicePrincipals(?:/(?<id>[^/()]+)|\(appId='(?<appId>[^']+)'\))`
const SIDE = '/(?<side>appRoleAssignments|appRoleAssignedTo)'
const MEMBER_OF = '/(?:memberOf|transitiveMemberOf)(?<cast>/microsoft.graph.directoryRole)?'

/** `{name}` stands for one path segment; the longer places are constants above. */
function route(method: string, place: string, operation: string, who: Access, run: Route['run']): Route {
  const source = place.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  return { method, pattern: new RegExp(`^${source}$`), operation, access: who, run }
}

const LICENSED_MAIL = access.applicationOnly(
  'MailboxFolder.Read.All',
  'MailboxFolder.ReadWrite.All',
  'MailboxItem.Read.All',
  'MailboxItem.Export.All',
  'MailboxItem.ImportExport.All',
)
const TEAMS = access.applicationOnly(
  'Team.ReadBasic.All',
  'TeamSettings.Read.All',
  'TeamSettings.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
)
const SITES = access.applicationOnly(
  'Sites.Read.All',
  'Sites.ReadWrite.All',
  'Sites.Manage.All',
  'Sites.FullControl.All',
)

export const ROUTES: readonly Route[] = [
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
  route('GET', `${PRINCIPAL}/owners`, 'listPrincipalOwners', access.READ_APPLICATIONS, owners.listPrincipalOwners),
  route(
    'GET',
    `${PRINCIPAL}/oauth2PermissionGrants`,
    'listPrincipalScopeGrants',
    access.READ_SCOPE_GRANTS,
    scopeGrants.listPrincipalScopeGrants,
  ),
  route('GET', `${PRINCIPAL}${MEMBER_OF}`, 'listPrincipalRoles', access.READ_APPLICATIONS, roles.listPrincipalRoles),
  route('GET', `${PRINCIPAL}${SIDE}`, 'listGrants', access.READ_GRANTS, grants.listGrants),
  route('POST', `${PRINCIPAL}${SIDE}`, 'createGrant', access.WRITE_GRANTS, grants.createGrant),
  route('GET', `${PRINCIPAL}${SIDE}/{grant}`, 'getGrant', access.READ_GRANTS, grants.getGrant),
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
  route('GET', '/directoryRoles', 'listDirectoryRoles', access.READ_ROLES, roles.listDirectoryRoles),
  route(
    'GET',
    String.raw`/directoryRoles(?:/(?<id>[^/()]+)|\(roleTemplateId='(?<roleTemplateId>[^']+)'\))`,
    'getDirectoryRole',
    access.READ_ROLES,
    roles.getDirectoryRole,
  ),
  route(
    'GET',
    String.raw`/directoryRoles(?:/(?<id>[^/()]+)|\(roleTemplateId='(?<roleTemplateId>[^']+)'\))/members`,
    'listRoleMembers',
    access.READ_ROLES,
    roles.listRoleMembers,
  ),
  route(
    'GET',
    '/roleManagement/directory/roleDefinitions',
    'listRoleDefinitions',
    access.READ_ROLES,
    roles.listRoleDefinitions,
  ),
  route(
    'GET',
    '/roleManagement/directory/roleDefinitions/{id}',
    'getRoleDefinition',
    access.READ_ROLES,
    roles.getRoleDefinition,
  ),
  route(
    'GET',
    '/roleManagement/directory/roleAssignments',
    'listRoleAssignments',
    access.READ_ROLES,
    roles.listRoleAssignments,
  ),
  route(
    'POST',
    '/roleManagement/directory/roleAssignments',
    'createRoleAssignment',
    access.WRITE_ROLES,
    roles.createRoleAssignment,
  ),
  route(
    'GET',
    '/roleManagement/directory/roleAssignments/{id}',
    'getRoleAssignment',
    access.READ_ROLES,
    roles.getRoleAssignment,
  ),
  route(
    'DELETE',
    '/roleManagement/directory/roleAssignments/{id}',
    'deleteRoleAssignment',
    access.WRITE_ROLES,
    roles.deleteRoleAssignment,
  ),
  route(
    'GET',
    '/roleManagement/directory/role(?:Assignment|Eligibility)Schedule(?:Requests|Instances)',
    'listSchedules',
    access.READ_ROLES,
    roles.refuseSchedules,
  ),
  route(
    'POST',
    '/roleManagement/directory/role(?:Assignment|Eligibility)ScheduleRequests',
    'createSchedule',
    access.READ_ROLES,
    roles.refuseSchedules,
  ),
  route(
    'GET',
    '/directory/deletedItems/microsoft.graph.application',
    'listDeletedApplications',
    access.READ_APPLICATIONS,
    deleted.listDeletedApplications,
  ),
  route(
    'GET',
    '/directory/deletedItems/microsoft.graph.servicePrincipal',
    'listDeletedPrincipals',
    access.READ_APPLICATIONS,
    deleted.listDeletedPrincipals,
  ),
  route(
    'GET',
    '/directory/deletedItems/{id}(?:/microsoft.graph.(?:application|servicePrincipal))?',
    'getDeletedItem',
    access.READ_APPLICATIONS,
    deleted.getDeletedItem,
  ),
  route(
    'DELETE',
    '/directory/deletedItems/{id}',
    'purgeDeletedItem',
    access.WRITE_APPLICATIONS,
    deleted.purgeDeletedItem,
  ),
  route(
    'POST',
    '/directory/deletedItems/{id}/restore',
    'restoreDeletedItem',
    access.WRITE_APPLICATIONS,
    deleted.restoreDeletedItem,
  ),
  route('POST', '/directoryObjects/getByIds', 'getByIds', access.READ_OBJECTS, owners.getByIds),
  route(
    'GET',
    '/policies/defaultAppManagementPolicy',
    'getDefaultAppManagementPolicy',
    access.READ_POLICIES,
    policies.getDefaultPolicy,
  ),
  route(
    'GET',
    '/policies/appManagementPolicies',
    'listAppManagementPolicies',
    access.READ_POLICIES,
    policies.listPolicies,
  ),
  route(
    'GET',
    '/policies/identitySecurityDefaultsEnforcementPolicy',
    'getSecurityDefaults',
    access.READ_POLICIES,
    policies.getSecurityDefaults,
  ),
  route('GET', '/organization', 'listOrganizations', access.READ_ORGANIZATION, organization.listOrganizations),
  route('GET', '/organization/{id}', 'getOrganization', access.READ_ORGANIZATION, organization.getOrganization),
  route('GET', '/domains', 'listDomains', access.READ_DOMAINS, organization.listDomains),
  route('GET', '/domains/{id}', 'getDomain', access.READ_DOMAINS, organization.getDomain),
  route('GET', '/subscribedSkus', 'listSkus', access.READ_ORGANIZATION, organization.listSkus),
  route('GET', '/me', 'getMe', access.READ_ME, people.getMe),
  route('GET', `/me${MEMBER_OF}`, 'listMyRoles', access.READ_ME, roles.listMyRoles),
  route('GET', '/users', 'listUsers', access.READ_USERS, people.listUsers),
  route('GET', '/users/{user}', 'getUser', access.READ_USERS, people.getUser),
  route(
    'GET',
    '/users/{user}/mailboxSettings',
    'getMailboxSettings',
    access.applicationOnly('MailboxSettings.Read', 'MailboxSettings.ReadWrite'),
    workloads.getMailboxSettings,
  ),
  route('GET', '/users/{user}/settings/exchange', 'getExchangeSettings', LICENSED_MAIL, workloads.getExchangeSettings),
  route(
    'GET',
    '/admin/exchange/mailboxes/{mailbox}/folders',
    'listMailboxFolders',
    LICENSED_MAIL,
    workloads.listMailboxFolders,
  ),
  route('GET', '/groups', 'listGroups', access.READ_GROUPS, workloads.listGroups),
  route('GET', '/groups/{group}', 'getGroup', access.READ_GROUPS, workloads.getGroup),
  route('GET', '/groups/{group}/members', 'listGroupMembers', access.READ_GROUPS, workloads.listGroupMembers),
  route('GET', '/teams', 'listTeams', TEAMS, workloads.listTeams),
  route('GET', '/teams/{group}', 'getTeam', TEAMS, workloads.getTeam),
  route(
    'GET',
    '/teams/{group}/channels',
    'listChannels',
    access.applicationOnly('Channel.ReadBasic.All', 'ChannelSettings.Read.All', 'ChannelSettings.ReadWrite.All'),
    workloads.listChannels,
  ),
  route('GET', String.raw`/sites(?:/getAllSites\(\))?`, 'listSites', SITES, workloads.listSites),
  route('GET', '/sites/{site}', 'getSite', SITES, workloads.getSite),
]
