import type { ApplicationRecord, PrincipalRecord } from '../state/records'
import { refuseStranger, refuseUnless } from './access'
import { showApplication } from './application-shape'
import type { GraphCall, GraphResult } from './call'
import { contextOf, DONE, now, param, seeing } from './call'
import { answerList, answerOne } from './query'
import { alreadyExists, denied, notFound } from './refusals'
import { isResting } from './resting'
import { showPrincipal } from './service-principals'

function deletedApplications(call: GraphCall): ApplicationRecord[] {
  return call.tenant.applications.list(seeing(call, 'applicationList')).filter((record) => isResting(record, now(call)))
}

function deletedPrincipals(call: GraphCall): PrincipalRecord[] {
  return call.tenant.principals.list(seeing(call, 'servicePrincipal')).filter((record) => isResting(record, now(call)))
}

export function listDeletedApplications(call: GraphCall): GraphResult {
  const rows = deletedApplications(call).map((record) => showApplication(call.tenant, record))
  return { status: 200, body: answerList(call, 'applications', rows) }
}

export function listDeletedPrincipals(call: GraphCall): GraphResult {
  const rows = deletedPrincipals(call).map((record) => showPrincipal(call.tenant, record))
  return { status: 200, body: answerList(call, 'servicePrincipals', rows) }
}

type Resting = { application: ApplicationRecord } | { principal: PrincipalRecord }

function lookupResting(call: GraphCall): Resting {
  const id = param(call, 'id')
  const application = deletedApplications(call).find((record) => record.objectId === id)
  if (application !== undefined) return { application }
  const principal = deletedPrincipals(call).find((record) => record.objectId === id)
  if (principal !== undefined) return { principal }
  throw notFound(id)
}

function show(call: GraphCall, found: Resting): Record<string, unknown> {
  return 'application' in found
    ? { '@odata.type': '#microsoft.graph.application', ...showApplication(call.tenant, found.application) }
    : { '@odata.type': '#microsoft.graph.servicePrincipal', ...showPrincipal(call.tenant, found.principal) }
}

export function getDeletedItem(call: GraphCall): GraphResult {
  return { status: 200, body: answerOne(call, 'directoryObjects', show(call, lookupResting(call))) }
}

/** For good. Cloud Application Administrators and owners may delete, but not this. */
export function purgeDeletedItem(call: GraphCall): GraphResult {
  const found = lookupResting(call)
  if (call.caller.appOnly) {
    if (!call.caller.permissions.has('Application.ReadWrite.All')) throw denied()
  } else refuseUnless(call, ['Global Administrator', 'Application Administrator'])
  if ('application' in found) call.tenant.applications.remove(found.application.objectId, now(call))
  else call.tenant.principals.remove(found.principal.objectId, now(call))
  return DONE
}

/** The application alone comes back; its service principal is a deleted item of its own. */
export function restoreDeletedItem(call: GraphCall): GraphResult {
  const found = lookupResting(call)
  refuseStranger(call, 'application' in found ? found.application.owners : found.principal.owners)
  if ('application' in found)
    call.tenant.applications.put(found.application.objectId, { ...found.application, deletedAt: null }, now(call))
  else restorePrincipal(call, found.principal)
  const body = {
    '@odata.context': contextOf(call, 'directoryObjects/$entity'),
    ...show(call, found),
    deletedDateTime: null,
  }
  return { status: 200, body, effect: true }
}

function restorePrincipal(call: GraphCall, principal: PrincipalRecord): void {
  const replaced = call.tenant.principals
    .list()
    .some((each) => each.appId === principal.appId && each.deletedAt === null)
  if (replaced)
    throw alreadyExists(
      `The service principal cannot be created, updated, or restored because the service principal name ${principal.appId} is already in use.`,
      'ServicePrincipalNames',
    )
  call.tenant.principals.put(principal.objectId, { ...principal, deletedAt: null }, now(call))
}
