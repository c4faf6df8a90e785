import type { WorkloadKey } from '@/lib/microsoft/proof-reads'
import type { OlderRole, PermissionView } from './baseline-views'

/** A resource whose app roles a baseline may name. */
export type ResourceName = 'graph' | 'exchange' | 'sharepoint'

/** One application permission: why it is asked for, and what it reveals to who holds it. */
export interface Permission {
  resource: ResourceName
  role: string
  /** Used in this order where the tenant's resource does not offer `role`. */
  fallbacks: readonly OlderRole[]
  reason: string
  reveals: PermissionView['reveals']
  canWrite: boolean
}

/** The role that is wanted, then those that do in its place. */
export function namesOf({ role, fallbacks }: Pick<Permission, 'role' | 'fallbacks'>): readonly string[] {
  return [role, ...fallbacks.map((fallback) => fallback.role)]
}

export interface Workload {
  key: string
  name: string
  always: boolean
  /** Why it can be unticked, or what to know before ticking it. */
  note: string | null
  permissions: readonly Permission[]
  /** Directory role template ids that the service principal needs besides. */
  directoryRoles: readonly string[]
  /** The harmless read that proves it. */
  proof: WorkloadKey
  /** The product whose documented list this is; null for our own least-privilege sets. */
  vendor: string | null
}

type PermissionMaker = (
  role: string,
  reveals: Permission['reveals'],
  reason: string,
  more?: Partial<Permission>,
) => Permission

function on(resource: ResourceName): PermissionMaker {
  return (role, reveals, reason, more = {}) => ({
    resource,
    role,
    fallbacks: [],
    reason,
    reveals,
    canWrite: false,
    ...more,
  })
}

/** A permission of Microsoft Graph, read-only unless said otherwise. */
export const graph = on('graph')
/** A permission of Exchange Online's own API. */
export const exchange = on('exchange')
/** A permission of SharePoint Online's own API. */
export const sharepoint = on('sharepoint')

/** Directory role template id of Global Reader, the same in every tenant. */
export const globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451'
