import { z } from 'zod'
import { guid } from './answers'
import type { Directory } from './directory'
import type { Graph } from './graph'
import { quoted } from './graph-call'
import { credentialBody } from './graph-keys'
import type { PublicKeyCredential, WriteAnswer } from './observed'
import { nothing, verdictOf, withKind } from './write-answers'

/** Marks what Latchkey made, for people who look at the tenant's list of applications. */
export const latchkeyTag = 'latchkey'

/** The second makes the portal list it under Enterprise applications, the third keeps it out of people's app launcher. */
const principalTags = [latchkeyTag, 'WindowsAzureActiveDirectoryIntegratedApp', 'HideApp']

/** Keeps keys and secrets off the service principal, where the registration’s own page does not show them. */
const locked = { isEnabled: true, allProperties: true }

const created = z.object({ id: guid, appId: guid })
const createdPrincipal = z.object({ id: guid })

const upsert = { prefer: 'create-if-missing' }

/** Making, restoring and deleting the application and its service principal. */
export type Registration = Pick<
  Directory,
  | 'upsertApplication'
  | 'upsertServicePrincipal'
  | 'deleteServicePrincipal'
  | 'deleteApplication'
  | 'restoreDeletedApplication'
  | 'purgeDeletedApplication'
>

export function createRegistration(graph: Graph): Registration {
  return {
    upsertApplication: (input) => upsertApplication(graph, input),
    upsertServicePrincipal: (appId) => upsertServicePrincipal(graph, appId),
    deleteServicePrincipal: (objectId) => remove(graph, `/servicePrincipals/${objectId}`),
    deleteApplication: (objectId) => remove(graph, `/applications/${objectId}`),
    restoreDeletedApplication: (objectId) => restore(graph, objectId),
    purgeDeletedApplication: (objectId) => remove(graph, `/directory/deletedItems/${objectId}`),
  }
}

/**
 * `create-if-missing` makes a second registration impossible, even after a crash between call and answer. A 204 says
 * nothing of ids. “Exists already” can only mean that a deleted application still holds the name.
 */
async function upsertApplication(graph: Graph, input: Parameters<Directory['upsertApplication']>[0]) {
  const path = `/applications(uniqueName=${quoted(input.uniqueName)})`
  const answer = await graph.write({ method: 'PATCH', path, headers: upsert, body: applicationBody(input) })
  const verdict = verdictOf(answer, idsOf)
  return withKind(verdict, 'exists-already', 'name-taken')
}

function applicationBody(input: Parameters<Directory['upsertApplication']>[0]) {
  return {
    displayName: input.displayName,
    description: input.description,
    signInAudience: 'AzureADMyOrg',
    servicePrincipalLockConfiguration: locked,
    tags: [latchkeyTag],
    requiredResourceAccess: input.requested.map(({ resourceAppId, roleIds }) => ({
      resourceAppId,
      resourceAccess: roleIds.map((id) => ({ id, type: 'Role' })),
    })),
    ...keyMember(input.key),
  }
}

/** Absent when there is no key: an empty collection would wipe what stands there. */
function keyMember(key: PublicKeyCredential | null) {
  return key === null ? {} : { keyCredentials: [credentialBody(key)] }
}

async function upsertServicePrincipal(graph: Graph, appId: string): Promise<WriteAnswer<{ objectId: string } | null>> {
  const path = `/servicePrincipals(appId=${quoted(appId)})`
  const answer = await graph.write({ method: 'PATCH', path, headers: upsert, body: { tags: principalTags } })
  const verdict = verdictOf(
    answer,
    (body) => {
      const parsed = createdPrincipal.safeParse(body)
      return parsed.success ? { objectId: parsed.data.id } : null
    },
    ['exists-already'],
  )
  return withKind(verdict, 'not-found', 'spreading')
}

/** Gone already is gone. */
async function remove(graph: Graph, path: string): Promise<WriteAnswer> {
  return verdictOf(await graph.write({ method: 'DELETE', path }), nothing, ['not-found'])
}

async function restore(graph: Graph, objectId: string) {
  const answer = await graph.write({ method: 'POST', path: `/directory/deletedItems/${objectId}/restore` })
  return verdictOf(answer, idsOf)
}

function idsOf(body: unknown): { objectId: string; appId: string } | null {
  const parsed = created.safeParse(body)
  return parsed.success ? { objectId: parsed.data.id, appId: parsed.data.appId } : null
}
