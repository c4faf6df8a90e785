import type { KeyPolicy, PublicKeyCredential } from '@/lib/microsoft/observed'
import type { DesiredCertificate, DesiredPresent, RecordedKey } from './desired'
import { findKey, findStandingCertificate, isNameable, isSameKey, isValid, ourKeys } from './ours'
import type { Authority, LeavingKey, Look, Step, Unmet } from './plan'

const millisecondsPerDay = 86_400_000

export type KeyStep = Step<'addKey' | 'mergeKey'>

/**
 * The upsert replaces every key on the application. So it carries ours only when neither records nor look know an
 * application and no other key was ever sent: then the only key that it could replace is this very one.
 */
export function carriesKey(desired: DesiredPresent, look: Look): PublicKeyCredential | null {
  const { certificate, records } = desired
  if (certificate === null) return null
  const known = records.application !== null || look.application !== null || look.deletedApplication !== null
  const another = records.keys.some((key) => key.sent && !isSameKey(key, certificate.key))
  return known || another ? null : certificate.key
}

/** A certificate that the tenant would refuse, or that has already ended, stops the plan before anything is written. */
export function checkCertificate(desired: DesiredPresent, look: Look, now: Date): readonly Unmet[] {
  const { certificate } = desired
  if (certificate === null || findKey(look.application?.keys ?? [], certificate.key) !== undefined) return []
  const { keyId, notAfter } = certificate.key
  if (Date.parse(notAfter) <= now.getTime()) return [{ kind: 'certificate-expired', stops: true, keyId, notAfter }]
  return look.keyPolicy === 'unreadable' ? [] : checkPolicy(certificate, look.keyPolicy)
}

function checkPolicy({ key, byAuthority = false }: DesiredCertificate, policy: KeyPolicy): readonly Unmet[] {
  if (policy.selfSignedForbidden && !byAuthority) return [{ kind: 'self-signed-forbidden', stops: true }]
  const days = (Date.parse(key.notAfter) - Date.parse(key.notBefore)) / millisecondsPerDay
  const { maxLifetimeDays } = policy
  return maxLifetimeDays === null || days <= maxLifetimeDays
    ? []
    : [{ kind: 'key-lifetime', stops: true, maxLifetimeDays }]
}

/** By proof of a living key where the application's own sign-in may be used, else by merge: proof cannot wipe anything. */
export function planKeyAddition(
  desired: DesiredPresent,
  look: Look,
  now: Date,
  authorities: readonly Authority[],
): readonly KeyStep[] {
  const { certificate } = desired
  const keys = look.application?.keys ?? []
  if (certificate === null || findKey(keys, certificate.key) !== undefined) return []
  const signer = mayProve(look, authorities) ? findSigner(desired, look, now) : undefined
  const { key } = certificate
  return signer === undefined
    ? [{ kind: 'mergeKey', authority: 'administrator', key, mustStand: keys.map((standing) => standing.keyId) }]
    : [{ kind: 'addKey', authority: 'application', key, signWith: signer.keyId }]
}

function mayProve(look: Look, authorities: readonly Authority[]): boolean {
  const refused = look.answered?.proofRefused === true && authorities.includes('administrator')
  return authorities.includes('application') && !refused
}

/** The living key of ours that Microsoft is surest to know: confirmed before unconfirmed, then the one that lasts longest. */
function findSigner(desired: DesiredPresent, look: Look, now: Date): RecordedKey | undefined {
  const standing = look.application?.keys.filter((key) => isValid(key, now)) ?? []
  return desired.records.keys
    .filter((key) => findKey(standing, key) !== undefined)
    .sort((a, b) => Number(b.confirmed) - Number(a.confirmed) || Date.parse(b.notAfter) - Date.parse(a.notAfter))[0]
}

/** Superseded keys of ours, and of others what was chosen, leave only beside a successor that is proven, seen and inside its dates: never the last valid one. */
export function planKeyRemoval(
  desired: DesiredPresent,
  look: Look,
  now: Date,
  authorities: readonly Authority[],
): readonly Step<'removeKey' | 'mergeRemoveKey'>[] {
  const { certificate } = desired
  const successor = findStandingCertificate(desired, look, now)
  if (certificate?.proven !== true || successor === undefined) return []
  const leaving = [...findLeaving(desired, certificate, look), ...findChosen(desired, look)]
  if (leaving.length === 0) return []
  if (mayProve(look, authorities)) {
    const signWith = certificate.key.keyId
    return leaving.map((key) => ({ kind: 'removeKey', authority: 'application', key, signWith }))
  }
  const keyIds = leaving.map((key) => key.keyId)
  const mustStand = (look.application?.keys ?? []).map((key) => key.keyId).filter((keyId) => !keyIds.includes(keyId))
  return [{ kind: 'mergeRemoveKey', authority: 'administrator', keys: leaving, mustStand }]
}

function findLeaving(desired: DesiredPresent, certificate: DesiredCertificate, look: Look): readonly LeavingKey[] {
  return desired.records.keys.flatMap((key) => {
    const seen = findKey(look.application?.keys ?? [], key)
    const superseded = certificate.supersedes.includes(key.keyId) && !isSameKey(key, certificate.key)
    const nameable = isNameable(key) || look.recalled !== true
    return seen !== undefined && superseded && nameable ? [{ keyId: seen.keyId, recordedAs: key.keyId }] : []
  })
}

/** Keys of others that the operator was shown and chose. */
function findChosen(desired: DesiredPresent, look: Look): readonly LeavingKey[] {
  const { removeForeignKeys = [] } = desired
  const ours = ourKeys(desired)
  return (look.application?.keys ?? [])
    .filter((key) => removeForeignKeys.includes(key.keyId) && findKey(ours, key) === undefined)
    .map(({ keyId }) => ({ keyId, recordedAs: keyId }))
}
