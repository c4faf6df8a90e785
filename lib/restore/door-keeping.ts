import { AppError } from '../errors'
import { endRestoreFamilies } from '../api-clients/families'
import { record } from '../audit/audit'
import { restoreRoles, roleNames } from '../microsoft/roles'
import { runtime } from '../runtime'
import { labelOf, reaches, type Actor } from '../staff/actor'
import { may, requireMay } from '../staff/permissions'
import { readTenant } from '../tenants/tenant-store'
import { findOrganizationName } from './organization'

/** The card on the tenant's page. */
export interface DoorView {
  tenantId: string
  mayOpen: boolean
  /** Null while it is shut. */
  open: { organizationName: string; roles: readonly string[]; by: string; since: string; sessions: number } | null
  choices: readonly { id: string; name: string }[]
}

/** Null where the tenant is not connected: nothing can be restored there. */
export async function getDoor(actor: Actor, tenantId: string): Promise<DoorView | null> {
  const tenant = await readTenant(tenantId)
  if (!reaches(actor, tenantId)) throw new AppError('not_found', 'tenant out of reach')
  if (tenant.purpose !== 'backup' || tenant.state !== 'connected') return null
  const { db, clock } = runtime()
  const row = await db.restoreDoor.findUnique({ where: { tenantId } })
  const living = { tenantId, kind: 'restore', revokedAt: null, endsAt: { gt: clock.now() } }
  const sessions = row === null ? 0 : await db.tokenFamily.count({ where: living })
  return {
    tenantId,
    mayOpen: may(actor, 'restore.open'),
    choices: restoreRoles.map((id) => ({ id, name: roleNames([id])[0] ?? id })),
    open:
      row === null
        ? null
        : {
            organizationName: row.organizationName,
            roles: roleNames(row.roles),
            by: row.openedBy,
            since: row.openedAt.toISOString(),
            sessions,
          },
  }
}

export interface DoorOpening {
  tenantId: string
  /** Template ids; at least one of `restoreRoles`. */
  roles: readonly string[]
  /** Empty: found out by our own application. */
  organizationName: string
}

/** From now on the token endpoint for restores answers sign-ins to this tenant. Owners only. */
export async function openDoor(actor: Actor, opening: DoorOpening): Promise<void> {
  requireMay(actor, 'restore.open')
  const tenant = await readTenant(opening.tenantId)
  if (tenant.purpose !== 'backup' || tenant.state !== 'connected') {
    throw new AppError('conflict', `tenant is ${tenant.state}`, { say: 'Only a connected tenant can be restored to.' })
  }
  const roles = restoreRoles.filter((role) => opening.roles.includes(role))
  if (roles.length === 0) {
    throw new AppError('invalid_input', 'no role', { field: 'roles', say: 'Choose at least one role.' })
  }
  const organizationName = await findOrganizationName(tenant, opening.organizationName)
  const { db, clock } = runtime()
  const data = { organizationName, roles, openedAt: clock.now(), openedBy: actor.name }
  await db.$transaction(async (tx) => {
    await tx.restoreDoor.upsert({
      where: { tenantId: tenant.id },
      create: { tenantId: tenant.id, ...data },
      update: data,
    })
    await record(tx, {
      actor: labelOf(actor),
      action: 'restore.door_opened',
      subject: `tenant:${tenant.id}`,
      detail: { operator: actor.name, domain: organizationName, roles: roleNames(roles) },
    })
  })
}

/** Shut at once: tokens that came through it are dead. */
export async function shutDoor(actor: Actor, tenantId: string): Promise<void> {
  requireMay(actor, 'restore.open')
  const tenant = await readTenant(tenantId)
  await runtime().db.$transaction(async (tx) => {
    const { count } = await tx.restoreDoor.deleteMany({ where: { tenantId: tenant.id } })
    if (count === 0) return
    await record(tx, {
      actor: labelOf(actor),
      action: 'restore.door_shut',
      subject: `tenant:${tenant.id}`,
      detail: { operator: actor.name },
    })
  })
  await endRestoreFamilies(tenant.id)
}
