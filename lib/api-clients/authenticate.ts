import { runtime } from '../runtime'
import type { Actor, Reach } from '../staff/actor'
import type { Caller } from './caller'
import { keepCaller, knownCaller, lookBegins } from './caller-cache'
import { isAlive } from './families'
import { hashOpaque } from './opaque'
import { isResource, isScope } from './scopes'
import { findToken, tenantsOfCustomers, touchClient, type FamilyRow, type TokenRow } from './token-store'

/**
 * Who holds this access token. Null for everything that is not a living one of ours: unknown, ended, revoked, of a
 * client that was disabled. A revocation counts at once in this process, and within a second in the others.
 */
export async function authenticate(bearer: string): Promise<Caller | null> {
  const hash = hashOpaque('access', bearer)
  if (hash === null) return null
  const now = runtime().clock.now()
  const caller = knownCaller(hash, now) ?? (await lookUp(hash, now))
  return caller !== null && caller.expiresAt > now ? caller : null
}

const changingScopes = ['tenants:connect', 'tenants:check', 'tenants:rotate'] as const

/** What a caller is to the domain: an operator of its tenants if it may change anything, else somebody who only looks. */
export function actorOf(caller: Caller): Actor {
  const changes = changingScopes.some((scope) => caller.scopes.includes(scope))
  return {
    ...{ kind: 'client', id: caller.id, name: caller.name, email: '', reach: caller.reach },
    ...(caller.customers === undefined ? {} : { customers: caller.customers }),
    role: changes ? 'operator' : 'auditor',
  }
}

async function lookUp(hash: string, now: Date): Promise<Caller | null> {
  const begun = lookBegins()
  const row = await findToken(hash)
  if (row?.kind !== 'access' || !isAlive(row.family, now)) return null
  const caller = await callerOf(row, row.family)
  keepCaller(hash, caller, now, begun)
  if (row.family.clientId !== null) await touchClient(row.family.clientId, now)
  return caller
}

/** A client’s scopes and tenants are read anew: what was taken from it, its living tokens lose too. */
async function callerOf(row: TokenRow, family: FamilyRow): Promise<Caller> {
  const { client } = family
  const scopes = row.scopes.filter(isScope)
  if (client === null || family.kind !== 'client') {
    const reach = family.tenantId === null ? [] : [family.tenantId]
    return { kind: 'restore', id: family.id, name: family.name, scopes, reach, resources: [], expiresAt: row.expiresAt }
  }
  return {
    kind: 'client',
    id: client.id,
    name: client.name,
    scopes: scopes.filter((scope) => client.scopes.includes(scope)),
    reach: await reachOf(client),
    ...(client.reach === 'customers' ? { customers: client.reachIds } : {}),
    resources: client.resources.filter(isResource),
    expiresAt: row.expiresAt < client.expiresAt ? row.expiresAt : client.expiresAt,
  }
}

function reachOf({ reach, reachIds }: { reach: string; reachIds: string[] }): Promise<Reach> {
  if (reach === 'all') return Promise.resolve('all')
  return reach === 'customers' ? tenantsOfCustomers(reachIds) : Promise.resolve(reachIds)
}
