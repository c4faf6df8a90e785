import { usersOf } from '../data/content'
import type { GraphCall, GraphResult } from './call'
import { DONE, now, param, readBody, seeing } from './call'
import { z } from 'zod'
import { refuseStranger } from './access'
import { lookupApplication, truthOf } from './applications'
import { showApplication } from './application-shape'
import { showPerson } from './people'
import { answerList } from './query'
import { notFound } from './refusals'
import { resourceById } from './resources'
import { lookupPrincipal, showPrincipal, showResource } from './service-principals'

/** Any object of the directory by its id, with its type, as `directoryObjects` shows it. */
function showObject(call: GraphCall, id: string): Record<string, unknown> | undefined {
  const user = usersOf(call.tenant).find((each) => each.objectId === id)
  if (user !== undefined)
    return {
      '@odata.type': '#microsoft.graph.user',
      ...showPerson({ objectId: user.objectId, displayName: user.displayName, directoryUpn: user.upn }),
    }
  const resource = resourceById(call.tenant, id)
  if (resource !== undefined)
    return { '@odata.type': '#microsoft.graph.servicePrincipal', ...showResource(call.tenant, resource) }
  const principal = call.tenant.principals.get(id, seeing(call, 'servicePrincipal'))
  if (principal?.deletedAt === null)
    return { '@odata.type': '#microsoft.graph.servicePrincipal', ...showPrincipal(call.tenant, principal) }
  const application = call.tenant.applications.get(id, seeing(call, 'application'))
  if (application?.deletedAt === null)
    return { '@odata.type': '#microsoft.graph.application', ...showApplication(call.tenant, application) }
  return undefined
}

function listObjects(call: GraphCall, ids: readonly string[]): GraphResult {
  const rows = ids.map((id) => showObject(call, id)).filter((row) => row !== undefined)
  return { status: 200, body: answerList(call, 'directoryObjects', rows) }
}

export function listApplicationOwners(call: GraphCall): GraphResult {
  return listObjects(call, lookupApplication(call).owners)
}

/** Whether the last owner may go is not known of applications; Microsoft lets an administrator remove anybody. */
export function removeApplicationOwner(call: GraphCall): GraphResult {
  const record = truthOf(call, lookupApplication(call))
  refuseStranger(call, record.owners)
  const owner = param(call, 'owner')
  if (!record.owners.includes(owner)) throw notFound(owner)
  const owners = record.owners.filter((each) => each !== owner)
  call.tenant.applications.put(record.objectId, { ...record, owners }, now(call))
  return DONE
}

export function listPrincipalOwners(call: GraphCall): GraphResult {
  const found = lookupPrincipal(call)
  return listObjects(call, 'record' in found ? found.record.owners : [])
}

/** None can be made here; strangers plant them, so that a check has something to find. */
export function listFederatedCredentials(call: GraphCall): GraphResult {
  const record = lookupApplication(call)
  return {
    status: 200,
    body: answerList(call, `applications('${record.objectId}')/federatedIdentityCredentials`, record.federated),
  }
}

const idsInput = z.strictObject({ ids: z.array(z.string()).max(1000), types: z.array(z.string()).optional() })

export function getByIds(call: GraphCall): GraphResult {
  const { ids, types } = readBody(call, idsInput, 'directoryObject')
  const rows = ids
    .map((id) => showObject(call, id))
    .filter((row) => row !== undefined)
    .filter(
      (row) => types === undefined || types.includes(String(row['@odata.type']).slice('#microsoft.graph.'.length)),
    )
  return { status: 200, body: answerList(call, 'directoryObjects', rows) }
}
