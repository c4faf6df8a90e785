import type { PermissionView } from './baseline-views'

/** Names of what a choice lets the application write: everywhere, and only where the tenant's Graph is older. */
export interface Writing {
  always: readonly string[]
  older: readonly string[]
}

export function writingOf(permissions: readonly Pick<PermissionView, 'role' | 'canWrite' | 'older'>[]): Writing {
  const always = new Set(permissions.filter(({ canWrite }) => canWrite).map(({ role }) => role))
  const older = new Set(permissions.flatMap((one) => (one.older?.canWrite === true ? [one.older.role] : [])))
  return { always: [...always], older: [...older].filter((role) => !always.has(role)) }
}

/** “read permissions for the chosen workloads” only where that is the whole truth; for texts to the customer. */
export function sayPermissions({ always, older }: Writing): string {
  const whole = 'permissions for the chosen workloads'
  const lacking = 'granted only where your Microsoft Graph lacks the newer one'
  if (always.length === 0 && older.length === 0) return `read ${whole}`
  if (older.length === 0) return `${whole} (of these, ${listNames(always)} can write)`
  if (always.length === 0) return `${whole} (they only read, except ${listNames(older)}, which can write: ${lacking})`
  return `${whole} (of these, ${listNames(always)} can write; so can ${listNames(older)}, ${lacking})`
}

function listNames(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
