import { z } from 'zod'
import { directoryPeople } from '../data/people'
import { DIRECTORY_ROLES, roleTemplate } from '../data/roles'
import type { DirectoryRole } from '../data/roles'
import { guidFrom, roleAssignmentId } from '../identifiers'
import type { RoleAssignmentRecord } from '../state/records'
import { refuseUnless } from './access'
import type { GraphCall, GraphResult } from './call'
import { contextOf, DONE, now, param, readBody, seeing } from './call'
import { answerList, answerOne } from './query'
import { badRequest, denied, GraphRefusal, notFound } from './refusals'
import { lookupPrincipal } from './service-principals'
import { showPerson } from './people'

const ROLE_WRITERS = ['Global Administrator', 'Privileged Role Administrator']

const assignmentInput = z.strictObject({
  '@odata.type': z.literal('#microsoft.graph.unifiedRoleAssignment').optional(),
  roleDefinitionId: z.string(),
  principalId: z.string(),
  directoryScopeId: z.string(),
})

/** A role as it is activated in a tenant; its own id differs from tenant to tenant. */
export function showDirectoryRole(tenantId: string, role: DirectoryRole): Record<string, unknown> {
  return {
    id: guidFrom(tenantId, 'directoryRole', role.templateId),
    deletedDateTime: null,
    description: `Members of this role: ${role.displayName}`,
    displayName: role.displayName,
    roleTemplateId: role.templateId,
  }
}

export function listDirectoryRoles(call: GraphCall): GraphResult {
  const rows = DIRECTORY_ROLES.map((role) => showDirectoryRole(call.tenant.facts.tenantId, role))
  return { status: 200, body: answerList(call, 'directoryRoles', rows) }
}

function lookupRole(call: GraphCall): DirectoryRole {
  const { id, roleTemplateId } = call.params
  const { tenantId } = call.tenant.facts
  const role = DIRECTORY_ROLES.find(
    (each) => each.templateId === roleTemplateId || guidFrom(tenantId, 'directoryRole', each.templateId) === id,
  )
  if (role === undefined) throw notFound(id ?? roleTemplateId ?? '')
  return role
}

export function getDirectoryRole(call: GraphCall): GraphResult {
  const row = showDirectoryRole(call.tenant.facts.tenantId, lookupRole(call))
  return { status: 200, body: answerOne(call, 'directoryRoles', row) }
}

export function listRoleMembers(call: GraphCall): GraphResult {
  const role = lookupRole(call)
  const people = directoryPeople(call.tenant).filter((person) => person.roles.includes(role.templateId))
  const rows = people.map((person) => ({ '@odata.type': '#microsoft.graph.user', ...showPerson(person) }))
  return { status: 200, body: answerList(call, 'directoryObjects', rows) }
}

export function listRoleDefinitions(call: GraphCall): GraphResult {
  return {
    status: 200,
    body: answerList(call, 'roleManagement/directory/roleDefinitions', DIRECTORY_ROLES.map(showDefinition)),
  }
}

export function getRoleDefinition(call: GraphCall): GraphResult {
  const role = DIRECTORY_ROLES.find((each) => each.templateId === param(call, 'id'))
  if (role === undefined) throw notFound(param(call, 'id'))
  return { status: 200, body: answerOne(call, 'roleManagement/directory/roleDefinitions', showDefinition(role)) }
}

function showDefinition(role: DirectoryRole): Record<string, unknown> {
  return {
    id: role.templateId,
    description: `Members of this role: ${role.displayName}`,
    displayName: role.displayName,
    isBuiltIn: true,
    isEnabled: true,
    resourceScopes: ['/'],
    templateId: role.templateId,
    version: '1',
    rolePermissions: [],
  }
}

function showAssignment(record: RoleAssignmentRecord): Record<string, unknown> {
  return {
    id: record.id,
    roleDefinitionId: record.roleDefinitionId,
    principalId: record.principalId,
    directoryScopeId: record.directoryScopeId,
  }
}

/** What people hold from the beginning, and what was assigned since. */
export function listRoleAssignments(call: GraphCall): GraphResult {
  const held = directoryPeople(call.tenant).flatMap((person) =>
    person.roles.map((role) => ({
      id: roleAssignmentId(role, person.objectId),
      roleDefinitionId: role,
      principalId: person.objectId,
      directoryScopeId: '/',
    })),
  )
  const rows = [...held, ...call.tenant.roleAssignments.list(seeing(call, 'grants'))].map(showAssignment)
  return { status: 200, body: answerList(call, 'roleManagement/directory/roleAssignments', rows) }
}

export function createRoleAssignment(call: GraphCall): GraphResult {
  refuseUnless(call, ROLE_WRITERS)
  const input = readBody(call, assignmentInput, 'unifiedRoleAssignment')
  const role = DIRECTORY_ROLES.find((each) => each.templateId === input.roleDefinitionId)
  if (role === undefined) throw notFound(input.roleDefinitionId)
  const principal = call.tenant.principals.get(input.principalId, seeing(call, 'reference'))
  if (principal === undefined || principal.deletedAt !== null) throw notFound(input.principalId)
  const occasion = { method: 'POST', path: call.message.path, operation: call.operation }
  const refused = call.cloud.faults.take(
    'refuse-grant',
    call.tenant.facts.tenantId,
    occasion,
    (fault) => fault.role === role.displayName,
  )
  if (refused !== undefined) throw denied()
  const record: RoleAssignmentRecord = {
    id: roleAssignmentId(role.templateId, input.principalId),
    ...withoutType(input),
  }
  if (call.tenant.roleAssignments.get(record.id) !== undefined)
    throw badRequest(
      'A conflicting object with one or more of the specified property values is present in the directory.',
    )
  call.tenant.roleAssignments.put(record.id, record, now(call))
  const context = contextOf(call, 'roleManagement/directory/roleAssignments/$entity')
  return { status: 201, body: { '@odata.context': context, ...showAssignment(record) }, effect: true }
}

function withoutType({
  '@odata.type': _type,
  ...rest
}: z.infer<typeof assignmentInput>): Omit<RoleAssignmentRecord, 'id'> {
  return rest
}

export function getRoleAssignment(call: GraphCall): GraphResult {
  const record = call.tenant.roleAssignments.get(param(call, 'id'), seeing(call, 'grants'))
  if (record === undefined) throw notFound(param(call, 'id'))
  return { status: 200, body: answerOne(call, 'roleManagement/directory/roleAssignments', showAssignment(record)) }
}

export function deleteRoleAssignment(call: GraphCall): GraphResult {
  refuseUnless(call, ROLE_WRITERS)
  if (call.tenant.roleAssignments.get(param(call, 'id')) === undefined) throw notFound(param(call, 'id'))
  call.tenant.roleAssignments.remove(param(call, 'id'), now(call))
  return DONE
}

/** Privileged Identity Management wants scopes that no token here carries. */
export function refuseSchedules(): GraphResult {
  const message = JSON.stringify({
    errorCode: 'PermissionScopeNotGranted',
    message:
      'Authorization failed due to missing permission scope RoleAssignmentSchedule.ReadWrite.Directory,RoleManagement.ReadWrite.Directory.',
    instanceAnnotations: [],
  })
  throw new GraphRefusal(403, 'UnknownError', message)
}

/** Directory roles of a service principal. */
export function listPrincipalRoles(call: GraphCall): GraphResult {
  const found = lookupPrincipal(call)
  const principalId = 'resource' in found ? found.resource.objectId : found.record.objectId
  const held = new Set(
    call.tenant.roleAssignments
      .list(seeing(call, 'grants'))
      .filter((record) => record.principalId === principalId)
      .map((record) => record.roleDefinitionId),
  )
  const rows = DIRECTORY_ROLES.filter((role) => held.has(role.templateId)).map((role) =>
    showDirectoryRole(call.tenant.facts.tenantId, role),
  )
  return { status: 200, body: answerList(call, 'directoryRoles', rows) }
}

/** Directory roles of whoever holds the token. */
export function listMyRoles(call: GraphCall): GraphResult {
  const rows = DIRECTORY_ROLES.filter((role) => call.caller.claims.wids.includes(roleTemplate(role.displayName))).map(
    (role) => showDirectoryRole(call.tenant.facts.tenantId, role),
  )
  const typed =
    param(call, 'cast') === '' ? rows.map((row) => ({ '@odata.type': '#microsoft.graph.directoryRole', ...row })) : rows
  return { status: 200, body: answerList(call, typed === rows ? 'directoryRoles' : 'directoryObjects', typed) }
}
