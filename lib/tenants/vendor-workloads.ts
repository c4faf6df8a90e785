import { exchange, globalReader, graph, sharepoint, type Workload } from './workload'

const vendor = 'Veeam Backup for Microsoft 365'
const canWrite = { canWrite: true }

/**
 * What Veeam documents for its backup application (version 8.5), by workload. Wider than our own sets, because that
 * product asks for it. The permissions that the harmless reads take besides are marked by their reason.
 */
export const vendorWorkloads: readonly Workload[] = [
  {
    key: 'veeam-exchange',
    proof: 'exchange',
    vendor,
    name: 'Exchange for Veeam',
    always: false,
    note: 'As Veeam documents it. Also makes the application a Global Reader of the directory.',
    directoryRoles: [globalReader],
    permissions: [
      graph('Directory.Read.All', 'medium', 'Veeam lists the organization with it'),
      graph('Group.Read.All', 'medium', 'Veeam finds group mailboxes with it'),
      graph('MailboxItem.Read.All', 'high', 'Reads mail, calendar and contacts'),
      graph('MailboxItem.ImportExport.All', 'high', 'Veeam exports items with it', canWrite),
      graph('MailboxFolder.ReadWrite.All', 'high', 'Veeam lists folders with it', canWrite),
      graph('MailboxSettings.Read', 'medium', 'Lets Latchkey prove that a mailbox opens'),
      exchange('full_access_as_app', 'high', 'Veeam reads public folders over EWS until it ends', canWrite),
      exchange('Exchange.ManageAsApp', 'high', 'Reads public folders and mailbox types'),
    ],
  },
  {
    key: 'veeam-sharepoint',
    proof: 'sharepoint',
    vendor,
    name: 'SharePoint and OneDrive for Veeam',
    always: false,
    note: 'As Veeam documents it.',
    directoryRoles: [],
    permissions: [
      graph('Directory.Read.All', 'medium', 'Veeam lists the organization with it'),
      graph('Group.Read.All', 'medium', 'Veeam finds the sites of groups with it'),
      graph('Sites.Read.All', 'high', 'Reads sites, lists and their pages'),
      sharepoint('Sites.FullControl.All', 'high', 'Veeam reads content and permissions of sites with it', canWrite),
      sharepoint('User.Read.All', 'low', 'Finds the OneDrive of every person'),
    ],
  },
  {
    key: 'veeam-teams',
    proof: 'teams',
    vendor,
    name: 'Teams for Veeam',
    always: false,
    note: 'As Veeam documents it, with channel posts.',
    directoryRoles: [],
    permissions: [
      graph('Directory.Read.All', 'medium', 'Veeam lists the organization with it'),
      graph('Group.Read.All', 'medium', 'Veeam finds teams with it'),
      graph('Sites.Read.All', 'high', 'Reads the files of channels'),
      graph('TeamSettings.ReadWrite.All', 'medium', 'Veeam reads archived teams with it', canWrite),
      graph('ChannelMessage.Read.All', 'high', 'Reads the posts of every channel'),
      graph('ChannelMember.Read.All', 'low', 'Knows who belongs to a channel'),
      exchange('full_access_as_app', 'high', 'Veeam reads the mailboxes of teams over EWS until it ends', canWrite),
      sharepoint('Sites.FullControl.All', 'high', 'Veeam reads content and permissions of sites with it', canWrite),
      sharepoint('User.Read.All', 'low', 'Finds the OneDrive of every person'),
    ],
  },
]
