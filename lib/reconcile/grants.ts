import type { ObservedResource } from '@/lib/microsoft/observed'
import type { Desired, DesiredAppRole, DesiredPresent } from './desired'
import { findGrant } from './ours'
import { nothingAnswered, type Look, type RequestedAccess, type Step, type Unmet } from './plan'

export interface ResolvedRole {
  resourceAppId: string
  resourceObjectId: string
  roleId: string
  role: string
  workload: string
}

/** Roles are resolved by name from the tenant's own resources: ids differ nowhere, but offers do. */
export function resolveRoles(
  desired: DesiredPresent,
  look: Look,
): { roles: readonly ResolvedRole[]; unmet: readonly Unmet[] } {
  const roles = new Map<string, ResolvedRole>()
  const unmet: Unmet[] = []
  if (look.recalled === true) return { roles: [], unmet }
  for (const wanted of desired.appRoles) {
    const resource = look.resources[wanted.resourceAppId] ?? null
    const resolved = resource === null ? null : resolveRole(wanted, resource)
    if (resolved === null) unmet.push(missing(wanted, resource))
    else if (!roles.has(keyOf(resolved))) roles.set(keyOf(resolved), resolved)
  }
  return { roles: [...roles.values()], unmet }
}

function resolveRole(wanted: DesiredAppRole, resource: ObservedResource): ResolvedRole | null {
  for (const name of [wanted.role, ...wanted.fallbacks]) {
    const found = resource.roles.find((role) => role.value === name)
    if (found === undefined) continue
    const { resourceAppId, workload } = wanted
    return { resourceAppId, resourceObjectId: resource.objectId, roleId: found.id, role: name, workload }
  }
  return null
}

function missing(wanted: DesiredAppRole, resource: ObservedResource | null): Unmet {
  const { resourceAppId, role, workload } = wanted
  return { kind: resource === null ? 'resource-missing' : 'role-missing', stops: false, resourceAppId, role, workload }
}

function keyOf(role: { resourceObjectId: string; roleId: string }): string {
  return `${role.resourceObjectId}/${role.roleId}`
}

export function planGrants(roles: readonly ResolvedRole[], look: Look): readonly Step<'grantAppRole'>[] {
  const held = new Set(look.grants.map(keyOf))
  return roles
    .filter((role) => !held.has(keyOf(role)))
    .map((role) => ({ kind: 'grantAppRole', authority: 'administrator', ...role }))
}

/** What desired no longer wants of what Latchkey granted, and of what others granted only what the operator ticked. */
export function planRevocations(
  desired: DesiredPresent,
  roles: readonly ResolvedRole[],
  look: Look,
): readonly Step<'revokeAppRole'>[] {
  const own = planOwnRevocations(desired, roles, look)
  const foreign = planForeignRevocations(desired, roles, look)
  return [...own, ...foreign.filter((step) => !own.some((one) => one.assignmentId === step.assignmentId))]
}

/** A permission that is wanted stays, whoever granted it and whatever was ticked. */
function planForeignRevocations(
  { revokeForeign = [] }: DesiredPresent,
  roles: readonly ResolvedRole[],
  look: Look,
): readonly Step<'revokeAppRole'>[] {
  const wanted = new Set(roles.map(keyOf))
  return look.grants
    .filter((grant) => revokeForeign.includes(grant.assignmentId) && !wanted.has(keyOf(grant)))
    .map(({ assignmentId, resourceObjectId, roleId }) => {
      const resource = Object.values(look.resources).find((one) => one?.objectId === resourceObjectId)
      const role = resource?.roles.find((offered) => offered.id === roleId)?.value ?? roleId
      const resourceAppId = resource?.appId ?? resourceObjectId
      return { kind: 'revokeAppRole', authority: 'administrator', resourceAppId, roleId, role, assignmentId }
    })
}

/** A role that this look cannot name is left alone. */
export function planOwnRevocations(
  desired: Pick<Desired, 'records'>,
  roles: readonly ResolvedRole[],
  look: Look,
): readonly Step<'revokeAppRole'>[] {
  const wanted = new Set(roles.map((role) => `${role.resourceAppId}/${role.roleId}`))
  return desired.records.grants.flatMap((grant) => {
    const { resourceAppId, roleId } = grant
    const seen = findGrant(look, grant)
    const role = look.resources[resourceAppId]?.roles.find((offered) => offered.id === roleId)?.value
    if (seen === undefined || role === undefined || wanted.has(`${resourceAppId}/${roleId}`)) return []
    if (typeof grant.assignmentId === 'string' && grant.assignmentId !== seen.assignmentId) return []
    const { assignmentId } = seen
    return [{ kind: 'revokeAppRole', authority: 'administrator', resourceAppId, roleId, role, assignmentId }]
  })
}

/** Tried even where roles cannot be read; what was refused becomes an instruction for a person. */
export function planDirectoryRoles(
  desired: DesiredPresent,
  look: Look,
): { steps: readonly Step<'assignDirectoryRole'>[]; unmet: readonly Unmet[] } {
  if (look.recalled === true) return { steps: [], unmet: [] }
  const answered = look.answered ?? nothingAnswered
  const held = [...answered.directoryRoles, ...(look.directoryRoles === 'unreadable' ? [] : look.directoryRoles)]
  const steps: Step<'assignDirectoryRole'>[] = []
  const unmet: Unmet[] = []
  for (const { templateId, workload } of desired.directoryRoles) {
    if (held.includes(templateId) || steps.some((step) => step.templateId === templateId)) continue
    const refusal = answered.refusedDirectoryRoles.find((refused) => refused.templateId === templateId)
    if (refusal === undefined)
      steps.push({ kind: 'assignDirectoryRole', authority: 'administrator', templateId, workload })
    else unmet.push({ kind: 'directory-role-refused', stops: false, templateId, workload, failure: refusal.failure })
  }
  return { steps, unmet }
}

/** What the registration itself says that it asks for, so that the tenant's own pages show requested and granted alike. */
export function requestedAccess(roles: readonly ResolvedRole[]): readonly RequestedAccess[] {
  const resourceAppIds = [...new Set(roles.map((role) => role.resourceAppId))]
  return resourceAppIds.map((resourceAppId) => ({
    resourceAppId,
    roleIds: roles.filter((role) => role.resourceAppId === resourceAppId).map((role) => role.roleId),
  }))
}

export function digestOf(requested: readonly RequestedAccess[]): string {
  return requested
    .map((access) => `${access.resourceAppId}:${[...access.roleIds].sort().join(',')}`)
    .sort()
    .join(';')
}
