import { groupsOf, mailboxId, sitesOf, usersOf } from '../data/content'
import type { DirectoryGroup, Site } from '../data/content'
import { wholeSeconds } from '../clock'
import { derivedId } from '../state/tenant'
import { refuseGuests } from './access'
import type { GraphCall, GraphResult } from './call'
import { param } from './call'
import { lookupUser, showPerson } from './people'
import { answerList, answerOne } from './query'
import { GraphRefusal, notFound } from './refusals'

/** What Exchange says of a user without a mailbox, licensed tenant or not. */
export function refuseWithoutMailbox(call: GraphCall): void {
  if (lookupUser(call).hasMailbox) return
  throw new GraphRefusal(
    404,
    'MailboxNotEnabledForRESTAPI',
    'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
  )
}

export function getMailboxSettings(call: GraphCall): GraphResult {
  refuseWithoutMailbox(call)
  const row = {
    archiveFolder: null,
    timeZone: 'W. Europe Standard Time',
    delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
    dateFormat: 'dd.MM.yyyy',
    timeFormat: 'HH:mm',
    userPurpose: 'user',
    language: { locale: 'en-US', displayName: 'English (United States)' },
  }
  return { status: 200, body: answerOne(call, `users('${param(call, 'user')}')/mailboxSettings`, row) }
}

export function getExchangeSettings(call: GraphCall): GraphResult {
  refuseWithoutMailbox(call)
  const user = lookupUser(call)
  const row = { primaryMailboxId: mailboxId(call.tenant, user), inPlaceArchiveMailboxId: null }
  return { status: 200, body: answerOne(call, `users('${param(call, 'user')}')/settings/exchange`, row) }
}

const FOLDERS = ['Inbox', 'Drafts', 'Sent Items', 'Deleted Items', 'Calendar', 'Contacts'] as const

/** Wants the mailbox id; a user id is not found here. */
export function listMailboxFolders(call: GraphCall): GraphResult {
  const wanted = param(call, 'mailbox')
  const user = usersOf(call.tenant).find((each) => each.hasMailbox && mailboxId(call.tenant, each) === wanted)
  if (user === undefined)
    throw new GraphRefusal(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
  const rows = FOLDERS.map((displayName) => ({
    id: Buffer.from(derivedId(call.tenant, `${user.objectId} ${displayName}`)).toString('base64url'),
    createdDateTime: wholeSeconds(call.tenant.facts.createdAt),
    lastModifiedDateTime: wholeSeconds(call.tenant.facts.createdAt),
    displayName,
    type: displayName === 'Calendar' ? 'IPF.Appointment' : 'IPF.Note',
    parentFolderId: null,
    totalItemCount: 12,
    childFolderCount: 0,
  }))
  return { status: 200, body: answerList(call, `admin/exchange/mailboxes('${wanted}')/folders`, rows) }
}

function refuseWithoutSharePoint(call: GraphCall): void {
  if (call.tenant.facts.licences.includes('sharepoint')) return
  throw new GraphRefusal(400, 'BadRequest', 'Tenant does not have a SPO license.')
}

function showSite(call: GraphCall, site: Site): Record<string, unknown> {
  const isRoot = site === sitesOf(call.tenant)[0] || !site.webUrl.includes('/sites/')
  return {
    createdDateTime: wholeSeconds(call.tenant.facts.createdAt),
    description: '',
    id: site.id,
    lastModifiedDateTime: wholeSeconds(call.tenant.facts.createdAt),
    name: isRoot ? '' : site.name,
    webUrl: site.webUrl,
    displayName: site.displayName,
    ...(isRoot ? { root: {} } : {}),
    siteCollection: { hostname: new URL(site.webUrl).host },
  }
}

export function getSite(call: GraphCall): GraphResult {
  refuseWithoutSharePoint(call)
  const sites = sitesOf(call.tenant)
  const wanted = param(call, 'site')
  const site = wanted === 'root' ? sites[0] : sites.find((each) => each.id === wanted)
  if (site === undefined) throw new GraphRefusal(404, 'itemNotFound', 'Requested site could not be found')
  return { status: 200, body: answerOne(call, 'sites', showSite(call, site)) }
}

export function listSites(call: GraphCall): GraphResult {
  refuseWithoutSharePoint(call)
  return {
    status: 200,
    body: answerList(
      call,
      'sites',
      sitesOf(call.tenant).map((site) => showSite(call, site)),
    ),
  }
}

function showGroup(call: GraphCall, group: DirectoryGroup): Record<string, unknown> {
  const at = wholeSeconds(call.tenant.facts.createdAt)
  return {
    id: group.objectId,
    deletedDateTime: null,
    classification: null,
    createdDateTime: at,
    creationOptions: group.isTeam ? ['Team'] : [],
    description: group.displayName,
    displayName: group.displayName,
    expirationDateTime: null,
    groupTypes: ['Unified'],
    isAssignableToRole: null,
    mail: `${group.nickname}@${call.tenant.facts.domain}`,
    mailEnabled: true,
    mailNickname: group.nickname,
    membershipRule: null,
    membershipRuleProcessingState: null,
    onPremisesDomainName: null,
    onPremisesLastSyncDateTime: null,
    onPremisesNetBiosName: null,
    onPremisesSamAccountName: null,
    onPremisesSecurityIdentifier: null,
    onPremisesSyncEnabled: null,
    preferredDataLocation: null,
    preferredLanguage: null,
    proxyAddresses: [`SMTP:${group.nickname}@${call.tenant.facts.domain}`],
    renewedDateTime: at,
    resourceBehaviorOptions: [],
    resourceProvisioningOptions: group.isTeam ? ['Team'] : [],
    securityEnabled: false,
    securityIdentifier: 'S-1-12-1-1170197724-1141647283-3099770777-914328475',
    theme: null,
    visibility: 'Private',
    onPremisesProvisioningErrors: [],
  }
}

export function listGroups(call: GraphCall): GraphResult {
  refuseGuests(call)
  return {
    status: 200,
    body: answerList(
      call,
      'groups',
      groupsOf(call.tenant).map((group) => showGroup(call, group)),
    ),
  }
}

function lookupGroup(call: GraphCall, teamsOnly: boolean): DirectoryGroup {
  const id = param(call, 'group')
  const group = groupsOf(call.tenant).find((each) => each.objectId === id && (each.isTeam || !teamsOnly))
  if (group === undefined) throw notFound(id)
  return group
}

export function getGroup(call: GraphCall): GraphResult {
  return { status: 200, body: answerOne(call, 'groups', showGroup(call, lookupGroup(call, false))) }
}

export function listGroupMembers(call: GraphCall): GraphResult {
  lookupGroup(call, false)
  const members = usersOf(call.tenant).filter((user) => user.hasMailbox || !user.isMember)
  const rows = members.map((user) => ({
    '@odata.type': '#microsoft.graph.user',
    ...showPerson({ objectId: user.objectId, displayName: user.displayName, directoryUpn: user.upn }),
  }))
  return { status: 200, body: answerList(call, 'directoryObjects', rows) }
}

function refuseWithoutTeams(call: GraphCall): void {
  if (call.tenant.facts.licences.includes('teams')) return
  throw new GraphRefusal(403, 'Forbidden', 'No license found for the tenant: Microsoft Teams is not provisioned.')
}

function showTeam(call: GraphCall, group: DirectoryGroup): Record<string, unknown> {
  return {
    id: group.objectId,
    createdDateTime: null,
    displayName: group.displayName,
    description: group.displayName,
    internalId: null,
    classification: null,
    specialization: null,
    visibility: 'private',
    webUrl: null,
    isArchived: null,
    isMembershipLimitedToOwners: null,
    tenantId: call.tenant.facts.tenantId,
    memberSettings: null,
    guestSettings: null,
    messagingSettings: null,
    funSettings: null,
    discoverySettings: null,
    summary: null,
  }
}

export function listTeams(call: GraphCall): GraphResult {
  refuseWithoutTeams(call)
  const rows = groupsOf(call.tenant)
    .filter((group) => group.isTeam)
    .map((group) => showTeam(call, group))
  return { status: 200, body: answerList(call, 'teams', rows) }
}

export function getTeam(call: GraphCall): GraphResult {
  refuseWithoutTeams(call)
  return { status: 200, body: answerOne(call, 'teams', showTeam(call, lookupGroup(call, true))) }
}

export function listChannels(call: GraphCall): GraphResult {
  refuseWithoutTeams(call)
  const team = lookupGroup(call, true)
  const row = {
    id: `19:${derivedId(call.tenant, `channel ${team.objectId}`).replaceAll('-', '')}@thread.tacv2`,
    createdDateTime: wholeSeconds(call.tenant.facts.createdAt),
    displayName: 'General',
    description: team.displayName,
    isFavoriteByDefault: null,
    email: '',
    tenantId: call.tenant.facts.tenantId,
    webUrl: null,
    membershipType: 'standard',
    isArchived: false,
  }
  return { status: 200, body: answerList(call, `teams('${team.objectId}')/channels`, [row]) }
}
