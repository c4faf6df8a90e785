import { AppError } from '../errors'
import { runtime } from '../runtime'
import { reaches, type Actor } from '../staff/actor'
import type { RestoreView } from './change-views'
import { restoreChoices, restoreHours } from './restore-opening'
import { mainTenantOf, reachTenant, restoreTenantOf, type TenantRow } from './tenant-store'

/** The card of the restore application; null where the tenant is not connected. */
export async function getRestore(actor: Actor, tenantId: string): Promise<RestoreView | null> {
  const tenant = await reachTenant(actor, tenantId)
  if (tenant.purpose !== 'backup' || tenant.state !== 'connected') return null
  const row = await restoreTenantOf(tenant)
  const choices = restoreChoices(tenant.baseline)
  const common = { tenantId, choices, hours: restoreHours }
  if (row === null) return { ...common, ...nothing }
  return { ...common, ...(await describe(row)) }
}

const nothing = {
  state: 'none',
  appId: null,
  until: null,
  reason: null,
  askedBy: null,
  run: null,
  grantsLeft: 0,
} as const satisfies Partial<RestoreView>

async function describe(row: TenantRow): Promise<Omit<RestoreView, 'tenantId' | 'choices' | 'hours'>> {
  const { db } = runtime()
  const [opening, run, grants] = await Promise.all([
    db.restoreOpening.findFirst({ where: { tenantId: row.id, closedAt: null }, orderBy: { askedAt: 'desc' } }),
    db.run.findFirst({ where: { tenantId: row.id, endedAt: null }, select: { id: true, tenantId: true } }),
    db.grant.count({ where: { tenantId: row.id, removedAt: null } }),
  ])
  const state = row.state === 'open' ? 'open' : run === null ? stateOf(row) : 'asked'
  return {
    state,
    appId: state === 'open' ? row.appId : null,
    until: opening?.until?.toISOString() ?? null,
    reason: state === 'none' ? null : (opening?.reason ?? null),
    askedBy: opening?.askedBy ?? null,
    run,
    grantsLeft: state === 'open' ? 0 : grants,
  }
}

function stateOf({ state }: TenantRow): 'closed' | 'none' {
  return state === 'closed' ? 'closed' : 'none'
}

/** Where the page of a tenant is: for the row of a restore application, the tenant beside it. */
export async function findTenantPage(actor: Actor, tenantId: string): Promise<string> {
  const { id } = await mainTenantOf(tenantId)
  if (!reaches(actor, id)) throw new AppError('not_found', `tenant ${id} is out of reach`)
  return id
}
