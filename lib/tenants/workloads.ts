import type { PermissionView, WorkloadView } from './views'

/** Application ids of the resources whose app roles a baseline may name (the same in every tenant). */
export const resourceAppIds = {
  graph: '00000003-0000-0000-c000-000000000000',
  exchange: '00000002-0000-0ff1-ce00-000000000000',
  sharepoint: '00000003-0000-0ff1-ce00-000000000000',
} as const

export type ResourceName = keyof typeof resourceAppIds

/** One application permission: why it is asked for, and what it reveals to who holds it. */
export interface Permission {
  resource: ResourceName
  role: string
  /** Used in this order where the tenant's resource does not offer `role`. */
  fallbacks: readonly string[]
  reason: string
  reveals: PermissionView['reveals']
  canWrite: boolean
}

export interface Workload {
  key: string
  name: string
  always: boolean
  /** Why it can be unticked, or what to know before ticking it. */
  note: string | null
  permissions: readonly Permission[]
  /** Directory role template ids that the service principal needs besides. */
  directoryRoles: readonly string[]
}

function graph(
  role: string,
  reveals: Permission['reveals'],
  reason: string,
  more: Partial<Permission> = {},
): Permission {
  return { resource: 'graph', role, fallbacks: [], reason, reveals, canWrite: false, ...more }
}

/** Directory role template id, the same in every tenant. */
const globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451'

/** Least-privilege sets: read-only wherever Microsoft offers it. Order is the order in which people read them. */
export const workloads: readonly Workload[] = [
  {
    key: 'directory',
    name: 'Directory',
    always: true,
    note: null,
    directoryRoles: [],
    permissions: [
      graph('User.Read.All', 'low', 'Lists the people whose data is backed up'),
      graph('GroupMember.Read.All', 'low', 'Knows who belongs to which group'),
      graph('Organization.Read.All', 'low', 'Checks that this is the right tenant'),
    ],
  },
  {
    key: 'exchange',
    name: 'Exchange Online',
    always: false,
    note: null,
    directoryRoles: [],
    permissions: [
      graph('MailboxFolder.Read.All', 'medium', 'Finds the folders of every mailbox'),
      graph('MailboxItem.Read.All', 'high', 'Reads mail, calendar and contacts'),
      graph('MailboxItem.Export.All', 'high', 'Exports items whole, for an exact return', {
        fallbacks: ['MailboxItem.ImportExport.All'],
      }),
      graph('MailboxSettings.Read', 'medium', 'Keeps time zone and rules with the mailbox'),
    ],
  },
  {
    key: 'sharepoint',
    name: 'SharePoint and OneDrive',
    always: false,
    note: null,
    directoryRoles: [],
    permissions: [
      graph('Sites.Read.All', 'high', 'Reads sites, lists and their pages'),
      graph('Files.Read.All', 'high', 'Reads the files of all sites and people'),
    ],
  },
  {
    key: 'teams',
    name: 'Teams',
    always: false,
    note: 'With channel posts, without private chats.',
    directoryRoles: [],
    permissions: [
      graph('Team.ReadBasic.All', 'low', 'Lists the teams'),
      graph('Channel.ReadBasic.All', 'low', 'Lists the channels of a team'),
      graph('TeamSettings.Read.All', 'medium', 'Keeps the settings of a team'),
      graph('TeamMember.Read.All', 'low', 'Knows who belongs to a team'),
      graph('ChannelMember.Read.All', 'low', 'Knows who belongs to a channel'),
      graph('ChannelSettings.Read.All', 'medium', 'Keeps the settings of a channel'),
      graph('ChannelMessage.Read.All', 'high', 'Reads the posts of every channel'),
    ],
  },
  {
    key: 'groups',
    name: 'Groups',
    always: false,
    note: null,
    directoryRoles: [],
    permissions: [
      graph('Group.Read.All', 'medium', 'Reads groups, their calendars and conversations'),
      graph('Member.Read.Hidden', 'medium', 'Sees members of groups that hide them'),
    ],
  },
  {
    key: 'own-registration',
    name: 'Own registration',
    always: false,
    note: 'For checks, not for backup: lets Latchkey see a foreign key or owner on its own application without asking an administrator.',
    directoryRoles: [],
    permissions: [graph('Application.Read.All', 'low', 'Sees changes that others make to our application')],
  },
  {
    key: 'public-folders',
    name: 'Public folders',
    always: false,
    note: 'Also makes the application a Global Reader of the directory.',
    directoryRoles: [globalReader],
    permissions: [
      {
        resource: 'exchange',
        role: 'Exchange.ManageAsApp',
        fallbacks: [],
        reason: 'Reads public folders and mailbox types',
        reveals: 'high',
        canWrite: false,
      },
    ],
  },
]

/** Permissions that would let the application widen its own rights. No baseline may name them, whoever asks. */
export const refusedRoles: readonly string[] = [
  'AppRoleAssignment.ReadWrite.All',
  'RoleManagement.ReadWrite.Directory',
  'Application.ReadWrite.All',
]

export function findWorkload(key: string): Workload | undefined {
  return workloads.find((workload) => workload.key === key)
}

/** What the form shows for one workload. */
export function describeWorkload(workload: Workload): WorkloadView {
  return {
    key: workload.key,
    name: workload.name,
    always: workload.always,
    optionalReason: workload.note,
    permissions: workload.permissions.map(({ resource, role, reason, reveals, canWrite }) => ({
      resource: resourceTitles[resource],
      role,
      reason,
      reveals,
      canWrite,
    })),
  }
}

const resourceTitles: Readonly<Record<ResourceName, string>> = {
  graph: 'Microsoft Graph',
  exchange: 'Office 365 Exchange Online',
  sharepoint: 'Office 365 SharePoint Online',
}

/** Microsoft's name of a resource, for people. */
export function resourceTitle(appId: string): string {
  const name = (Object.keys(resourceAppIds) as ResourceName[]).find((key) => resourceAppIds[key] === appId)
  return name === undefined ? appId : resourceTitles[name]
}
