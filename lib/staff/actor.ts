/** From the most to the least that one may do. */
export const roles = ['owner', 'manager', 'operator', 'auditor'] as const
export type Role = (typeof roles)[number]

/** Who acts: the first argument of every domain function, so that nothing is done in nobody's name. */
export interface Actor {
  kind: 'operator'
  operatorId: string
  name: string
  email: string
  role: Role
}

/** A role that is not known may the least. */
export function readRole(role: string): Role {
  return roles.find((known) => known === role) ?? 'auditor'
}
