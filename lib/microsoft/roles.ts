/** Directory roles by template id, which is the same in every tenant (Entra's permissions reference). */
const names: Readonly<Record<string, string>> = {
  '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
  'e8611ab8-c189-46e8-94e1-60213ab1f814': 'Privileged Role Administrator',
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3': 'Application Administrator',
  '158c047a-c907-4556-b7ef-446551a6b5f7': 'Cloud Application Administrator',
  'cf1c38e5-3621-4004-a7cb-879624dced7c': 'Application Developer',
  '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2': 'Hybrid Identity Administrator',
  '194ae4cb-b126-40b2-bd5b-6091b380977d': 'Security Administrator',
  'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9': 'Conditional Access Administrator',
  '7be44c8a-adaf-4e2a-84d6-ab2649e08a13': 'Privileged Authentication Administrator',
  '29232cdf-9323-42fd-ade2-1d097af3e4de': 'Exchange Administrator',
  'f28a1f50-f6e7-4571-818b-6a12f2af6b6c': 'SharePoint Administrator',
  '69091246-20e8-4a56-aa4d-066075b2a7a8': 'Teams Administrator',
  'fe930be7-5e62-47db-91af-98c3a49a38b1': 'User Administrator',
  'fdd7a751-b60b-444a-984c-02652fe8fa1c': 'Groups Administrator',
  '729827e3-9c14-49f7-bb1b-9608f156bbb8': 'Helpdesk Administrator',
  '17315797-102d-40b4-93e0-432062caca18': 'Compliance Administrator',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451': 'Global Reader',
  '5d6b6bb7-de71-4623-b4af-96380a352509': 'Security Reader',
  '4a5d8f65-41da-4de4-8968-e035b65339cf': 'Reports Reader',
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b': 'Directory Readers',
  '9360feb5-f418-4baa-8175-e2a00bac4301': 'Directory Writers',
  '31392ffb-586c-42d1-9346-e59415a2cc4e': 'Exchange Recipient Administrator',
  '1707125e-0aa2-4d4d-8655-a7c786c76a25': 'Microsoft 365 Backup Administrator',
  '49eb8f75-97e9-4e37-9b2b-6c3ebfcffa31': 'Exchange Backup Administrator',
  '9d3e04ba-3ee4-4d1b-a3a7-9aef423a09be': 'SharePoint Backup Administrator',
}

export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'
export const privilegedRoleAdministrator = 'e8611ab8-c189-46e8-94e1-60213ab1f814'
export const globalReader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451'

/** Roles that may register an application even where ordinary members may not. */
export const registeringRoles: readonly string[] = [
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  '158c047a-c907-4556-b7ef-446551a6b5f7',
]

/** Who may delete an application: the roles above, and who made it, which a Privileged Role Administrator may have. */
export const removingRoles: readonly string[] = [globalAdministrator, privilegedRoleAdministrator, ...registeringRoles]

/** Who may delete one out of the recycle bin (Entra's permissions reference): not the Cloud Application Administrator. */
export const purgingRoles: readonly string[] = [globalAdministrator, '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3']

/** Who may restore, as backup software documents it: Global, Exchange, SharePoint and Teams Administrator. */
export const restoreRoles: readonly string[] = [
  globalAdministrator,
  '29232cdf-9323-42fd-ade2-1d097af3e4de',
  'f28a1f50-f6e7-4571-818b-6a12f2af6b6c',
  '69091246-20e8-4a56-aa4d-066075b2a7a8',
]

/** Every account has this one; it is no role that anybody was given. */
const ordinaryUser = 'b79fbf4d-3ef9-4689-8143-76b194e85509'
const applicationDefault = '0997a1d0-0d1d-4acb-b408-d5ca73121e90'

/** The role's name, or its id where we do not know it. */
export function roleNameByTemplate(templateId: string): string {
  return names[templateId.toLowerCase()] ?? templateId
}

/** Names of the roles that somebody was really given, for people to read. */
export function roleNames(templateIds: readonly string[]): readonly string[] {
  const given = templateIds
    .map((id) => id.toLowerCase())
    .filter((id) => id !== ordinaryUser && id !== applicationDefault)
  return [...new Set(given)].map(roleNameByTemplate)
}
