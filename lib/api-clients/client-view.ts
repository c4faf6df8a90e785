import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { may, requireMay } from '../staff/permissions'
import { readStoredKeys } from './client-keys'
import {
  findClient,
  findClients,
  findCustomers,
  findTenants,
  namesOf,
  type ClientRow,
  type Named,
} from './client-store'
import { isResource, type ClientScope, type Resource, clientScopes } from './scopes'

export interface ClientView {
  id: string
  name: string
  state: 'living' | 'ended' | 'disabled'
  scopes: readonly ClientScope[]
  resources: readonly Resource[]
  reach: 'all' | 'tenants' | 'customers'
  /** Of the tenants or customers that are still known. */
  reachNames: readonly string[]
  /** Null: it has a secret. */
  key: { alg: string; thumbprint: string } | null
  madeBy: string | null
  createdAt: string
  expiresAt: string
  disabledAt: string | null
  lastUsedAt: string | null
}

export interface ClientsView {
  mayManage: boolean
  clients: readonly ClientView[]
}

export interface ClientPageView {
  mayManage: boolean
  client: ClientView
}

export interface ClientChoices {
  tenants: readonly Named[]
  customers: readonly Named[]
}

/** Those that work first. */
export async function listClients(actor: Actor): Promise<ClientsView> {
  requireMay(actor, 'clients.read')
  return { mayManage: may(actor, 'clients.manage'), clients: await viewRows(await findClients()) }
}

/** Throws `not_found`. */
export async function getClient(actor: Actor, id: string): Promise<ClientPageView> {
  requireMay(actor, 'clients.read')
  const row = /^[\da-f-]{36}$/.test(id) ? await findClient(id) : null
  const [client] = row === null ? [] : await viewRows([row])
  if (client === undefined) throw new AppError('not_found', 'no such API client')
  return { mayManage: may(actor, 'clients.manage'), client }
}

/** What a new client may be limited to. */
export async function getClientChoices(actor: Actor): Promise<ClientChoices> {
  requireMay(actor, 'clients.manage')
  const [tenants, customers] = await Promise.all([findTenants(), findCustomers()])
  return { tenants, customers }
}

async function viewRows(rows: readonly ClientRow[]): Promise<ClientView[]> {
  const makers = await namesOf(rows.map(({ madeBy }) => madeBy))
  const limited = rows.some(({ reach }) => reach !== 'all')
  const named = limited ? [...(await findTenants()), ...(await findCustomers())] : []
  const names = new Map(named.map(({ id, name }) => [id, name]))
  const now = runtime().clock.now()
  return rows.map((row) => viewRow(row, { now, names, madeBy: makers.get(row.madeBy) ?? null }))
}

interface Around {
  now: Date
  names: ReadonlyMap<string, string>
  madeBy: string | null
}

function viewRow(row: ClientRow, { now, names, madeBy }: Around): ClientView {
  const [key] = readStoredKeys(row.publicKeys)
  return {
    id: row.id,
    name: row.name,
    state: stateOf(row, now),
    scopes: clientScopes.filter((scope) => row.scopes.includes(scope)),
    resources: row.resources.filter(isResource),
    reach: row.reach === 'all' || row.reach === 'customers' ? row.reach : 'tenants',
    reachNames: row.reachIds.flatMap((id) => names.get(id) ?? []),
    key: key === undefined ? null : { alg: key.alg, thumbprint: key.thumbprint },
    madeBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    disabledAt: row.disabledAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }
}

function stateOf({ disabledAt, expiresAt }: ClientRow, now: Date): ClientView['state'] {
  if (disabledAt !== null) return 'disabled'
  return expiresAt > now ? 'living' : 'ended'
}
