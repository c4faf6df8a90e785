import {
  application,
  appRoleAssignment,
  directoryRole,
  organization,
  page,
  resourcePrincipal,
  servicePrincipal,
} from './answers'
import { GraphError } from './failures'
import type { Graph } from './graph'
import { parseAnswer, quoted } from './graph-call'
import type { GraphAnswer, GraphRequest } from './graph-call'
import { readKeyPolicy } from './key-policy'
import type { Observed, ObservedApplication, ObservedKey, ObserveScope } from './observed'
import type { z } from 'zod'

const applicationFields = 'id,appId,uniqueName,displayName,createdDateTime,keyCredentials,passwordCredentials'
const batchLimit = 20

/**
 * Looks at one tenant in one batch, and in a second one when it found an application that was not known. Never writes. Throws GraphError
 * when something that must be seen could not be: an unreadable answer is not an empty one.
 */
export async function observe(graph: Graph, scope: ObserveScope): Promise<Observed> {
  const expected = scope.appId ?? null
  const together =
    expected === null ? new Map<string, GraphRequest>() : secondLook(expected, scope.includeDirectoryRoles)
  const first = await ask(graph, new Map([...firstLook(scope), ...together]))
  const app = readApplication(first, scope, graph)
  const second = app === null ? null : await askRest(graph, app.appId, expected, first, scope)
  const principal = second === null ? null : readPrincipal(second, graph)
  return {
    organization: readOrganization(first, graph),
    application: app,
    deletedApplication: await readDeleted(first, scope, graph),
    servicePrincipal: principal,
    grants: second === null || principal === null ? [] : await readGrants(second, graph),
    resources: readResources(first, scope, graph),
    directoryRoles: readDirectoryRoles(second, scope, graph),
    keyPolicy: readPolicy(first, graph),
  }
}

/** Its principal was asked for already, unless the application that stands there is not the one of our records. */
function askRest(
  graph: Graph,
  appId: string,
  expected: string | null,
  first: Seen,
  scope: ObserveScope,
): Promise<Seen> {
  return appId === expected ? Promise.resolve(first) : ask(graph, secondLook(appId, scope.includeDirectoryRoles))
}

/** Requests by a name of ours, so that answers are found by name and not by place. */
type Look = ReadonlyMap<string, GraphRequest>
type Seen = ReadonlyMap<string, GraphAnswer>

function firstLook(scope: ObserveScope): Look {
  const get = (path: string): GraphRequest => ({ method: 'GET', path })
  const look = new Map<string, GraphRequest>([
    ['organization', get('/organization?$select=id,displayName,verifiedDomains')],
    ['byName', get(`/applications(uniqueName=${quoted(scope.uniqueName)})?$select=${applicationFields}`)],
    [
      'deleted',
      get('/directory/deletedItems/microsoft.graph.application?$select=id,appId,uniqueName,deletedDateTime&$top=999'),
    ],
    ['policy', get('/policies/defaultAppManagementPolicy')],
  ])
  if (scope.objectId !== null) look.set('byId', get(`/applications/${scope.objectId}?$select=${applicationFields}`))
  for (const appId of new Set(scope.resourceAppIds)) {
    look.set(
      `resource ${appId}`,
      get(`/servicePrincipals(appId=${quoted(appId)})?$select=id,appId,displayName,appRoles`),
    )
  }
  return look
}

function secondLook(appId: string, includeDirectoryRoles: boolean): Look {
  const principal = `/servicePrincipals(appId=${quoted(appId)})`
  const get = (path: string): GraphRequest => ({ method: 'GET', path })
  const look = new Map<string, GraphRequest>([
    ['principal', get(`${principal}?$select=id,appId,accountEnabled`)],
    ['grants', get(`${principal}/appRoleAssignments`)],
  ])
  if (includeDirectoryRoles) {
    look.set('directoryRoles', get(`${principal}/transitiveMemberOf/microsoft.graph.directoryRole`))
  }
  return look
}

async function ask(graph: Graph, look: Look): Promise<Seen> {
  const entries = [...look]
  const seen = new Map<string, GraphAnswer>()
  for (let start = 0; start < entries.length; start += batchLimit) {
    const chunk = entries.slice(start, start + batchLimit)
    const answers = await graph.batch(chunk.map(([, request]) => request))
    chunk.forEach(([name], index) => {
      const answer = answers[index]
      if (answer !== undefined) seen.set(name, answer)
    })
  }
  return seen
}

/** The body, null for a clear 404, and GraphError for anything else. */
function bodyOf(seen: Seen, name: string): unknown {
  const answer = seen.get(name)
  if (answer === undefined || answer.failure?.kind === 'not-found') return null
  if (answer.failure !== null) throw new GraphError(answer.failure)
  return answer.body
}

function itemsOf<T>(schema: z.ZodType<T>, items: readonly unknown[], call: string, graph: Graph): readonly T[] {
  return items.map((item) => parseAnswer(schema, item, call, graph.clock))
}

/** By name first; by stored id where the name's replica does not know it yet. What was taken over is found by its id. */
function readApplication(seen: Seen, scope: ObserveScope, graph: Graph): ObservedApplication | null {
  const byId = scope.byObjectId === true ? bodyOf(seen, 'byId') : null
  const body = byId ?? bodyOf(seen, 'byName') ?? bodyOf(seen, 'byId')
  if (body === null) return null
  const found = parseAnswer(application, body, 'the application', graph.clock)
  return {
    objectId: found.id.toLowerCase(),
    appId: found.appId.toLowerCase(),
    uniqueName: found.uniqueName,
    displayName: found.displayName ?? '',
    createdAt: found.createdDateTime,
    keys: (found.keyCredentials ?? []).map(readKey),
    passwordCount: found.passwordCredentials?.length ?? 0,
  }
}

function readKey(key: NonNullable<z.output<typeof application>['keyCredentials']>[number]): ObservedKey {
  return {
    keyId: key.keyId.toLowerCase(),
    sha1: thumbprintOf(key.customKeyIdentifier),
    displayName: key.displayName,
    notBefore: utc(key.startDateTime),
    notAfter: utc(key.endDateTime),
  }
}

/** Graph writes 40 hex characters where its own metadata promises base64: both are read. */
function thumbprintOf(identifier: string | null): string {
  if (identifier === null) return ''
  if (/^[0-9a-f]{40}$/i.test(identifier)) return identifier.toUpperCase()
  return Buffer.from(identifier, 'base64').toString('hex').toUpperCase()
}

function utc(date: string | null): string {
  const time = Date.parse(date ?? '')
  return Number.isNaN(time) ? '' : new Date(time).toISOString()
}

function readOrganization(seen: Seen, graph: Graph): Observed['organization'] {
  const answer = seen.get('organization')
  if (answer === undefined || answer.failure?.kind === 'not-allowed') return null
  const { value } = parseAnswer(page, bodyOf(seen, 'organization'), 'the organization', graph.clock)
  const found = value[0] === undefined ? null : parseAnswer(organization, value[0], 'the organization', graph.clock)
  return (
    found && {
      tenantId: found.id.toLowerCase(),
      displayName: found.displayName ?? '',
      verifiedDomains: found.verifiedDomains?.map(({ name }) => name) ?? [],
    }
  )
}

async function readDeleted(seen: Seen, scope: ObserveScope, graph: Graph): Promise<Observed['deletedApplication']> {
  const first = bodyOf(seen, 'deleted')
  if (first === null) return null
  const { value } = parseAnswer(page, first, 'deleted applications', graph.clock)
  const all = itemsOf(application, [...value, ...(await graph.rest(first))], 'a deleted application', graph)
  const found =
    all.find((item) => item.uniqueName === scope.uniqueName) ??
    all.find((item) => item.id.toLowerCase() === scope.objectId)
  return found
    ? { objectId: found.id.toLowerCase(), appId: found.appId.toLowerCase(), deletedAt: found.deletedDateTime }
    : null
}

function readPrincipal(seen: Seen, graph: Graph): Observed['servicePrincipal'] {
  const body = bodyOf(seen, 'principal')
  if (body === null) return null
  const found = parseAnswer(servicePrincipal, body, 'the service principal', graph.clock)
  return { objectId: found.id.toLowerCase(), appId: found.appId.toLowerCase(), enabled: found.accountEnabled !== false }
}

async function readGrants(seen: Seen, graph: Graph): Promise<Observed['grants']> {
  const first = bodyOf(seen, 'grants')
  if (first === null) return []
  const { value } = parseAnswer(page, first, 'the grants', graph.clock)
  const all = itemsOf(appRoleAssignment, [...value, ...(await graph.rest(first))], 'a grant', graph)
  return all.map(({ id, resourceId, appRoleId }) => ({
    assignmentId: id,
    resourceObjectId: resourceId.toLowerCase(),
    roleId: appRoleId.toLowerCase(),
  }))
}

function readResources(seen: Seen, scope: ObserveScope, graph: Graph): Observed['resources'] {
  const entries = scope.resourceAppIds.map((appId) => {
    const body = bodyOf(seen, `resource ${appId}`)
    if (body === null) return [appId, null] as const
    const found = parseAnswer(resourcePrincipal, body, 'a resource', graph.clock)
    const roles = found.appRoles.flatMap(({ id, value, isEnabled, allowedMemberTypes }) =>
      value !== null && isEnabled !== false && allowedMemberTypes?.includes('Application') !== false
        ? [{ id: id.toLowerCase(), value }]
        : [],
    )
    const names = {
      objectId: found.id.toLowerCase(),
      appId: found.appId.toLowerCase(),
      displayName: found.displayName ?? '',
    }
    return [appId, { ...names, roles }] as const
  })
  return Object.fromEntries(entries)
}

/** Whoever may not read roles gets them as bare ids, without their names: that is no answer either. */
function readDirectoryRoles(seen: Seen | null, scope: ObserveScope, graph: Graph): Observed['directoryRoles'] {
  if (seen === null || !scope.includeDirectoryRoles) return []
  const answer = seen.get('directoryRoles')
  if (answer?.failure?.kind === 'not-allowed') return 'unreadable'
  const body = bodyOf(seen, 'directoryRoles')
  if (body === null) return []
  const { value } = parseAnswer(page, body, 'directory roles', graph.clock)
  return itemsOf(directoryRole, value, 'a directory role', graph).map(({ roleTemplateId }) =>
    roleTemplateId.toLowerCase(),
  )
}

/** Most sign-in programs may not read it, and a refusal then teaches the limit: whatever fails here is “unreadable”. */
function readPolicy(seen: Seen, graph: Graph): Observed['keyPolicy'] {
  const answer = seen.get('policy')
  if (answer === undefined || answer.failure !== null) return 'unreadable'
  return readKeyPolicy(answer.body, graph.clock.now())
}
