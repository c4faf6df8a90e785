/** From the most to the least that one may do. */
export const roles = ['owner', 'manager', 'operator', 'auditor'] as const
export type Role = (typeof roles)[number]

/** Which tenants somebody may see: operators all, a machine those that it was given. Others do not exist for it. */
export type Reach = 'all' | readonly string[]

/** Who acts: the first argument of every domain function, so that nothing is done in nobody's name. */
export interface Actor {
  kind: 'operator' | 'client'
  /** Of the operator, or of the API client. */
  id: string
  name: string
  /** Empty for an API client. */
  email: string
  role: Role
  reach: Reach
  /** Of a machine whose tenants are those of some customers: their ids. */
  customers?: readonly string[]
}

/** How an actor stands in the audit trail and on what they started: by id, because names change. */
export function labelOf(actor: Pick<Actor, 'kind' | 'id'>): string {
  return `${actor.kind}:${actor.id}`
}

/** Whether this tenant exists for the actor. What is out of reach is answered as what is missing. */
export function reaches(actor: Pick<Actor, 'reach'>, tenantId: string): boolean {
  return actor.reach === 'all' || actor.reach.includes(tenantId)
}

/** A role that is not known may the least. */
export function readRole(role: string): Role {
  return roles.find((known) => known === role) ?? 'auditor'
}
