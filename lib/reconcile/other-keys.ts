import type { PublicKeyCredential } from '@/lib/microsoft/observed'
import type { Desired, DesiredPresent } from './desired'
import { findKey } from './ours'
import type { Authority, Look, Step } from './plan'

/** All that were ever ordered: one that is on its way out is known too, and no stranger's. */
export function otherKeysOf(desired: Desired): readonly PublicKeyCredential[] {
  return desired.state === 'present' ? (desired.otherKeys ?? []).map(({ key }) => key) : []
}

/**
 * Keys of backup servers that do not stand yet, or no longer should. Usually the application's own proof has done both
 * long ago (lib/tenants/server-keys.ts); what it could not do is done beside an administrator's sign-in.
 */
export function planOtherKeys(
  desired: DesiredPresent,
  look: Look,
  now: Date,
  authorities: readonly Authority[],
): { adding: readonly Step<'mergeKey'>[]; leaving: readonly Step<'mergeRemoveKey'>[] } {
  const { otherKeys = [] } = desired
  const standing = look.application?.keys ?? []
  const isBlind = look.application === null || look.recalled === true || !authorities.includes('administrator')
  if (isBlind || otherKeys.length === 0) return { adding: [], leaving: [] }
  const mustStand = standing.map(({ keyId }) => keyId)
  const missing = otherKeys.filter(
    ({ key, wanted }) => wanted && findKey(standing, key) === undefined && Date.parse(key.notAfter) > now.getTime(),
  )
  const unwanted = otherKeys.flatMap(({ key, wanted }) => {
    const seen = wanted ? undefined : findKey(standing, key)
    return seen === undefined ? [] : [{ keyId: seen.keyId, recordedAs: key.keyId }]
  })
  const leavingIds = unwanted.map(({ keyId }) => keyId)
  const rest = mustStand.filter((keyId) => !leavingIds.includes(keyId))
  return {
    adding: missing.map(({ key }) => ({ kind: 'mergeKey', authority: 'administrator', key, mustStand, other: true })),
    leaving:
      unwanted.length === 0
        ? []
        : [{ kind: 'mergeRemoveKey', authority: 'administrator', keys: unwanted, mustStand: rest }],
  }
}
