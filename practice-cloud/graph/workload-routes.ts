import * as access from './access'
import * as workloads from './workloads'
import { sendMail } from './mail'
import { route } from './route'
import type { Route } from './route'

const LICENSED_MAIL = access.applicationOnly(
  'MailboxFolder.Read.All',
  'MailboxFolder.ReadWrite.All',
  'MailboxItem.Read.All',
  'MailboxItem.Export.All',
  'MailboxItem.ImportExport.All',
)
const TEAMS = access.applicationOnly(
  'Team.ReadBasic.All',
  'TeamSettings.Read.All',
  'TeamSettings.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
)
const SITES = access.applicationOnly(
  'Sites.Read.All',
  'Sites.ReadWrite.All',
  'Sites.Manage.All',
  'Sites.FullControl.All',
)

/** The harmless reads that prove a workload, and the one way to send mail. */
export const WORKLOAD_ROUTES: readonly Route[] = [
  route(
    'GET',
    '/users/{user}/mailboxSettings',
    'getMailboxSettings',
    access.applicationOnly('MailboxSettings.Read', 'MailboxSettings.ReadWrite'),
    workloads.getMailboxSettings,
  ),
  route('POST', '/users/{user}/sendMail', 'sendMail', access.applicationOnly('Mail.Send'), sendMail),
  route('GET', '/users/{user}/settings/exchange', 'getExchangeSettings', LICENSED_MAIL, workloads.getExchangeSettings),
  route(
    'GET',
    '/admin/exchange/mailboxes/{mailbox}/folders',
    'listMailboxFolders',
    LICENSED_MAIL,
    workloads.listMailboxFolders,
  ),
  route('GET', '/groups', 'listGroups', access.READ_GROUPS, workloads.listGroups),
  route('GET', '/groups/{group}', 'getGroup', access.READ_GROUPS, workloads.getGroup),
  route('GET', '/groups/{group}/members', 'listGroupMembers', access.READ_GROUPS, workloads.listGroupMembers),
  route('GET', '/teams', 'listTeams', TEAMS, workloads.listTeams),
  route('GET', '/teams/{group}', 'getTeam', TEAMS, workloads.getTeam),
  route(
    'GET',
    '/teams/{group}/channels',
    'listChannels',
    access.applicationOnly('Channel.ReadBasic.All', 'ChannelSettings.Read.All', 'ChannelSettings.ReadWrite.All'),
    workloads.listChannels,
  ),
  route('GET', String.raw`/sites(?:/getAllSites\(\))?`, 'listSites', SITES, workloads.listSites),
  route('GET', '/sites/{site}', 'getSite', SITES, workloads.getSite),
]
