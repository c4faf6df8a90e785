import { GRAPH_APP_ID } from '../data/well-known'
import { resourceByAppId } from '../graph/resources'
import { newAssignmentId } from '../identifiers'
import { findPrincipal, type Garden } from './garden'
import { ControlMistake } from './mistake'

/** One application permission, granted as an administrator would. */
export function plantGrant(
  garden: Garden,
  wanted: { application: string; role: string; resourceAppId?: string | undefined },
): string {
  const principal = findPrincipal(garden, wanted.application)
  const resource = resourceByAppId(garden.tenant, wanted.resourceAppId ?? GRAPH_APP_ID)
  const role = resource?.appRoles.find((each) => each.value === wanted.role)
  if (resource === undefined || role === undefined)
    throw new ControlMistake(`No permission '${wanted.role}' in ${garden.tenant.facts.domain}.`)
  const id = newAssignmentId(principal.objectId)
  const grant = {
    id,
    principalId: principal.objectId,
    resourceId: resource.objectId,
    appRoleId: role.id,
    createdAt: garden.at,
  }
  garden.tenant.grants.put(id, grant, garden.at)
  return id
}
