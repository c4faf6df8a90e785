import * as access from './access'
import * as deleted from './deleted-items'
import * as roles from './directory-roles'
import * as organization from './organization'
import * as owners from './owners'
import * as people from './people'
import * as policies from './policies'
import { MEMBER_OF, route } from './route'
import type { Route } from './route'

/** The tenant itself: its people, roles, policies and deleted items. */
export const DIRECTORY_ROUTES: readonly Route[] = [
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
]
