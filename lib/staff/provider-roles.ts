import { type Role, roles } from './actor'

/** Which value of the claim gives which role: `SSO_ROLES`, as lib/env.ts has checked its shape. */
export function readRoleMap(setting: string): ReadonlyMap<string, Role> {
  const map = new Map<string, Role>()
  for (const pair of setting.split(',')) {
    const [role = '', value = ''] = pair.split('=').map((part) => part.trim())
    const known = roles.find((one) => one === role)
    if (known !== undefined) map.set(value, higher(map.get(value) ?? null, known))
  }
  return map
}

/** The highest role that the claim gives, or null. Claims are one text or a list of texts; anything else gives nothing. */
export function roleFromClaim(claim: unknown, map: ReadonlyMap<string, Role>): Role | null {
  const values: readonly unknown[] = Array.isArray(claim) ? claim : [claim]
  return values.reduce<Role | null>((best, value) => {
    const role = typeof value === 'string' ? map.get(value) : undefined
    return role === undefined ? best : higher(best, role)
  }, null)
}

function higher(one: Role | null, other: Role): Role {
  return one !== null && roles.indexOf(one) <= roles.indexOf(other) ? one : other
}
