import { appRoleHolder, holderPrincipal, page } from './answers'
import { GraphError } from './failures'
import type { Graph } from './graph'
import { parseAnswer, type GraphAnswer } from './graph-call'
import type { Observed } from './observed'
import type { WantedRole } from './permissions'

/** An application that holds some of the roles that were asked about. */
export interface RoleHolder {
  servicePrincipalObjectId: string
  appId: string
  displayName: string
  roles: readonly WantedRole[]
  /** When the first of them was granted, as Microsoft says. */
  grantedAt: Date | null
}

/** Microsoft’s own applications belong to this tenant of theirs. */
const microsoftServices = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'
const batchLimit = 20

/**
 * Which applications of a tenant hold one of these roles, read from the resources’ side with Application.Read.All:
 * `GET /servicePrincipals/{id}/appRoleAssignedTo`, all pages. Microsoft’s own are left out, and so are the service
 * principals in `except`. Throws GraphError when a list could not be read.
 */
export async function readRoleHolders(
  graph: Graph,
  resources: Observed['resources'],
  wanted: readonly WantedRole[],
  except: readonly string[],
): Promise<readonly RoleHolder[]> {
  const asked = resourcesFor(resources, wanted)
  const answers = await graph.batch(
    asked.map(({ objectId }) => ({
      method: 'GET',
      path: `/servicePrincipals/${objectId}/appRoleAssignedTo?$top=999`,
    })),
  )
  const found = new Map<string, Omit<RoleHolder, 'appId'>>()
  for (const [index, resource] of asked.entries()) {
    for (const grant of await grantsOf(graph, answers[index])) note(found, grant, resource)
  }
  return named(
    graph,
    [...found.values()].filter((holder) => !except.includes(holder.servicePrincipalObjectId)),
  )
}

interface AskedResource {
  appId: string
  objectId: string
  /** Role id to its name. */
  roles: ReadonlyMap<string, string>
}

interface RoleGrant {
  principalObjectId: string
  displayName: string
  roleId: string
  grantedAt: Date | null
}

/** A resource that offers none of the roles is not asked. */
function resourcesFor(resources: Observed['resources'], wanted: readonly WantedRole[]): readonly AskedResource[] {
  return Object.values(resources).flatMap((resource) => {
    if (resource === null) return []
    const names = wanted.filter(({ resourceAppId }) => resourceAppId === resource.appId).map(({ role }) => role)
    const offered = resource.roles.flatMap(({ id, value }) => (names.includes(value) ? [[id, value] as const] : []))
    return offered.length === 0 ? [] : [{ appId: resource.appId, objectId: resource.objectId, roles: new Map(offered) }]
  })
}

async function grantsOf(graph: Graph, answer: GraphAnswer | undefined): Promise<readonly RoleGrant[]> {
  const first = bodyOf(answer)
  const { value } = parseAnswer(page, first, 'who holds permissions', graph.clock)
  return [...value, ...(await graph.rest(first))]
    .map((item) => parseAnswer(appRoleHolder, item, 'who holds a permission', graph.clock))
    .filter(({ principalType }) => principalType === 'ServicePrincipal')
    .map(({ principalId, principalDisplayName, appRoleId, createdDateTime }) => ({
      principalObjectId: principalId.toLowerCase(),
      displayName: principalDisplayName ?? principalId,
      roleId: appRoleId.toLowerCase(),
      grantedAt: dateOf(createdDateTime),
    }))
}

function note(found: Map<string, Omit<RoleHolder, 'appId'>>, grant: RoleGrant, resource: AskedResource): void {
  const role = resource.roles.get(grant.roleId)
  if (role === undefined) return
  const known = found.get(grant.principalObjectId)
  found.set(grant.principalObjectId, {
    servicePrincipalObjectId: grant.principalObjectId,
    displayName: grant.displayName,
    roles: [...(known?.roles ?? []), { resourceAppId: resource.appId, role }],
    grantedAt: earlier(known?.grantedAt ?? null, grant.grantedAt),
  })
}

/** Their client ids, which administrators search by; who is gone meanwhile is left out. */
async function named(graph: Graph, found: readonly Omit<RoleHolder, 'appId'>[]): Promise<readonly RoleHolder[]> {
  const holders: RoleHolder[] = []
  for (let start = 0; start < found.length; start += batchLimit) {
    const chunk = found.slice(start, start + batchLimit)
    const answers = await graph.batch(
      chunk.map(({ servicePrincipalObjectId }) => ({
        method: 'GET',
        path: `/servicePrincipals/${servicePrincipalObjectId}?$select=id,appId,appOwnerOrganizationId`,
      })),
    )
    for (const [index, holder] of chunk.entries()) {
      if (answers[index]?.failure?.kind === 'not-found') continue
      const principal = parseAnswer(holderPrincipal, bodyOf(answers[index]), 'a service principal', graph.clock)
      if (principal.appOwnerOrganizationId?.toLowerCase() === microsoftServices) continue
      holders.push({ ...holder, appId: principal.appId.toLowerCase() })
    }
  }
  return holders
}

function bodyOf(answer: GraphAnswer | undefined): unknown {
  if (answer?.failure) throw new GraphError(answer.failure)
  return answer?.body
}

function dateOf(text: string | null): Date | null {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? null : new Date(time)
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}
