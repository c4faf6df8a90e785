import { randomUUID } from 'node:crypto'
import { GRAPH_APP_ID } from '../data/well-known'
import { dropScopeGrants } from '../graph/resting'
import { resourceByAppId } from '../graph/resources'
import { scopeGrantId } from '../identifiers'
import { findApplication, findPrincipal, type Garden } from './garden'
import { ControlMistake } from './mistake'

/** What the portal calls a certificate that somebody planted. */
export const PLANTED = 'CN=Added in the portal'

/** A secret where the registration's page does not show it. */
export function plantSecret(garden: Garden, name: string): string {
  const principal = findPrincipal(garden, name)
  const secret = {
    keyId: randomUUID(),
    displayName: 'added beside the registration',
    startsAt: garden.at,
    endsAt: garden.at + 180 * 86_400_000,
  }
  const passwords = [...(principal.passwords ?? []), secret]
  garden.tenant.principals.put(principal.objectId, { ...principal, passwords }, garden.at)
  return secret.keyId
}

/** Admin consent for everybody to one delegated scope of Graph. */
export function plantConsent(garden: Garden, wanted: { application: string; scope: string }): string {
  const client = findPrincipal(garden, wanted.application)
  const graph = resourceByAppId(garden.tenant, GRAPH_APP_ID)
  if (graph === undefined) throw new ControlMistake('This tenant has no Microsoft Graph.')
  const id = scopeGrantId(client.objectId, graph.objectId)
  const record = {
    id,
    clientId: client.objectId,
    resourceId: graph.objectId,
    consentType: 'AllPrincipals',
    principalId: null,
    scope: wanted.scope,
  }
  garden.tenant.scopeGrants.put(id, record, garden.at)
  return id
}

/** Somebody tidies up: no secrets, no federation, no owners, no planted keys, no consent for people. */
export function cleanUp(garden: Garden, name: string): string {
  const { tenant, at } = garden
  const record = findApplication(garden, name)
  const keys = record.keys.filter((key) => key.displayName !== PLANTED)
  tenant.applications.put(record.objectId, { ...record, keys, passwords: [], federated: [], owners: [] }, at)
  const principal = findPrincipal(garden, name)
  tenant.principals.put(principal.objectId, { ...principal, passwords: [], owners: [] }, at)
  dropScopeGrants(tenant, principal.objectId, at)
  return record.objectId
}

/** Out of the recycle bin, the application with its service principal. */
export function undelete(garden: Garden, name: string): string {
  const { tenant, at } = garden
  const record = findApplication(garden, name)
  tenant.applications.put(record.objectId, { ...record, deletedAt: null }, at)
  for (const principal of tenant.principals.list())
    if (principal.appId === record.appId)
      tenant.principals.put(principal.objectId, { ...principal, deletedAt: null }, at)
  return record.objectId
}
