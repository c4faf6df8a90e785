import type { Observed } from './observed'

/** Microsoft's resources by application id, which is the same in every tenant and cloud. */
export const graphAppId = '00000003-0000-0000-c000-000000000000'
export const exchangeAppId = '00000002-0000-0ff1-ce00-000000000000'
export const sharepointAppId = '00000003-0000-0ff1-ce00-000000000000'

export interface WantedRole {
  resourceAppId: string
  role: string
}

export interface ResolvedRole extends WantedRole {
  resourceObjectId: string
  roleId: string
}

export interface UnresolvedRole extends WantedRole {
  /** The tenant has no such resource (not licensed), or its resource offers no role of that name. */
  reason: 'no-such-resource' | 'no-such-role'
}

/** Ids are taken by name from what this tenant's own resources offer, never from a table of ours. */
export function resolveRoles(
  observed: Pick<Observed, 'resources'>,
  wanted: readonly WantedRole[],
): { resolved: readonly ResolvedRole[]; unresolved: readonly UnresolvedRole[] } {
  const resolved: ResolvedRole[] = []
  const unresolved: UnresolvedRole[] = []
  for (const { resourceAppId, role } of wanted) {
    const resource = observed.resources[resourceAppId] ?? null
    const found = resource?.roles.find(({ value }) => value === role)
    if (resource === null) unresolved.push({ resourceAppId, role, reason: 'no-such-resource' })
    else if (found === undefined) unresolved.push({ resourceAppId, role, reason: 'no-such-role' })
    else resolved.push({ resourceAppId, role, resourceObjectId: resource.objectId, roleId: found.id })
  }
  return { resolved, unresolved }
}

/** The name of a role where no tenant was asked: for showing and as a cross-check only. Null when unknown here. */
export function roleName(resourceAppId: string, roleId: string): string | null {
  return rolesById[resourceAppId]?.[roleId.toLowerCase()] ?? null
}

const rolesById: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [graphAppId]: {
    '7ab1d382-f21e-4acd-a863-ba3e13f7da61': 'Directory.Read.All',
    'df021288-bdef-4463-88db-98f22de89214': 'User.Read.All',
    '5b567255-7703-4780-807c-7be8301ae99b': 'Group.Read.All',
    '62a82d76-70ea-41e2-9197-370581804d09': 'Group.ReadWrite.All',
    '98830695-27a2-44f7-8c18-0c3ebc9698f6': 'GroupMember.Read.All',
    '498476ce-e0fe-48b0-b801-37ba7e2685c6': 'Organization.Read.All',
    '658aa5d8-239f-45c4-aa12-864f4fc7e490': 'Member.Read.Hidden',
    '40f97065-369a-49f4-947c-6a255697ae91': 'MailboxSettings.Read',
    '99280d24-a782-4793-93cc-0888549957f6': 'MailboxFolder.Read.All',
    'fef87b92-8391-4589-9da7-eb93dab7dc8a': 'MailboxFolder.ReadWrite.All',
    '7d9f353d-a7bd-4fbb-822a-26d5dd39a3ce': 'MailboxItem.Read.All',
    '937550e9-33a3-494b-88ae-d9cd394b1fbb': 'MailboxItem.Export.All',
    '76577085-e73d-4f1d-b26a-85fb33892327': 'MailboxItem.ImportExport.All',
    '01d4889c-1287-42c6-ac1f-5d1e02578ef6': 'Files.Read.All',
    '75359482-378d-4052-8f01-80520e7db3cd': 'Files.ReadWrite.All',
    '332a536c-c7ef-4017-ab91-336970924f0d': 'Sites.Read.All',
    '9492366f-7969-46a4-8d15-ed1a20078fff': 'Sites.ReadWrite.All',
    'a82116e5-55eb-4c41-a434-62fe8a61c773': 'Sites.FullControl.All',
    '2280dda6-0bfd-44ee-a2f4-cb867cfc4c1e': 'Team.ReadBasic.All',
    '242607bd-1d2c-432c-82eb-bdb27baa23ab': 'TeamSettings.Read.All',
    'bdd80a03-d9bc-451d-b7c4-ce7c63fe3c8f': 'TeamSettings.ReadWrite.All',
    '660b7406-55f1-41ca-a0ed-0b035e182f3e': 'TeamMember.Read.All',
    'dfb0dd15-61de-45b2-be36-d6a69fba3c79': 'Teamwork.Migrate.All',
    '59a6b24b-4225-4393-8165-ebaec5f55d7a': 'Channel.ReadBasic.All',
    'c97b873f-f59f-49aa-8a0e-52b32d762124': 'ChannelSettings.Read.All',
    '3b55498e-47ec-484f-8136-9013221c06a9': 'ChannelMember.Read.All',
    '35930dcf-aceb-4bd1-b99a-8ffed403c974': 'ChannelMember.ReadWrite.All',
    '7b2449af-6ccd-4f4d-9f78-e550c193f0d1': 'ChannelMessage.Read.All',
    '6b7d71aa-70aa-4810-a8d9-5d9fb2830017': 'Chat.Read.All',
    '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30': 'Application.Read.All',
  },
  [exchangeAppId]: {
    'dc890d15-9560-4a4c-9b7f-a736ec74ec40': 'full_access_as_app',
    'dc50a0fb-09a3-484d-be87-e023b12c6440': 'Exchange.ManageAsApp',
  },
  [sharepointAppId]: {
    '678536fe-1083-478a-9c59-b99265e6b0d3': 'Sites.FullControl.All',
    'd13f72ca-a275-4b96-b789-48ebcc4da984': 'Sites.Read.All',
    'fbcd29d2-fcca-4405-aded-518d457caae4': 'Sites.ReadWrite.All',
    'df021288-bdef-4463-88db-98f22de89214': 'User.Read.All',
  },
}
