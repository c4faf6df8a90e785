/** The seed of every restore sign-in: what a backup server reads with it, and the right to stay signed in. */
export const defaultRestoreScopes = 'Directory.AccessAsUser.All User.ReadWrite.All offline_access'

const directoryScopes = ['Directory.Read.All', 'Directory.ReadWrite.All', 'Directory.AccessAsUser.All'] as const
const userScopes = ['User.Read', 'User.ReadWrite', 'User.ReadBasic.All', 'User.Read.All', 'User.ReadWrite.All'] as const

/** Words of OpenID Connect, which would change what Microsoft answers. */
const identityScopes = new Set(['openid', 'profile', 'email'])

/**
 * The rule of backup servers for a restore sign-in: one permission of the directory, one of users, and `offline_access`.
 * Null when it is kept; else what is missing and the mend. Scopes of Graph may be written with its address in front.
 */
export function refuseRestoreScopes(scope: string, graphResource: string): string | null {
  const asked = scope.split(/\s+/).filter((one) => one !== '')
  const bare = asked.map((one) => (one.startsWith(`${graphResource}/`) ? one.slice(graphResource.length + 1) : one))
  const odd = asked.find((one) => !/^[\w.:/-]+$/.test(one))
  if (odd !== undefined) return `“${odd}” is no permission. Separate the permissions with spaces.`
  const identity = bare.find((one) => identityScopes.has(one.toLowerCase()))
  if (identity !== undefined) return `“${identity}” is for signing in to a website. Take it out.`
  if (!directoryScopes.some((one) => bare.includes(one)))
    return `No permission to read the directory is asked for. Add one of ${directoryScopes.join(', ')}.`
  if (!userScopes.some((one) => bare.includes(one)))
    return `No permission to read users is asked for. Add one of ${userScopes.join(', ')}.`
  if (!bare.includes('offline_access'))
    return 'Without offline_access the backup server is signed out after an hour. Add offline_access.'
  return null
}
