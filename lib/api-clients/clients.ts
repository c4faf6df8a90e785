import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { forgetCallers } from './caller-cache'
import { readPublicKey } from './client-keys'
import {
  disable,
  findClient,
  findCustomers,
  findTenants,
  insertClient,
  replaceProof,
  type ClientTerms,
  type Proof,
} from './client-store'
import { hashOpaque, newOpaque } from './opaque'
import type { ClientScope, Resource } from './scopes'

/** Days that a client may live; the longest is what NIST SP 800-57 part 1 gives an authentication key. */
export const validityDays = [30, 90, 180, 365, 730] as const
export type ValidityDays = (typeof validityDays)[number]

export interface NewClient {
  name: string
  scopes: readonly ClientScope[]
  resources: readonly Resource[]
  reach: 'all' | 'tenants' | 'customers'
  /** Of tenants or customers; ignored with all. */
  reachIds: readonly string[]
  validDays: ValidityDays
  /** Absent: a secret is made. */
  publicKey?: string
}

/** The secret is shown now and never again; null for a client with a key. Refuses with the field that needs a look. */
export async function makeClient(actor: Actor, input: NewClient): Promise<{ id: string; secret: string | null }> {
  requireMay(actor, 'clients.manage')
  requireSense(input)
  const reachIds = await readReach(input)
  const now = runtime().clock.now()
  const terms: ClientTerms = {
    name: input.name.trim(),
    scopes: [...input.scopes],
    resources: [...input.resources],
    reach: input.reach,
    reachIds,
    expiresAt: new Date(now.getTime() + input.validDays * 24 * 3600 * 1000),
  }
  const { proof, secret } = await makeProof(input.publicKey)
  return { id: await insertClient(actor, terms, proof, now), secret }
}

/** A new secret in place of the one before, which ends at once with all its tokens. */
export async function renewSecret(actor: Actor, clientId: string): Promise<{ secret: string | null }> {
  const { secretHash } = await manageable(actor, clientId)
  if (secretHash === null) throw new AppError('not_found', 'the client has a key and no secret')
  return { secret: await renew(actor, clientId) }
}

/** As `renewSecret` for a client with a key. */
export async function replaceKey(actor: Actor, clientId: string, publicKey: string): Promise<void> {
  const { publicKeys } = await manageable(actor, clientId)
  if (publicKeys === null) throw new AppError('not_found', 'the client has a secret and no key')
  await renew(actor, clientId, publicKey)
}

/** For good: who needs it again makes a new one. */
export async function disableClient(actor: Actor, clientId: string): Promise<void> {
  await manageable(actor, clientId)
  await disable(actor, clientId, runtime().clock.now())
  await forgetCallers()
}

async function renew(actor: Actor, clientId: string, publicKey?: string): Promise<string | null> {
  const { proof, secret } = await makeProof(publicKey)
  if (!(await replaceProof(actor, clientId, proof, runtime().clock.now()))) {
    throw new AppError('conflict', 'the client was disabled', { say: 'This client is disabled. Make a new one.' })
  }
  await forgetCallers()
  return secret
}

async function manageable(actor: Actor, clientId: string) {
  requireMay(actor, 'clients.manage')
  const row = await findClient(clientId)
  if (row === null) throw new AppError('not_found', 'no such API client')
  return row
}

async function makeProof(publicKey?: string): Promise<{ proof: Proof; secret: string | null }> {
  if (publicKey !== undefined) return { proof: { publicKeys: [await readPublicKey(publicKey)] }, secret: null }
  const secret = newOpaque('secret')
  return { proof: { secretHash: hashOpaque('secret', secret) ?? '' }, secret }
}

function requireSense({ scopes, resources }: NewClient): void {
  if (scopes.length === 0) throw refuse('scopes', 'Choose at least one thing that this client may do.')
  const issues = scopes.includes('tokens:issue')
  if (issues && resources.length === 0) throw refuse('resources', 'Choose what it may get Microsoft tokens for.')
  if (!issues && resources.length > 0) {
    throw refuse('resources', 'Without leave to get Microsoft tokens, choose nothing here.')
  }
}

async function readReach({ reach, reachIds }: NewClient): Promise<string[]> {
  if (reach === 'all') return []
  const known = new Set((await (reach === 'tenants' ? findTenants() : findCustomers())).map(({ id }) => id))
  const chosen = [...new Set(reachIds)].filter((id) => known.has(id))
  if (chosen.length === 0) throw refuse(reach, `Choose at least one of the ${reach}, or all tenants.`)
  return chosen
}

function refuse(field: string, say: string): AppError {
  return new AppError('invalid_input', `API client refused at ${field}`, { field, say })
}
