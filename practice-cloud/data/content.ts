import type { Tenant } from '../state/tenant'
import { derivedId, label, sharePointName } from '../state/tenant'
import { directoryPeople } from './people'

/** Somebody with an entry in the directory, and perhaps a mailbox. */
export interface DirectoryUser {
  objectId: string
  upn: string
  displayName: string
  isMember: boolean
  hasMailbox: boolean
}

const NAMES = [
  'Adele Vance',
  'Bianca Pisani',
  'Diego Siciliani',
  'Grady Archie',
  'Lidia Holloway',
  'Nestor Wilke',
] as const

/** Administrators and guests first, without a mailbox; then the ordinary ones, licensed where Exchange is. */
export function usersOf(tenant: Tenant): DirectoryUser[] {
  const people = directoryPeople(tenant).map((person) => ({
    objectId: person.objectId,
    upn: person.directoryUpn,
    displayName: person.displayName,
    isMember: person.member,
    hasMailbox: false,
  }))
  const ordinary = Array.from({ length: tenant.facts.ordinaryUsers }, (_, index) => ordinaryUser(tenant, index))
  return [...people, ...ordinary]
}

function ordinaryUser(tenant: Tenant, index: number): DirectoryUser {
  const round = Math.floor(index / NAMES.length)
  const displayName = `${NAMES[index % NAMES.length] ?? 'User'}${round === 0 ? '' : ` ${String(round + 1)}`}`
  const mailbox = displayName.toLowerCase().replaceAll(' ', '.')
  return {
    objectId: derivedId(tenant, `user ${String(index)}`),
    upn: `${mailbox}@${tenant.facts.domain}`,
    displayName,
    isMember: true,
    hasMailbox: tenant.facts.licences.includes('exchange'),
  }
}

/** The mailbox id of Exchange: not the user's. */
export function mailboxId(tenant: Tenant, user: DirectoryUser): string {
  return `MBX:${derivedId(tenant, `mailbox ${user.objectId}`)}@${tenant.facts.tenantId}`
}

export interface DirectoryGroup {
  objectId: string
  displayName: string
  nickname: string
  isTeam: boolean
}

const GROUPS = ['Everyone', 'Sales', 'Finance', 'Product Launch', 'Board'] as const
const TEAMS: ReadonlySet<string> = new Set(['Sales', 'Product Launch'])

export function groupsOf(tenant: Tenant): DirectoryGroup[] {
  return GROUPS.map((displayName) => ({
    objectId: derivedId(tenant, `group ${displayName}`),
    displayName,
    nickname: displayName.toLowerCase().replaceAll(' ', '-'),
    isTeam: TEAMS.has(displayName) && tenant.facts.licences.includes('teams'),
  }))
}

export interface Site {
  id: string
  name: string
  displayName: string
  webUrl: string
}

/** The root site first; `webUrl` is the only place that tells SharePoint's host. */
export function sitesOf(tenant: Tenant): Site[] {
  const host = `${sharePointName(tenant)}.sharepoint.com`
  const site = (path: string, displayName: string): Site => ({
    id: `${host},${derivedId(tenant, `site ${path}`)},${derivedId(tenant, `web ${path}`)}`,
    name: path === '' ? label(tenant) : path.slice('/sites/'.length),
    displayName,
    webUrl: `https://${host}${path}`,
  })
  return [site('', 'Communication site'), site('/sites/sales', 'Sales'), site('/sites/finance', 'Finance')]
}
