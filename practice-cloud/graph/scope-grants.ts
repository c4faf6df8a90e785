import { z } from 'zod'
import { scopeGrantId } from '../identifiers'
import type { ScopeGrantRecord } from '../state/records'
import { refuseUnless } from './access'
import type { GraphCall, GraphResult } from './call'
import { contextOf, DONE, now, param, readBody, seeing } from './call'
import { answerList, answerOne } from './query'
import { GraphRefusal, notFound } from './refusals'
import { resourceById } from './resources'
import { lookupPrincipal } from './service-principals'

const CONSENTERS = [
  'Global Administrator',
  'Privileged Role Administrator',
  'Application Administrator',
  'Cloud Application Administrator',
]

const grantInput = z.strictObject({
  clientId: z.string(),
  consentType: z.enum(['AllPrincipals', 'Principal']),
  principalId: z.string().nullable().optional(),
  resourceId: z.string(),
  scope: z.string(),
})

function show(record: ScopeGrantRecord): Record<string, unknown> {
  return {
    clientId: record.clientId,
    consentType: record.consentType,
    id: record.id,
    principalId: record.principalId,
    resourceId: record.resourceId,
    scope: record.scope,
  }
}

export function listScopeGrants(call: GraphCall): GraphResult {
  const rows = call.tenant.scopeGrants.list(seeing(call, 'grants')).map(show)
  return { status: 200, body: answerList(call, 'oauth2PermissionGrants', rows) }
}

/** Delegated grants of one client. */
export function listPrincipalScopeGrants(call: GraphCall): GraphResult {
  const found = lookupPrincipal(call)
  const clientId = 'resource' in found ? found.resource.objectId : found.record.objectId
  const rows = call.tenant.scopeGrants.list(seeing(call, 'grants')).filter((record) => record.clientId === clientId)
  return { status: 200, body: answerList(call, 'oauth2PermissionGrants', rows.map(show)) }
}

function lookup(call: GraphCall): ScopeGrantRecord {
  const record = call.tenant.scopeGrants.get(param(call, 'id'), seeing(call, 'grants'))
  if (record === undefined) throw notFound(param(call, 'id'))
  return record
}

export function getScopeGrant(call: GraphCall): GraphResult {
  return { status: 200, body: answerOne(call, 'oauth2PermissionGrants', show(lookup(call))) }
}

export function createScopeGrant(call: GraphCall): GraphResult {
  refuseUnless(call, CONSENTERS)
  const input = readBody(call, grantInput, 'oAuth2PermissionGrant')
  const client = call.tenant.principals.get(input.clientId, seeing(call, 'reference'))
  if (client === undefined) throw notFound(input.clientId)
  if (resourceById(call.tenant, input.resourceId) === undefined) throw notFound(input.resourceId)
  const id = scopeGrantId(input.clientId, input.resourceId, input.principalId ?? undefined)
  if (call.tenant.scopeGrants.get(id) !== undefined)
    throw new GraphRefusal(409, 'Request_MultipleObjectsWithSameKeyValue', 'Permission entry already exists.')
  const record: ScopeGrantRecord = { id, ...input, principalId: input.principalId ?? null }
  call.tenant.scopeGrants.put(id, record, now(call))
  return {
    status: 201,
    body: { '@odata.context': contextOf(call, 'oauth2PermissionGrants/$entity'), ...show(record) },
    headers: { location: `${call.cloud.origin}/v2/${call.tenant.facts.tenantId}/oauth2PermissionGrants/${id}` },
    effect: true,
  }
}

export function deleteScopeGrant(call: GraphCall): GraphResult {
  refuseUnless(call, CONSENTERS)
  call.tenant.scopeGrants.remove(lookup(call).id, now(call))
  return DONE
}
