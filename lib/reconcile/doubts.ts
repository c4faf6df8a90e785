import type { DesiredPresent, Desired, DesiredAbsent } from './desired'
import { resolveRoles, type ResolvedRole } from './grants'
import { findGrant, findKey, findStandingCertificate, isOurs, isSameKey } from './ours'
import { nothingAnswered, type Doubt, type DoubtKind, type Look } from './plan'

/** Facts that Microsoft has answered and the look lacks: replication needs up to minutes, and nothing is believed missing before. */
export function findDoubts(desired: Desired, look: Look, now: Date): readonly Doubt[] {
  if (desired.state === 'absent') return doubtAbsent(desired, look)
  const application = doubtApplication(desired, look)
  if (application.length > 0 || look.application === null) return application
  return [
    ...doubtName(desired, look),
    ...doubtPrincipal(desired, look),
    ...doubtKeys(desired, look, now),
    ...doubtGrants(desired, look),
    ...doubtDirectoryRoles(desired, look),
  ]
}

function doubt(kind: DoubtKind, id: string): readonly Doubt[] {
  return [{ kind, id }]
}

function doubtApplication(desired: DesiredPresent, look: Look): readonly Doubt[] {
  const { application, deletedApplication } = look
  const { restored, gone } = look.answered ?? nothingAnswered
  if (deletedApplication !== null && [...restored, ...gone].includes(deletedApplication.objectId))
    return doubt('application-still-deleted', deletedApplication.objectId)
  if (application === null) return doubtUnseen(desired, look)
  const isKnown = desired.records.application === null || isOurs(application, desired)
  return isKnown ? [] : doubt('application-replaced', application.objectId)
}

/** Neither live nor in the recycle bin, and nobody said that it is gone. */
function doubtUnseen(desired: Desired, look: Look): readonly Doubt[] {
  const recorded = desired.records.application?.objectId
  const seen = [look.application?.objectId, look.deletedApplication?.objectId]
  return recorded === undefined || seen.includes(recorded) ? [] : doubt('application-unseen', recorded)
}

function doubtAbsent(desired: DesiredAbsent, look: Look): readonly Doubt[] {
  const gone = look.answered?.gone ?? []
  const recorded = desired.records.application?.objectId
  const stillSeen = [
    stillThere('application-still-seen', look.application, gone),
    stillThere('service-principal-still-seen', look.servicePrincipal, gone),
    // records forget the application only when its purge was answered
    recorded === undefined ? stillThere('application-still-deleted', look.deletedApplication, gone) : [],
  ].flat()
  if (desired.leave === true) return [...stillSeen, ...doubtLeft(look, gone)]
  const isDone = recorded !== undefined && gone.includes(recorded) && desired.purge !== true
  return stillSeen.length > 0 || isDone ? stillSeen : doubtUnseen(desired, look)
}

/** Our keys and grants on an application that stays. */
function doubtLeft(look: Look, gone: readonly string[]): readonly Doubt[] {
  const keys = (look.application?.keys ?? []).filter((key) => gone.includes(key.keyId))
  const grants = look.grants.filter((grant) => gone.includes(grant.assignmentId))
  return [
    ...keys.map((key): Doubt => ({ kind: 'key-still-seen', id: key.keyId })),
    ...grants.map((grant): Doubt => ({ kind: 'grant-still-seen', id: grant.assignmentId })),
  ]
}

function stillThere(kind: DoubtKind, seen: { objectId: string } | null, gone: readonly string[]): readonly Doubt[] {
  return seen !== null && gone.includes(seen.objectId) ? doubt(kind, seen.objectId) : []
}

function doubtName(desired: DesiredPresent, look: Look): readonly Doubt[] {
  if (look.application === null || look.application.displayName === desired.displayName) return []
  return look.answered?.displayName === desired.displayName ? doubt('name-unseen', desired.displayName) : []
}

function doubtPrincipal(desired: DesiredPresent, look: Look): readonly Doubt[] {
  const recorded = desired.records.servicePrincipalObjectId
  return recorded !== null && look.recalled !== true && look.servicePrincipal === null
    ? doubt('service-principal-unseen', recorded)
    : []
}

function doubtKeys(desired: DesiredPresent, look: Look, now: Date): readonly Doubt[] {
  const keys = look.application?.keys ?? []
  const gone = look.answered?.gone ?? []
  const stillSeen = keys.filter((key) => gone.includes(key.keyId))
  const unseen = desired.records.keys.filter(
    (key) =>
      key.sent &&
      Date.parse(key.notAfter) > now.getTime() &&
      findKey(keys, key) === undefined &&
      isExpected(desired, look, key, now),
  )
  return [
    ...stillSeen.map((key): Doubt => ({ kind: 'key-still-seen', id: key.keyId })),
    ...unseen.map((key): Doubt => ({ kind: key.confirmed ? 'key-unseen' : 'key-unanswered', id: key.keyId })),
  ]
}

/**
 * A confirmed key should be there unless its proven successor replaced it. An unanswered one matters only where the plan
 * is about to write keys: adding it by proof again could double it, and merging could wipe an older one.
 */
function isExpected(
  desired: DesiredPresent,
  look: Look,
  key: { keyId: string; sha1: string; confirmed: boolean },
  now: Date,
): boolean {
  const certificate = desired.certificate
  if (certificate === null) return key.confirmed
  const standing = findStandingCertificate(desired, look, now) !== undefined
  if (certificate.proven && standing && certificate.supersedes.includes(key.keyId)) return false
  if (key.confirmed) return true
  const first = isSameKey(key, certificate.key) && look.application?.keys.length === 0
  return !standing && !first
}

function doubtGrants(desired: DesiredPresent, look: Look): readonly Doubt[] {
  if (look.recalled === true) return []
  const gone = look.answered?.gone ?? []
  const stillSeen = look.grants.filter((grant) => gone.includes(grant.assignmentId))
  const unseen = resolveRoles(desired, look).roles.filter(
    (role) => look.servicePrincipal !== null && wasAnswered(desired, look, role) && findGrant(look, role) === undefined,
  )
  return [
    ...stillSeen.map((grant): Doubt => ({ kind: 'grant-still-seen', id: grant.assignmentId })),
    ...unseen.map((grant): Doubt => ({ kind: 'grant-unseen', id: grant.roleId })),
  ]
}

function wasAnswered(desired: DesiredPresent, look: Look, role: ResolvedRole): boolean {
  if (look.answered?.granted.includes(role.roleId) === true) return true
  return desired.records.grants.some(
    (grant) =>
      grant.roleId === role.roleId &&
      grant.resourceAppId === role.resourceAppId &&
      typeof grant.assignmentId === 'string',
  )
}

function doubtDirectoryRoles(desired: DesiredPresent, look: Look): readonly Doubt[] {
  const seen = look.directoryRoles
  if (look.recalled === true || seen === 'unreadable') return []
  const assigned = look.answered?.directoryRoles ?? []
  return desired.directoryRoles
    .filter((role) => assigned.includes(role.templateId) && !seen.includes(role.templateId))
    .map((role) => ({ kind: 'directory-role-unseen', id: role.templateId }))
}
