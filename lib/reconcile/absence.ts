import type { DesiredAbsent } from './desired'
import { planOwnRevocations } from './grants'
import { findKey, isOurs } from './ours'
import { nothingAnswered, type Doubt, type Look, type Plan, type Step, type Surplus } from './plan'

/** The service principal goes first: while the application stands, an interrupted run is found again by it. */
export function planAbsence(desired: DesiredAbsent, look: Look, doubts: readonly Doubt[]): Plan {
  const live = findLive(desired, look)
  if (desired.leave === true) return planLeaving(desired, look, doubts, live !== null)
  const resting = desired.purge === true ? (live ?? findResting(desired, look)) : null
  const stages = [
    deletion('deleteServicePrincipal', findPrincipal(desired, look, live?.appId)),
    deletion('deleteApplication', live),
    deletion('purgeDeletedApplication', resting),
  ].filter((stage) => stage.length > 0)
  return { stages, doubts, unmet: [], surplus: findForeign(look, live), touchesExisting: stages.length > 0 }
}

/** What Latchkey did not make, it does not delete: our keys and grants go, the application and its other keys stay. */
function planLeaving(desired: DesiredAbsent, look: Look, doubts: readonly Doubt[], isLive: boolean): Plan {
  const standing = isLive ? (look.application?.keys ?? []) : []
  const leaving = desired.records.keys.flatMap((key) => {
    const seen = findKey(standing, key)
    return seen === undefined ? [] : [{ keyId: seen.keyId, recordedAs: key.keyId }]
  })
  const keyIds = leaving.map(({ keyId }) => keyId)
  const mustStand = standing.map(({ keyId }) => keyId).filter((keyId) => !keyIds.includes(keyId))
  const removal: readonly Step[] =
    leaving.length === 0 ? [] : [{ kind: 'mergeRemoveKey', authority: 'administrator', keys: leaving, mustStand }]
  const stages = [[...planOwnRevocations(desired, [], look), ...removal]].filter((stage) => stage.length > 0)
  return { stages, doubts, unmet: [], surplus: [], touchesExisting: stages.length > 0 }
}

function findLive(desired: DesiredAbsent, look: Look) {
  const { application } = look
  if (application === null) return null
  return isOurs(application, desired) || isGone(look, application.objectId) ? application : null
}

function findResting(desired: DesiredAbsent, look: Look) {
  const { deletedApplication } = look
  if (deletedApplication === null) return null
  const isKnown = deletedApplication.objectId === desired.records.application?.objectId
  return isKnown || isGone(look, deletedApplication.objectId) ? deletedApplication : null
}

function findPrincipal(desired: DesiredAbsent, look: Look, liveAppId: string | undefined) {
  const { servicePrincipal } = look
  if (servicePrincipal === null) return null
  const isRecorded = servicePrincipal.objectId === desired.records.servicePrincipalObjectId
  const appIds = [desired.records.application?.appId, liveAppId]
  return isRecorded || appIds.includes(servicePrincipal.appId) ? servicePrincipal : null
}

/** Its removal was answered in this run: a replica that still shows it is late, and it remains ours. */
function isGone(look: Look, objectId: string): boolean {
  return (look.answered ?? nothingAnswered).gone.includes(objectId)
}

function findForeign(look: Look, live: object | null): readonly Surplus[] {
  if (look.application === null || live !== null) return []
  const { objectId, displayName } = look.application
  return [{ kind: 'application', objectId, displayName }]
}

function deletion(
  kind: 'deleteServicePrincipal' | 'deleteApplication' | 'purgeDeletedApplication',
  target: { objectId: string } | null,
): readonly Step[] {
  return target === null ? [] : [{ kind, authority: 'administrator', objectId: target.objectId }]
}
