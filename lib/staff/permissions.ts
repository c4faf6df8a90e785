import { AppError } from '../errors'
import type { Actor, Role } from './actor'

/** Everything that only some may do. Looking at tenants and changing one's own account is for everybody who is signed in. */
const allowed = {
  'tenants.change': ['owner', 'manager', 'operator'],
  'settings.change': ['owner'],
  'restore.open': ['owner'],
  'restore.servers': ['owner', 'manager'],
  'staff.read': ['owner', 'manager', 'auditor'],
  'staff.manage': ['owner', 'manager'],
  'staff.rule': ['owner'],
  'clients.read': ['owner', 'manager', 'auditor'],
  'clients.manage': ['owner', 'manager'],
} as const satisfies Record<string, readonly Role[]>

export type Verb = keyof typeof allowed

/** Whom each role may invite, change and disable. */
const ranks: Readonly<Record<Role, readonly Role[]>> = {
  owner: ['owner', 'manager', 'operator', 'auditor'],
  manager: ['operator', 'auditor'],
  operator: [],
  auditor: [],
}

/** Pure, so that a page hides what a domain function would refuse. A verb that the table lacks does not compile. */
export function may(actor: Pick<Actor, 'role'>, verb: Verb): boolean {
  return rolesFor(verb).includes(actor.role)
}

/** Roles that this actor may give, take away, and whose people they may disable. */
export function manageableRoles(actor: Pick<Actor, 'role'>): readonly Role[] {
  return ranks[actor.role]
}

/** Called before anything is read or written. Throws AppError('not_allowed'), which says who may. */
export function requireMay(actor: Pick<Actor, 'role'>, verb: Verb): void {
  if (!may(actor, verb)) throw notAllowed(actor, rolesFor(verb))
}

/** As `requireMay` for what is done to a person of that role, or to make one. */
export function requireRank(actor: Pick<Actor, 'role'>, role: Role): void {
  requireMay(actor, 'staff.manage')
  if (!ranks[actor.role].includes(role)) throw notAllowed(actor, ['owner'])
}

function rolesFor(verb: Verb): readonly Role[] {
  return allowed[verb]
}

function notAllowed(actor: Pick<Actor, 'role'>, who: readonly Role[]): AppError {
  return new AppError('not_allowed', `${actor.role} is none of ${who.join(', ')}`, {
    say: `Your role is ${actor.role}, and this is for ${orList(who)}. Ask one of them.`,
  })
}

/** “an owner”, “an owner or a manager”, “an owner, a manager or an operator”. */
export function orList(list: readonly Role[]): string {
  const named = list.map((role) => `${/^[aeiou]/.test(role) ? 'an' : 'a'} ${role}`)
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} or ${named.at(-1) ?? ''}`
}
