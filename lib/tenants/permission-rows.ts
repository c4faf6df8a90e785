import { permissionsOf, type Baseline } from './baselines'
import type { ConditionView } from './condition-views'
import type { PermissionRow } from './tenant-views'
import { namesOf } from './workload'
import { resourceAppIds, resourceTitle } from './workloads'

/** Desired, granted, proved: three different things. Proved means that the newest check saw it in a fresh token. */
export function listPermissions(
  baseline: Baseline,
  grants: readonly { resourceAppId: string; role: string; assignmentId: string | null }[],
  conditions: readonly ConditionView[],
): readonly PermissionRow[] {
  const check = conditions.find((condition) => condition.type === 'Permissions')
  const isProvable = check !== undefined && check.status !== 'unknown'
  return permissionsOf(baseline).map((permission) => {
    const { resource, role, canWrite, workload } = permission
    const names = namesOf(permission)
    const held = grants.find((grant) => grant.resourceAppId === resourceAppIds[resource] && names.includes(grant.role))
    const isMissing = check?.reason === 'RoleMissing' && check.message.includes(role)
    const isNotOffered = check?.message.includes(`does not offer`) === true && check.message.includes(role)
    const proved = isProvable ? !isMissing && !isNotOffered : null
    return {
      resource: resourceTitle(resourceAppIds[resource]),
      workload: workload.name,
      role: held?.role ?? role,
      desired: true,
      granted: held !== undefined || proved === true,
      proved,
      canWrite: canWrite || permission.fallbacks.some((older) => older.canWrite && older.role === held?.role),
    }
  })
}
