/** Delegated permissions on Microsoft Graph that setting up a tenant takes, by name. */
export const setUpScopes = [
  'User.Read',
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'Policy.Read.All',
] as const

/** Only where a workload needs a directory role. */
export const directoryRoleScope = 'RoleManagement.ReadWrite.Directory'

/** The same as Entra wants them: each with the address of Graph in this cloud. */
export function scopesOn(graphResource: string, needsDirectoryRole: boolean): readonly string[] {
  return [...setUpScopes, ...(needsDirectoryRole ? [directoryRoleScope] : [])].map(
    (scope) => `${graphResource}/${scope}`,
  )
}
