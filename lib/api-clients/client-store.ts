import { record } from '../audit/audit'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'
import type { Prisma } from '@/prisma/generated/client'
import type { ClientKey } from './client-keys'

export type ClientRow = Prisma.ApiClientGetPayload<object>
/** How a client proves itself: exactly one of two. */
export type Proof = { secretHash: string } | { publicKeys: ClientKey[] }

export interface ClientTerms {
  name: string
  scopes: string[]
  resources: string[]
  reach: 'all' | 'tenants' | 'customers'
  reachIds: string[]
  expiresAt: Date
}

export function insertClient(actor: Actor, terms: ClientTerms, proof: Proof, now: Date): Promise<string> {
  return runtime().db.$transaction(async (tx) => {
    const data = { ...terms, ...proofData(proof, now), madeBy: labelOf(actor), createdAt: now }
    const { id } = await tx.apiClient.create({ data })
    await record(tx, {
      actor: labelOf(actor),
      action: 'client.made',
      subject: `client:${id}`,
      detail: {
        name: terms.name,
        kind: 'secretHash' in proof ? 'secret' : 'key',
        note: terms.scopes.join(' '),
        until: terms.expiresAt.toISOString(),
        operator: actor.name,
      },
    })
    return id
  })
}

/** The proof before is worth nothing from then on, and neither is any token that came of it. Null: there is no such client. */
export function replaceProof(actor: Actor, id: string, proof: Proof, now: Date): Promise<boolean> {
  return runtime().db.$transaction(async (tx) => {
    const { count } = await tx.apiClient.updateMany({
      where: { id, disabledAt: null },
      data: proofData(proof, now),
    })
    if (count === 0) return false
    await endFamilies(tx, id, now)
    const kind = 'secretHash' in proof ? 'secret' : 'key'
    const detail = { kind, operator: actor.name }
    await record(tx, { actor: labelOf(actor), action: 'client.renewed', subject: `client:${id}`, detail })
    return true
  })
}

/** Nothing of it works any more. A second time changes nothing. */
export function disable(actor: Actor, id: string, now: Date): Promise<void> {
  return runtime().db.$transaction(async (tx) => {
    const { count } = await tx.apiClient.updateMany({ where: { id, disabledAt: null }, data: { disabledAt: now } })
    if (count === 0) return
    await endFamilies(tx, id, now)
    const detail = { operator: actor.name }
    await record(tx, { actor: labelOf(actor), action: 'client.disabled', subject: `client:${id}`, detail })
  })
}

export function findClients(): Promise<ClientRow[]> {
  return runtime().db.apiClient.findMany({
    orderBy: [{ disabledAt: { sort: 'asc', nulls: 'first' } }, { name: 'asc' }],
  })
}

export function findClient(id: string): Promise<ClientRow | null> {
  return runtime().db.apiClient.findUnique({ where: { id } })
}

export interface Named {
  id: string
  name: string
}

/** For the choice on a page, and to name what was chosen. */
export async function findTenants(): Promise<Named[]> {
  const rows = await runtime().db.tenant.findMany({
    select: { id: true, displayName: true, domain: true, purpose: true },
    orderBy: [{ displayName: 'asc' }, { domain: 'asc' }],
  })
  return rows.map(({ id, displayName, domain, purpose }) => ({
    id,
    name: purpose === 'backup' ? `${displayName} (${domain})` : `${displayName} (${domain}, ${purpose})`,
  }))
}

export function findCustomers(): Promise<Named[]> {
  return runtime().db.customer.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } })
}

/** Names of the operators behind these labels. */
export async function namesOf(labels: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = labels.flatMap((label) => (label.startsWith('operator:') ? [label.slice('operator:'.length)] : []))
  const rows = await runtime().db.operator.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  return new Map(rows.map(({ id, name }) => [`operator:${id}`, name]))
}

function proofData(proof: Proof, now: Date) {
  if ('secretHash' in proof) return { secretHash: proof.secretHash, secretMadeAt: now }
  return { publicKeys: JSON.parse(JSON.stringify(proof.publicKeys)) as Prisma.InputJsonValue }
}

async function endFamilies(tx: Prisma.TransactionClient, clientId: string, now: Date): Promise<void> {
  await tx.tokenFamily.updateMany({ where: { clientId, revokedAt: null }, data: { revokedAt: now } })
}
