import type { ObservedApplication, ObservedKey } from '@/lib/microsoft/observed'
import type { Desired, DesiredCertificate, RecordedKey, Records } from './desired'
import type { Look } from './plan'

interface KeyIdentity {
  keyId: string
  sha1: string
}

/** The thumbprint identifies a key for certain; the keyId does where Microsoft kept the one that Latchkey chose. */
export function isSameKey(one: KeyIdentity, other: KeyIdentity): boolean {
  return one.keyId.toLowerCase() === other.keyId.toLowerCase() || one.sha1.toUpperCase() === other.sha1.toUpperCase()
}

export function findKey<K extends KeyIdentity>(keys: readonly K[], key: KeyIdentity): K | undefined {
  return keys.find((candidate) => isSameKey(candidate, key))
}

export function isValid(key: { notBefore: string; notAfter: string }, now: Date): boolean {
  return Date.parse(key.notBefore) <= now.getTime() && now.getTime() < Date.parse(key.notAfter)
}

export function certificateOf(desired: Desired): DesiredCertificate | null {
  return desired.state === 'present' ? desired.certificate : null
}

/** Keys that Latchkey made: the recorded ones and the one that is desired now. */
export function ourKeys(desired: Desired): readonly KeyIdentity[] {
  const certificate = certificateOf(desired)
  return certificate === null ? desired.records.keys : [...desired.records.keys, certificate.key]
}

/** Ours by recorded object id, or because a key that only Latchkey holds stands on it (the answer to the first write got lost). */
export function isOurs(application: ObservedApplication, desired: Desired): boolean {
  if (application.objectId === desired.records.application?.objectId) return true
  const keys = ourKeys(desired)
  return application.keys.some((key) => findKey(keys, key) !== undefined)
}

/** Under our name, and nobody can sign in with it: only a write of ours without a key leaves that behind. */
export function isVacant(application: ObservedApplication): boolean {
  return application.keys.length === 0 && application.passwordCount === 0
}

/** May be brought to desired. Anything else under our name needs a decision. */
export function isUsable(application: ObservedApplication, desired: Desired): boolean {
  return isOurs(application, desired) || isVacant(application)
}

/** The desired certificate as Microsoft shows it, if it is inside its dates. */
export function findStandingCertificate(desired: Desired, look: Look, now: Date): ObservedKey | undefined {
  const certificate = certificateOf(desired)
  if (certificate === null || look.application === null) return undefined
  const standing = findKey(look.application.keys, certificate.key)
  return standing !== undefined && isValid(standing, now) ? standing : undefined
}

/**
 * Writes into the records what a look proves. It never forgets what the look merely does not show, except a superseded
 * key beside its proven, standing successor: the younger key is seen, so the older one is really gone.
 * `believed`: the look was doubted for as long as patience lasts.
 */
export function adopt(desired: Desired, look: Look, now: Date, believed: boolean): Records {
  const { records } = desired
  const application = look.application
  if (look.recalled === true || application === null) return records
  if (!isOurs(application, desired) && !mayAdopt(application, desired, believed)) return records
  const principal = look.servicePrincipal?.appId === application.appId ? look.servicePrincipal.objectId : null
  return {
    application: { objectId: application.objectId, appId: application.appId },
    servicePrincipalObjectId: principal ?? records.servicePrincipalObjectId,
    keys: adoptKeys(desired, look, application, now),
    grants: records.grants.map((grant) => ({
      ...grant,
      assignmentId: grant.assignmentId ?? findGrant(look, grant)?.assignmentId ?? null,
    })),
  }
}

function mayAdopt(application: ObservedApplication, desired: Desired, believed: boolean): boolean {
  const isFree = desired.records.application === null || believed
  return desired.state === 'present' && isFree && isVacant(application)
}

function adoptKeys(desired: Desired, look: Look, application: ObservedApplication, now: Date): readonly RecordedKey[] {
  const certificate = certificateOf(desired)
  const successorStands = certificate?.proven === true && findStandingCertificate(desired, look, now) !== undefined
  const known = desired.records.keys.flatMap((key) => {
    const seen = findKey(application.keys, key)
    if (seen !== undefined) return [{ ...key, sent: true, confirmed: true, ...shownAs(key.keyId, seen.keyId) }]
    const superseded = certificate?.supersedes.includes(key.keyId) === true && !isSameKey(key, certificate.key)
    return successorStands && superseded && isNameable(key) ? [] : [key]
  })
  if (certificate === null || findKey(known, certificate.key) !== undefined) return known
  const seen = findKey(application.keys, certificate.key)
  if (seen === undefined) return known
  const { keyId, sha1, notAfter } = certificate.key
  return [...known, { keyId, sha1, notAfter, sent: true, confirmed: true, ...shownAs(keyId, seen.keyId) }]
}

/** The id under which Microsoft keeps the key is known: ours, or the one that it gave instead. */
export function isNameable(key: RecordedKey): boolean {
  return key.keyIdKnown || typeof key.standsAs === 'string'
}

/** What an answer or a look says about the id of a key that we called `keyId`. */
export function shownAs(keyId: string, shown: string): Pick<RecordedKey, 'keyIdKnown' | 'standsAs'> {
  const isKept = shown.toLowerCase() === keyId.toLowerCase()
  return { keyIdKnown: isKept, standsAs: isKept ? null : shown }
}

/** The assignment of a recorded grant as the look shows it. */
export function findGrant(look: Look, grant: { resourceAppId: string; roleId: string }) {
  const resource = look.resources[grant.resourceAppId]
  if (resource === undefined || resource === null) return undefined
  return look.grants.find((seen) => seen.resourceObjectId === resource.objectId && seen.roleId === grant.roleId)
}
