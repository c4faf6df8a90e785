import type { Cloud } from '../cloud'
import { directoryPeople, outsidersOf } from '../data/people'
import type { Person } from '../data/people'
import { roleTemplate } from '../data/roles'
import { AZURE_CLI_APP_ID, GRAPH_APP_ID, PERSONAL_TENANT } from '../data/well-known'
import { guidFrom, scopeGrantId } from '../identifiers'
import { otherTenant } from '../state/cloud'
import { derivedId } from '../state/tenant'
import type { Tenant } from '../state/tenant'
import type { DeviceFlow } from './flows'

/** Where the device page ends up; `code` is an AADSTS number where one is shown. */
export interface Shown {
  outcome: 'done' | 'declined' | 'blocked' | 'code-unknown' | 'code-expired' | 'code-used' | 'person-unknown'
  title: string
  text: string
  code?: number
}

export const UNKNOWN_CODE: Shown = {
  outcome: 'code-unknown',
  title: 'That code did not work',
  text: 'Check the code and try again.',
  code: 90119,
}

/** Everybody whom the page offers for this sign-in: this tenant's people first, then those of elsewhere. */
export function peopleFor(cloud: Cloud, tenantId: string | undefined): { here: Person[]; others: Person[] } {
  const tenant = tenantId === undefined ? undefined : cloud.state.tenants.get(tenantId)
  if (tenant === undefined) {
    const all = [...cloud.state.tenants.values()]
    const personal =
      all[0] === undefined ? [] : outsidersOf(all[0], undefined).filter((person) => person.kind === 'personal-account')
    return {
      here: all.slice(0, 20).flatMap((each) => directoryPeople(each).filter((person) => person.member)),
      others: personal,
    }
  }
  return {
    here: directoryPeople(tenant).filter((person) => person.member),
    others: outsidersOf(tenant, otherTenant(cloud.state, tenant)),
  }
}

/** By address or by kind; addresses of other practice tenants are found too. */
export function findPerson(cloud: Cloud, tenantId: string | undefined, kindOrUpn: string): Person | undefined {
  const { here, others } = peopleFor(cloud, tenantId)
  const offered = [...here, ...others].find(
    (person) => person.kind === kindOrUpn || person.upn === kindOrUpn.toLowerCase(),
  )
  if (offered !== undefined) return offered
  const owner = cloud.state.domains.get(kindOrUpn.split('@')[1]?.toLowerCase() ?? '')
  const tenant = owner === undefined ? undefined : cloud.state.tenants.get(owner)
  return tenant && directoryPeople(tenant).find((person) => person.upn === kindOrUpn.toLowerCase())
}

/** Whether a code that was typed can still be used, or what the page says instead. */
export function checkFlow(cloud: Cloud, flow: DeviceFlow | undefined): Shown | undefined {
  if (flow === undefined) return UNKNOWN_CODE
  if (flow.expiresAt <= cloud.state.clock.now() || flow.state.kind === 'expired')
    return { outcome: 'code-expired', title: 'That code has expired', text: 'Ask for a new code and type that one.' }
  if (flow.state.kind !== 'pending')
    return {
      outcome: 'code-used',
      title: 'That code was already used',
      text: 'It was approved or declined before.',
      code: 90120,
    }
  return undefined
}

export function decline(flow: DeviceFlow): Shown {
  flow.state = { kind: 'declined' }
  return {
    outcome: 'declined',
    title: 'You cancelled the sign-in',
    text: 'Nothing was approved. You can close this window.',
  }
}

/** The last step of the page: everything that Microsoft checks once the person has said yes. */
export function approve(cloud: Cloud, flow: DeviceFlow, person: Person): Shown {
  const blocked = blockOf(cloud, flow, person)
  if (blocked !== undefined) return blocked
  if (flow.clientId !== AZURE_CLI_APP_ID) recordConsent(cloud, flow, person)
  flow.state = { kind: 'approved', person }
  return {
    outcome: 'done',
    title: 'You have signed in',
    text: 'The program that showed you the code goes on by itself. You can close this window.',
  }
}

function blockOf(cloud: Cloud, flow: DeviceFlow, person: Person): Shown | undefined {
  const occasion = { method: 'POST', path: '/device', operation: 'signIn' }
  if (isForeign(flow, person) || cloud.faults.take('foreign-account', flow.tenantId, occasion) !== undefined) {
    flow.state = { kind: 'blocked', by: 'foreign-account', person }
    return block(50020, 'This account cannot be used here', `${person.upn} does not exist in this tenant.`)
  }
  const policy = cloud.faults.take('device-code-blocked', flow.tenantId, occasion)
  if (policy !== undefined) {
    if (policy.variant === 'token-endpoint') flow.state = { kind: 'blocked', by: 'policy', person }
    return block(53003, 'You cannot get there from here', 'Access has been blocked by Conditional Access policies.')
  }
  if (cloud.faults.take('mfa-required', flow.tenantId, occasion) !== undefined) {
    flow.state = { kind: 'blocked', by: 'mfa', person }
    return block(50076, 'More information is needed', 'You must use multi-factor authentication.')
  }
  return blockByConsent(cloud, flow, person)
}

/** Personal accounts may use nothing but `common`. */
function isForeign(flow: DeviceFlow, person: Person): boolean {
  return person.tenantId === PERSONAL_TENANT && flow.authority !== 'common'
}

function block(code: number, title: string, text: string): Shown {
  return { outcome: 'blocked', title, text, code }
}

function blockByConsent(cloud: Cloud, flow: DeviceFlow, person: Person): Shown | undefined {
  if (flow.clientId === AZURE_CLI_APP_ID) return undefined
  const tenant = cloud.state.tenants.get(person.tenantId)
  if (tenant === undefined || consented(tenant, flow) || mayConsent(person)) return undefined
  flow.state = { kind: 'blocked', by: 'consent', person }
  return block(90094, 'Need admin approval', 'Only an administrator can consent to what this program asks for.')
}

function mayConsent(person: Person): boolean {
  return [
    'Global Administrator',
    'Privileged Role Administrator',
    'Application Administrator',
    'Cloud Application Administrator',
  ]
    .map(roleTemplate)
    .some((role) => person.roles.includes(role))
}

function graphScopes(flow: DeviceFlow): string[] {
  return flow.scopes.filter((scope) => scope !== 'openid' && scope !== 'offline_access')
}

function consented(tenant: Tenant, flow: DeviceFlow): boolean {
  const clientId = guidFrom(tenant.facts.tenantId, 'client', flow.clientId)
  const granted = tenant.scopeGrants.list().filter((grant) => grant.clientId === clientId)
  const scopes = new Set(granted.flatMap((grant) => grant.scope.split(' ')))
  return graphScopes(flow).every((scope) => scopes.has(scope))
}

/** Consent leaves a service principal of the client and one delegated grant in the tenant. */
function recordConsent(cloud: Cloud, flow: DeviceFlow, person: Person): void {
  const tenant = cloud.state.tenants.get(person.tenantId)
  const client = cloud.state.clients.get(flow.clientId)
  if (tenant === undefined || client === undefined || consented(tenant, flow)) return
  const now = cloud.state.clock.now()
  const objectId = guidFrom(tenant.facts.tenantId, 'client', flow.clientId)
  const resourceId = derivedId(tenant, GRAPH_APP_ID)
  tenant.principals.put(
    objectId,
    {
      objectId,
      appId: client.appId,
      createdAt: now,
      accountEnabled: true,
      displayName: client.displayName,
      settings: {},
      keys: [],
      owners: [],
      deletedAt: null,
    },
    now,
  )
  const id = scopeGrantId(objectId, resourceId)
  const before = tenant.scopeGrants.get(id)?.scope.split(' ') ?? []
  const scope = [...new Set([...before, ...graphScopes(flow)])].join(' ')
  tenant.scopeGrants.put(
    id,
    { id, clientId: objectId, resourceId, consentType: 'AllPrincipals', principalId: null, scope },
    now,
  )
}
