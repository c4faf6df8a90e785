import type { Role } from '@/lib/staff/actor'

export const roleNames: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  manager: 'Manager',
  operator: 'Operator',
  auditor: 'Auditor',
}

/** What each role is for, in one line, where one is chosen. */
export const roleTasks: Readonly<Record<Role, string>> = {
  owner: 'may do everything, also settings and other owners',
  manager: 'connects tenants, invites and disables operators and auditors',
  operator: 'connects, checks and reconfigures tenants',
  auditor: 'looks at everything and changes nothing',
}
