import type { Desired, DesiredPresent } from './desired'
import type { ResolvedRole } from './grants'
import { certificateOf, findKey, isNameable, ourKeys } from './ours'
import { otherKeysOf } from './other-keys'
import type { Look, Surplus } from './plan'

/** What stands there and Latchkey did not create: reported, never touched. */
export function findSurplus(desired: DesiredPresent, roles: readonly ResolvedRole[], look: Look): readonly Surplus[] {
  return [
    ...surplusKeys(desired, look),
    ...surplusPasswords(look),
    ...(look.recalled === true ? [] : surplusGrants(desired, roles, look)),
    ...surplusDirectoryRoles(desired, look),
  ]
}

function surplusKeys(desired: Desired, look: Look): readonly Surplus[] {
  const keys = look.application?.keys ?? []
  const known = [...ourKeys(desired), ...otherKeysOf(desired)]
  const superseded = certificateOf(desired)?.supersedes ?? []
  const foreign = keys.filter((key) => findKey(known, key) === undefined)
  const left = desired.records.keys.filter(
    (key) =>
      !isNameable(key) &&
      superseded.includes(key.keyId) &&
      (look.recalled === true || findKey(keys, key) === undefined),
  )
  return [
    ...foreign.map(({ keyId, sha1, displayName, notAfter }): Surplus => ({
      kind: 'key',
      keyId,
      sha1,
      displayName,
      notAfter,
    })),
    ...left.map(({ keyId, sha1, notAfter }): Surplus => ({ kind: 'key-left', keyId, sha1, notAfter })),
  ]
}

function surplusPasswords(look: Look): readonly Surplus[] {
  const count = look.application?.passwordCount ?? 0
  return count === 0 ? [] : [{ kind: 'passwords', count }]
}

function surplusGrants(desired: DesiredPresent, roles: readonly ResolvedRole[], look: Look): readonly Surplus[] {
  return look.grants.flatMap((grant) => {
    const { assignmentId, resourceObjectId, roleId } = grant
    const resource = Object.values(look.resources).find((candidate) => candidate?.objectId === resourceObjectId)
    const wanted = roles.some((role) => role.resourceObjectId === resourceObjectId && role.roleId === roleId)
    const recorded = desired.records.grants.some(
      (record) =>
        record.roleId === roleId &&
        record.resourceAppId === resource?.appId &&
        (record.assignmentId ?? assignmentId) === assignmentId,
    )
    if (wanted || recorded || desired.revokeForeign?.includes(assignmentId) === true) return []
    const role = resource?.roles.find((offered) => offered.id === roleId)?.value ?? null
    return [{ kind: 'grant', assignmentId, resourceAppId: resource?.appId ?? null, roleId, role }]
  })
}

function surplusDirectoryRoles(desired: DesiredPresent, look: Look): readonly Surplus[] {
  if (look.directoryRoles === 'unreadable') return []
  return look.directoryRoles
    .filter((templateId) => !desired.directoryRoles.some((role) => role.templateId === templateId))
    .map((templateId) => ({ kind: 'directory-role', templateId }))
}
