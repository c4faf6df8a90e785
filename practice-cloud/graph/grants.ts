import { z } from 'zod'
import { sevenDigits, wholeSeconds } from '../clock'
import { GRAPH_APP_ID } from '../data/well-known'
import { newAssignmentId } from '../identifiers'
import type { GrantRecord } from '../state/records'
import { refuseUnlessConsenter } from './access'
import type { GraphCall, GraphResult } from './call'
import { contextOf, DONE, now, param, readBody, seeing } from './call'
import { answerList, answerOne } from './query'
import { badRequest, denied, GraphRefusal, notFound } from './refusals'
import { resourceById } from './resources'
import type { ResourcePrincipal } from './resources'
import { lookupPrincipal } from './service-principals'

const guid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
const grantInput = z.strictObject({
  '@odata.type': z.literal('#microsoft.graph.appRoleAssignment').optional(),
  principalId: guid,
  resourceId: guid,
  appRoleId: guid,
})

function show(call: GraphCall, grant: GrantRecord): Record<string, unknown> {
  const principal = call.tenant.principals.get(grant.principalId)
  return {
    id: grant.id,
    deletedDateTime: null,
    appRoleId: grant.appRoleId,
    createdDateTime: wholeSeconds(grant.createdAt),
    principalDisplayName: principal?.displayName ?? null,
    principalId: grant.principalId,
    principalType: 'ServicePrincipal',
    resourceDisplayName: resourceById(call.tenant, grant.resourceId)?.displayName ?? null,
    resourceId: grant.resourceId,
  }
}

function idOf(call: GraphCall): string {
  const found = lookupPrincipal(call)
  return 'resource' in found ? found.resource.objectId : found.record.objectId
}

/** `appRoleAssignments`: what this principal was granted. `appRoleAssignedTo`: what was granted on it. */
function side(call: GraphCall): 'principalId' | 'resourceId' {
  return param(call, 'side') === 'appRoleAssignedTo' ? 'resourceId' : 'principalId'
}

function visibleGrants(call: GraphCall): GrantRecord[] {
  const objectId = idOf(call)
  return call.tenant.grants.list(seeing(call, 'grants')).filter((grant) => grant[side(call)] === objectId)
}

export function listGrants(call: GraphCall): GraphResult {
  const rows = visibleGrants(call).map((grant) => show(call, grant))
  return { status: 200, body: answerList(call, 'appRoleAssignments', rows) }
}

export function getGrant(call: GraphCall): GraphResult {
  const grant = visibleGrants(call).find((each) => each.id === param(call, 'grant'))
  if (grant === undefined) throw notFound(param(call, 'grant'))
  return { status: 200, body: answerOne(call, 'appRoleAssignments', show(call, grant)) }
}

export function createGrant(call: GraphCall): GraphResult {
  const input = readBody(call, grantInput, 'appRoleAssignment')
  const objectId = idOf(call)
  if (input[side(call)].toLowerCase() !== objectId)
    throw badRequest(`The ${side(call)} of the assignment does not match the service principal of the request.`)
  const resource = resourceById(call.tenant, input.resourceId.toLowerCase())
  if (resource === undefined) throw notFound(input.resourceId)
  refuseUnlessConsenter(call, resource.appId === GRAPH_APP_ID)
  const principalId = input.principalId.toLowerCase()
  refuseUnknownPrincipal(call, principalId)
  refuseRole(call, resource, input.appRoleId.toLowerCase(), principalId)
  const grant: GrantRecord = {
    id: newAssignmentId(principalId),
    principalId,
    resourceId: resource.objectId,
    appRoleId: input.appRoleId.toLowerCase(),
    createdAt: now(call),
  }
  call.tenant.grants.put(grant.id, grant, now(call))
  const context = contextOf(call, `servicePrincipals('${objectId}')/${param(call, 'side')}/$entity`)
  return {
    status: 201,
    body: { '@odata.context': context, ...show(call, grant), createdDateTime: sevenDigits(grant.createdAt) },
    headers: { location: `${call.cloud.origin}/v2/${call.tenant.facts.tenantId}/appRoleAssignments/${grant.id}` },
    effect: true,
  }
}

function refuseUnknownPrincipal(call: GraphCall, principalId: string): void {
  const known = call.tenant.principals.get(principalId, seeing(call, 'reference'))
  if (known !== undefined && known.deletedAt === null) return
  const exists = call.tenant.principals.get(principalId)?.deletedAt === null
  throw exists ? badRequest('Not a valid reference update.') : notFound(principalId)
}

function refuseRole(call: GraphCall, resource: ResourcePrincipal, appRoleId: string, principalId: string): void {
  const role = resource.appRoles.find((each) => each.id === appRoleId && each.isEnabled)
  if (role === undefined) throw badRequest('Permission being assigned was not found on application.')
  const occasion = { method: call.message.method, path: call.message.path, operation: call.operation }
  const refused = call.cloud.faults.take(
    'refuse-grant',
    call.tenant.facts.tenantId,
    occasion,
    (fault) => fault.role === role.value,
  )
  if (refused !== undefined) throw denied()
  const granted = call.tenant.grants
    .list()
    .some(
      (grant) =>
        grant.principalId === principalId && grant.resourceId === resource.objectId && grant.appRoleId === appRoleId,
    )
  if (!granted) return
  if (param(call, 'side') === 'appRoleAssignments')
    throw badRequest('Permission being assigned already exists on the object')
  throw new GraphRefusal(409, 'Request_MultipleObjectsWithSameKeyValue', 'EntitlementGrant entry already exists.')
}

export function deleteGrant(call: GraphCall): GraphResult {
  const objectId = idOf(call)
  const grant = call.tenant.grants.get(param(call, 'grant'))
  if (grant?.[side(call)] !== objectId) throw badRequest('EntitlementGrant being updated or deleted is not found.')
  const resource = resourceById(call.tenant, grant.resourceId)
  refuseUnlessConsenter(call, resource?.appId === GRAPH_APP_ID)
  call.tenant.grants.remove(grant.id, now(call))
  return DONE
}
