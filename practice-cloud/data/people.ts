import type { Tenant } from '../state/tenant'
import { derivedId, initialDomain } from '../state/tenant'
import { guidFrom } from '../identifiers'
import { roleTemplate } from './roles'
import { GUEST_HOME_TENANT, PARTNER_TENANT, PERSONAL_TENANT } from './well-known'

/** Who can sit at the device page. `another-tenant` is the administrator of some other practice tenant. */
export const PERSON_KINDS = [
  'global-administrator',
  'privileged-role-administrator',
  'application-administrator',
  'cloud-application-administrator',
  'privileged-and-application-administrator',
  'ordinary-user',
  'gdap-technician',
  'gdap-technician-without-role',
  'guest',
  'another-tenant',
  'personal-account',
] as const
export type PersonKind = (typeof PERSON_KINDS)[number]

export interface Person {
  kind: PersonKind
  /** What is typed to sign in. */
  upn: string
  /** `userPrincipalName` inside the tenant that issues the token: differs for guests. */
  directoryUpn: string
  displayName: string
  objectId: string
  /** Tenant whose token this person gets. */
  tenantId: string
  /** Tenant that keeps the account. */
  homeTenantId: string
  /** Template ids of directory roles held in `tenantId`. */
  roles: readonly string[]
  /** Whether the directory of `tenantId` has a user object for this person. */
  inDirectory: boolean
  member: boolean
}

interface Template {
  kind: PersonKind
  mailbox: string
  displayName: string
  roles: readonly string[]
}

const MEMBERS: readonly Template[] = [
  { kind: 'global-administrator', mailbox: 'ada.admin', displayName: 'Ada Admin', roles: ['Global Administrator'] },
  {
    kind: 'privileged-role-administrator',
    mailbox: 'priya.roles',
    displayName: 'Priya Roles',
    roles: ['Privileged Role Administrator'],
  },
  {
    kind: 'application-administrator',
    mailbox: 'alan.apps',
    displayName: 'Alan Apps',
    roles: ['Application Administrator'],
  },
  {
    kind: 'cloud-application-administrator',
    mailbox: 'cleo.cloud',
    displayName: 'Cleo Cloud',
    roles: ['Cloud Application Administrator'],
  },
  {
    kind: 'privileged-and-application-administrator',
    mailbox: 'paula.both',
    displayName: 'Paula Both',
    roles: ['Privileged Role Administrator', 'Application Administrator'],
  },
  { kind: 'ordinary-user', mailbox: 'olive.user', displayName: 'Olive User', roles: [] },
]

function member(tenant: Tenant, template: Template): Person {
  const upn = `${template.mailbox}@${tenant.facts.domain}`
  return {
    kind: template.kind,
    upn,
    directoryUpn: upn,
    displayName: template.displayName,
    objectId: derivedId(tenant, template.mailbox),
    tenantId: tenant.facts.tenantId,
    homeTenantId: tenant.facts.tenantId,
    roles: template.roles.map(roleTemplate),
    inDirectory: true,
    member: true,
  }
}

function guest(tenant: Tenant): Person {
  return {
    kind: 'guest',
    upn: 'gus.guest@adatum.example',
    directoryUpn: `gus.guest_adatum.example#EXT#@${initialDomain(tenant)}`,
    displayName: 'Gus Guest',
    objectId: derivedId(tenant, 'gus.guest'),
    tenantId: tenant.facts.tenantId,
    homeTenantId: GUEST_HOME_TENANT,
    roles: [],
    inDirectory: true,
    member: false,
  }
}

/** What the GDAP relationship gives each of them differs. */
const TECHNICIANS: readonly Template[] = [
  {
    kind: 'gdap-technician',
    mailbox: 'tess.tech',
    displayName: 'Tess Tech',
    roles: ['Privileged Role Administrator', 'Application Administrator'],
  },
  {
    kind: 'gdap-technician-without-role',
    mailbox: 'hal.helpdesk',
    displayName: 'Hal Helpdesk',
    roles: ['Helpdesk Administrator', 'Directory Readers'],
  },
]

/** Works in the customer's tenant with roles of a GDAP relationship; the customer's directory has no user object. */
function technician(tenant: Tenant, { kind, mailbox, displayName, roles }: Template): Person {
  const upn = `${mailbox}@partner.example`
  return {
    kind,
    upn,
    directoryUpn: upn,
    displayName,
    objectId: guidFrom(PARTNER_TENANT, mailbox),
    tenantId: tenant.facts.tenantId,
    homeTenantId: PARTNER_TENANT,
    roles: roles.map(roleTemplate),
    inDirectory: false,
    member: false,
  }
}

function personal(): Person {
  return {
    kind: 'personal-account',
    upn: 'pat.person@home.example',
    directoryUpn: 'pat.person@home.example',
    displayName: 'Pat Person',
    objectId: guidFrom(PERSONAL_TENANT, 'pat.person'),
    tenantId: PERSONAL_TENANT,
    homeTenantId: PERSONAL_TENANT,
    roles: [],
    inDirectory: false,
    member: false,
  }
}

/** Members of this tenant, in the order in which the page shows them. */
export function membersOf(tenant: Tenant): Person[] {
  return MEMBERS.map((template) => member(tenant, template))
}

/** Everybody who has a user object here. */
export function directoryPeople(tenant: Tenant): Person[] {
  return [...membersOf(tenant), guest(tenant)]
}

/** People of elsewhere who may try to sign in to this tenant. */
export function outsidersOf(tenant: Tenant, other: Tenant | undefined): Person[] {
  const stranger = other === undefined ? undefined : membersOf(other)[0]
  return [
    ...TECHNICIANS.map((template) => technician(tenant, template)),
    guest(tenant),
    ...(stranger === undefined ? [] : [{ ...stranger, kind: 'another-tenant' as const }]),
    personal(),
  ]
}
