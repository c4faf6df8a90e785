import type { Desired, DesiredPresent } from './desired'
import { findDoubts } from './doubts'
import {
  digestOf,
  planDirectoryRoles,
  planGrants,
  planRevocations,
  requestedAccess,
  resolveRoles,
  type ResolvedRole,
} from './grants'
import { carriesKey, checkCertificate, planKeyAddition, planKeyRemoval } from './keys'
import { planAbsence } from './absence'
import { planOtherKeys } from './other-keys'
import { isUsable } from './ours'
import type { Authority, Doubt, Look, Plan, Step, Unmet } from './plan'
import { findSurplus } from './surplus'
import { touchesExisting } from './touching'

/**
 * Names the gap between desired and observed; the same input gives the same plan. `authorities` are the sign-ins at hand:
 * with the application's own, keys change by proof of possession, else by merge.
 */
export function diff(
  desired: Desired,
  observed: Look,
  now: Date,
  authorities: readonly Authority[] = ['administrator', 'application'],
): Plan {
  const doubts = findDoubts(desired, observed, now)
  return desired.state === 'absent'
    ? planAbsence(desired, observed, doubts)
    : planPresence(desired, observed, now, authorities, doubts)
}

/** Nothing left to do and nothing that contradicts what was answered: what “verified” means. */
export function verify(desired: Desired, observed: Look, now: Date): { verified: boolean; plan: Plan } {
  const plan = diff(desired, observed, now)
  return { verified: plan.stages.length === 0 && plan.doubts.length === 0 && !plan.unmet.some(stops), plan }
}

/** Somebody has to decide before anything may be written. */
export function stops(unmet: Unmet): boolean {
  return unmet.stops
}

function planPresence(
  desired: DesiredPresent,
  look: Look,
  now: Date,
  authorities: readonly Authority[],
  doubts: readonly Doubt[],
): Plan {
  const { roles, unmet: unresolved } = resolveRoles(desired, look)
  const directoryRoles = planDirectoryRoles(desired, look)
  const restoring = planDeleted(desired, look)
  const unmet = [
    ...checkHolder(desired, look, restoring),
    ...checkCertificate(desired, look, now),
    ...checkPrincipal(look),
    ...unresolved,
    ...directoryRoles.unmet,
  ]
  const surplus = findSurplus(desired, roles, look)
  if (unmet.some(stops)) return { stages: [], doubts, unmet, surplus, touchesExisting: false }
  const grants = [...planGrants(roles, look), ...directoryRoles.steps]
  const revocations = planRevocations(desired, roles, look)
  const changesAccess = grants.length + revocations.length > 0
  const application = restoring.length > 0 ? [] : planApplication(desired, roles, look, changesAccess)
  const carried = application.some((step) => step.key !== null)
  const keys = carried ? [] : planKeyAddition(desired, look, now, authorities)
  const others = planOtherKeys(desired, look, now, authorities)
  const principal = look.servicePrincipal === null && look.recalled !== true ? [principalStep] : []
  const exists = application.length === 0 && principal.length === 0
  const writes = exists
    ? [[...keys, ...others.adding, ...grants]]
    : [application, [...principal, ...keys], [...others.adding, ...grants]]
  const removals = [...revocations, ...planKeyRemoval(desired, look, now, authorities), ...others.leaving]
  const stages = [restoring, ...writes, removals].filter((stage) => stage.length > 0)
  return { stages, doubts, unmet, surplus, touchesExisting: touchesExisting(stages, desired, look, surplus) }
}

const principalStep: Step<'upsertServicePrincipal'> = { kind: 'upsertServicePrincipal', authority: 'administrator' }

/** Our own application in the recycle bin, as the operator decided; without a decision it is unmet. */
function planDeleted(
  desired: DesiredPresent,
  look: Look,
): readonly Step<'restoreApplication' | 'purgeDeletedApplication'>[] {
  const held = look.application === null ? look.deletedApplication : null
  if (held === null || desired.deletedApplication === undefined) return []
  const { objectId } = held
  if (desired.deletedApplication === 'restore')
    return [{ kind: 'restoreApplication', authority: 'administrator', objectId }]
  if (desired.records.application?.objectId !== objectId) return []
  return [{ kind: 'purgeDeletedApplication', authority: 'administrator', objectId }]
}

function checkHolder(desired: DesiredPresent, look: Look, restoring: readonly Step[]): readonly Unmet[] {
  const { application, deletedApplication } = look
  if (application === null) {
    if (deletedApplication === null || restoring.length > 0) return []
    const ours = desired.records.application?.objectId === deletedApplication.objectId
    return [{ kind: 'name-held', stops: true, ours, ...deletedApplication }]
  }
  if (isUsable(application, desired)) return []
  const { objectId, appId, displayName } = application
  return [{ kind: 'foreign-application', stops: true, objectId, appId, displayName }]
}

function checkPrincipal(look: Look): readonly Unmet[] {
  const principal = look.servicePrincipal
  if (principal === null || principal.enabled) return []
  return [{ kind: 'service-principal-disabled', stops: false, objectId: principal.objectId }]
}

/**
 * Written when it is missing or misnamed, and along with changed grants, because no look shows what it requests. Never
 * where it was taken over: its name, its addresses and what it asks for are somebody else's.
 */
function planApplication(
  desired: DesiredPresent,
  roles: readonly ResolvedRole[],
  look: Look,
  changesAccess: boolean,
): readonly Step<'upsertApplication'>[] {
  const { uniqueName, displayName, description } = desired
  const requested = requestedAccess(roles)
  const isNamed = look.recalled === true || look.application?.displayName === displayName
  const isAsked = !changesAccess || look.answered?.requested === digestOf(requested)
  if (look.application !== null && (desired.adopted === true || (isNamed && isAsked))) return []
  const key = carriesKey(desired, look)
  return [
    { kind: 'upsertApplication', authority: 'administrator', uniqueName, displayName, description, requested, key },
  ]
}
