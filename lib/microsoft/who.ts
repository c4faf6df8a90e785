import type { Account } from './claims'
import {
  globalAdministrator,
  privilegedRoleAdministrator,
  purgingRoles,
  registeringRoles,
  removingRoles,
  roleNameByTemplate,
  roleNames,
} from './roles'

/** May this account connect the tenant? If not: what is wrong, which role is missing, and which roles it has. */
export type Fitness =
  | { fit: true; roles: readonly string[]; partner: boolean }
  | {
      fit: false
      reason: 'wrong-tenant' | 'personal-account' | 'guest' | 'missing-role'
      missingRole: string | null
      roles: readonly string[]
      /** A technician of the provider, whose roles come from a partner relationship (GDAP). */
      partner: boolean
    }

export interface TenantRules {
  /** `authorizationPolicy.defaultUserRolePermissions.allowedToCreateApps`, where it could be read. */
  membersMayRegister: boolean | 'unknown'
  /** `remove`: the application is deleted, which needs no right to consent. Absent: it is made and consented to. */
  deed?: 'remove'
}

/**
 * Judged before the first write. Consent to Graph's app roles needs Global Administrator or Privileged Role
 * Administrator; the latter may not register applications by itself, so it counts where members may, or together with an
 * application administrator role. When the tenant's rule is unknown it gets the benefit of the doubt: the directory
 * refuses cleanly at the first write. A partner's technician counts, because the roles in the token are the customer's.
 */
export function judgeAdministrator(account: Account, expectedTenantId: string, rules: TenantRules): Fitness {
  const roles = roleNames(account.roleTemplateIds)
  const unfit = (reason: Exclude<Fitness, { fit: true }>['reason'], missingRole: string | null = null): Fitness => ({
    fit: false,
    reason,
    missingRole,
    roles,
    partner: account.kind === 'partner',
  })
  if (account.kind === 'personal') return unfit('personal-account')
  if (account.tenantId !== expectedTenantId.toLowerCase()) return unfit('wrong-tenant')
  if (account.kind === 'guest') return unfit('guest')
  const missing = missingRole(account.roleTemplateIds, rules)
  return missing === null ? { fit: true, roles, partner: account.kind === 'partner' } : unfit('missing-role', missing)
}

function missingRole(held: readonly string[], rules: TenantRules): string | null {
  if (held.includes(globalAdministrator)) return null
  if (rules.deed === 'remove')
    return removingRoles.some((role) => held.includes(role)) ? null : roleNameByTemplate(globalAdministrator)
  if (!held.includes(privilegedRoleAdministrator)) return roleNameByTemplate(globalAdministrator)
  const mayRegister = rules.membersMayRegister !== false || registeringRoles.some((role) => held.includes(role))
  return mayRegister ? null : roleNameByTemplate(registeringRoles[0] ?? '')
}

/** May this account delete for good? Others leave what they delete in the recycle bin, where Microsoft keeps it for 30 days. */
export function mayPurge(account: Pick<Account, 'roleTemplateIds'>): boolean {
  return account.roleTemplateIds.some((role) => purgingRoles.includes(role.toLowerCase()))
}
