import type { ApplicationRecord } from '../state/records'
import type { Caller } from './caller'
import type { GraphCall } from './call'
import { denied } from './refusals'

/** Which permissions suffice for one operation: any of a list; an empty list admits nobody of that kind. */
export interface Access {
  delegated: readonly string[]
  application: readonly string[]
  /** Whether an application may do this to itself without any permission. */
  ownApplication?: boolean
  /** What is needed as well: one of these too. */
  also?: Access
}

const DIRECTORY_READ = ['Directory.Read.All', 'Directory.ReadWrite.All', 'Directory.AccessAsUser.All']
const APP_DIRECTORY_READ = ['Directory.Read.All', 'Directory.ReadWrite.All']

export const READ_APPLICATIONS: Access = {
  delegated: ['Application.Read.All', 'Application.ReadWrite.All', ...DIRECTORY_READ],
  application: [
    'Application.Read.All',
    'Application.ReadWrite.All',
    'Application.ReadWrite.OwnedBy',
    ...APP_DIRECTORY_READ,
  ],
}
export const WRITE_APPLICATIONS: Access = {
  delegated: ['Application.ReadWrite.All', 'Directory.AccessAsUser.All'],
  application: ['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy'],
}
export const ROLL_OWN_KEY: Access = { ...WRITE_APPLICATIONS, ownApplication: true }

export const WRITE_GRANTS: Access = {
  delegated: ['AppRoleAssignment.ReadWrite.All', 'Directory.AccessAsUser.All'],
  application: ['AppRoleAssignment.ReadWrite.All'],
}
/** Who grants must be able to read the application too; taking a grant away asks for no such thing. */
export const GRANT: Access = {
  ...WRITE_GRANTS,
  also: {
    delegated: ['Application.Read.All', 'Application.ReadWrite.All', ...DIRECTORY_READ],
    application: ['Application.Read.All', 'Application.ReadWrite.All', ...APP_DIRECTORY_READ],
  },
}
export const READ_SCOPE_GRANTS: Access = {
  delegated: ['DelegatedPermissionGrant.ReadWrite.All', ...DIRECTORY_READ],
  application: ['DelegatedPermissionGrant.Read.All', 'DelegatedPermissionGrant.ReadWrite.All', ...APP_DIRECTORY_READ],
}
export const WRITE_SCOPE_GRANTS: Access = {
  delegated: ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.AccessAsUser.All'],
  application: ['DelegatedPermissionGrant.ReadWrite.All'],
}
export const READ_ROLES: Access = {
  delegated: ['RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory', ...DIRECTORY_READ],
  application: ['RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory', ...APP_DIRECTORY_READ],
}
/** Azure CLI lacks the documented scope, yet its right to act as the person works in practice. */
export const WRITE_ROLES: Access = {
  delegated: ['RoleManagement.ReadWrite.Directory', 'Directory.AccessAsUser.All'],
  application: ['RoleManagement.ReadWrite.Directory'],
}
export const READ_ORGANIZATION: Access = {
  delegated: ['User.Read', 'User.Read.All', 'Organization.Read.All', ...DIRECTORY_READ],
  application: ['Organization.Read.All', 'Organization.ReadWrite.All', ...APP_DIRECTORY_READ],
}
export const READ_DOMAINS: Access = {
  delegated: ['Domain.Read.All', ...DIRECTORY_READ],
  application: ['Domain.Read.All', ...APP_DIRECTORY_READ],
}
export const READ_ME: Access = {
  delegated: ['User.Read', 'User.Read.All', 'User.ReadWrite.All', ...DIRECTORY_READ],
  application: [],
}
export const READ_USERS: Access = {
  delegated: ['User.Read.All', 'User.ReadWrite.All', ...DIRECTORY_READ],
  application: ['User.Read.All', 'User.ReadWrite.All', ...APP_DIRECTORY_READ],
}
export const READ_GROUPS: Access = {
  delegated: ['Group.Read.All', 'Group.ReadWrite.All', ...DIRECTORY_READ],
  application: ['Group.Read.All', 'Group.ReadWrite.All', 'GroupMember.Read.All', ...APP_DIRECTORY_READ],
}
export const READ_POLICIES: Access = { delegated: ['Policy.Read.All'], application: ['Policy.Read.All'] }
export const READ_OBJECTS: Access = {
  delegated: ['User.Read.All', 'Application.ReadWrite.All', ...DIRECTORY_READ],
  application: APP_DIRECTORY_READ,
}

/** Application permissions only: no administrator's program asks for these. */
export function applicationOnly(...application: string[]): Access {
  return { delegated: [], application }
}

export function mayCall(caller: Caller, access: Access): boolean {
  if (access.ownApplication === true && caller.appOnly) return true
  const wanted = caller.appOnly ? access.application : access.delegated
  const holdsOne = wanted.some((permission) => caller.permissions.has(permission))
  return holdsOne && (access.also === undefined || mayCall(caller, access.also))
}

const REGISTRARS = ['Global Administrator', 'Application Administrator', 'Cloud Application Administrator']
const CONSENTERS = ['Global Administrator', 'Privileged Role Administrator']

export function hasAnyRole(caller: Caller, names: readonly string[]): boolean {
  return names.some((name) => caller.directoryRoles.has(name))
}

/** Who creates without such a role becomes owner, and may where the tenant lets its members register applications. */
export function mayRegister(call: GraphCall): 'yes' | 'as-owner' {
  const { caller, tenant } = call
  if (caller.appOnly) return caller.permissions.has('Application.ReadWrite.All') ? 'yes' : 'as-owner'
  if (hasAnyRole(caller, REGISTRARS)) return 'yes'
  if (caller.directoryRoles.has('Application Developer')) return 'as-owner'
  if (caller.isMember && tenant.facts.membersMayRegisterApplications) return 'as-owner'
  throw denied()
}

/** Administrators of applications, owners, and applications with the permission for all or for their own. */
export function refuseStranger(call: GraphCall, owners: readonly string[]): void {
  const { caller } = call
  const isOwner = owners.includes(caller.claims.oid)
  if (caller.appOnly) {
    const all = caller.permissions.has('Application.ReadWrite.All')
    const owned = caller.permissions.has('Application.ReadWrite.OwnedBy') && isOwner
    if (!all && !owned) throw denied()
    return
  }
  if (!isOwner && !hasAnyRole(caller, REGISTRARS)) throw denied()
}

export function isSelf(call: GraphCall, application: Pick<ApplicationRecord, 'appId'>): boolean {
  return call.caller.appOnly && call.caller.claims.appid === application.appId
}

/** Graph's own app roles take a Global or Privileged Role Administrator; other resources' also an application administrator. */
export function refuseUnlessConsenter(call: GraphCall, isGraph: boolean): void {
  if (call.caller.appOnly) return
  const enough = isGraph ? CONSENTERS : [...CONSENTERS, ...REGISTRARS]
  if (!hasAnyRole(call.caller, enough)) throw denied()
}

export function refuseUnless(call: GraphCall, roles: readonly string[]): void {
  if (!call.caller.appOnly && !hasAnyRole(call.caller, roles)) throw denied()
}

/** A guest may not look around in the directory. */
export function refuseGuests(call: GraphCall): void {
  const { caller } = call
  if (!caller.appOnly && !caller.isMember && caller.directoryRoles.size === 0) throw denied()
}
