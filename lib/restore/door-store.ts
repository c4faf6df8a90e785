import { record, type AuditRecord } from '../audit/audit'
import { emit } from '../events/events'
import { runtime } from '../runtime'
import { readTenant, type TenantRow } from '../tenants/tenant-store'

/** A tenant whose door is open, with the roles that suffice. */
export interface OpenDoor {
  tenant: TenantRow
  organizationName: string
  roles: readonly string[]
}

/** `open` is false for a tenant that is known, while its door is shut. */
export type FoundDoor = { open: true; door: OpenDoor } | { open: false; tenant: TenantRow }

/** Whom a `client_id` names, and which object of a user it insists on. */
export interface NamedTenant {
  tenantId: string
  userId: string | null
  organizationName: string | null
}

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const account = new RegExp(`^(${guid})\\.(${guid})$`)

/**
 * In its three forms: the organization's `*.onmicrosoft.com` name, the id of an application that this installation made,
 * and `userId.tenantId`. Null when none of ours is meant.
 */
export async function findNamed(clientId: string): Promise<NamedTenant | null> {
  const given = clientId.trim().toLowerCase()
  const { db } = runtime()
  const [, userId, entraTenantId] = account.exec(given) ?? []
  if (userId !== undefined && entraTenantId !== undefined) {
    const row = await db.tenant.findFirst({ where: { entraTenantId, purpose: 'backup' }, select: { id: true } })
    return row === null ? null : { tenantId: row.id, userId, organizationName: null }
  }
  if (new RegExp(`^${guid}$`).test(given)) return findByApplication(given)
  const door = await db.restoreDoor.findFirst({ where: { organizationName: given }, select: { tenantId: true } })
  if (door !== null) return { tenantId: door.tenantId, userId: null, organizationName: given }
  const row = await db.tenant.findFirst({ where: { domain: given, purpose: 'backup' }, select: { id: true } })
  return row === null ? null : { tenantId: row.id, userId: null, organizationName: given }
}

async function findByApplication(appId: string): Promise<NamedTenant | null> {
  const { db } = runtime()
  const made = await db.tenant.findFirst({ where: { appId }, select: { cloud: true, entraTenantId: true } })
  if (made === null) return null
  const row = await db.tenant.findFirst({ where: { ...made, purpose: 'backup' }, select: { id: true } })
  return row === null ? null : { tenantId: row.id, userId: null, organizationName: null }
}

export async function findDoor(tenantId: string): Promise<FoundDoor> {
  const tenant = await readTenant(tenantId)
  const row = await runtime().db.restoreDoor.findUnique({ where: { tenantId } })
  if (row === null || tenant.state !== 'connected') return { open: false, tenant }
  return { open: true, door: { tenant, organizationName: row.organizationName, roles: row.roles } }
}

/** Tries that were refused: who tried is not known, so the tenant is what the entry is about. */
export async function recordRefusal(tenantId: string, detail: AuditRecord['detail'] & object): Promise<void> {
  await record(runtime().db, { actor: 'visitor', action: 'restore.refused', subject: `tenant:${tenantId}`, detail })
}

export interface UseOfDoor {
  tenant: TenantRow
  upn: string
  roles: readonly string[]
  clientId: string
  address: string | null
}

/** Written and told before any token is made: none leaves unseen. */
export async function recordUse(id: string, use: UseOfDoor): Promise<void> {
  const { db, clock } = runtime()
  const { tenant, upn, roles, clientId, address } = use
  const at = address === null ? {} : { address }
  await db.$transaction(async (tx) => {
    await record(tx, {
      actor: `restore:${id}`,
      action: 'restore.used',
      subject: `tenant:${tenant.id}`,
      detail: { account: upn, roles, clientId, ...at },
    })
    await emit(
      tx,
      {
        kind: 'restore.used',
        key: `restore:${id}:used`,
        thread: `tenant:${tenant.id}:restore-door`,
        tenantId: tenant.id,
        severity: 'info',
        facts: {
          title: `${upn} got restore tokens for ${tenant.customer}`,
          message: `Microsoft confirmed the sign-in to ${tenant.domain} and its role: ${roles.join(', ')}.`,
          who: 'Whoever restores there',
          remedy: 'If nobody is restoring, shut the door on the tenant’s page: that ends these tokens at once.',
        },
      },
      clock.now(),
    )
  })
}
