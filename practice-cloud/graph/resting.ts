import type { Tenant } from '../state/tenant'

const KEPT_MS = 30 * 86_400_000

/** A deleted object rests for 30 days, can come back, and keeps its unique name; then it is gone. `now` in milliseconds. */
export function isResting(record: { deletedAt: number | null }, now: number): boolean {
  return record.deletedAt !== null && record.deletedAt + KEPT_MS > now
}

/** Delegated grants end with the service principal that held them, and do not come back with it. `at` in milliseconds. */
export function dropScopeGrants(tenant: Tenant, clientId: string, at: number): void {
  for (const grant of tenant.scopeGrants.list())
    if (grant.clientId === clientId) tenant.scopeGrants.remove(grant.id, at)
}
