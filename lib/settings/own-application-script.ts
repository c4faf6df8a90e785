import type { Cloud } from '../microsoft/clouds'
import type { OwnApplicationKey } from './own-application-keys'
import { directoryRoleScope, setUpScopes } from './sign-in-scopes'

/** Name of the registration, which customers’ administrators read when they consent; it may be changed at Microsoft. */
export const ownApplicationName = 'Latchkey sign-in'

const graphAppId = '00000003-0000-0000-c000-000000000000'

/** Names of Connect-MgGraph’s -Environment parameter (Microsoft Graph PowerShell, Get-MgEnvironment). */
const environments: Readonly<Record<Cloud['name'], string>> = {
  global: 'Global',
  usgov: 'USGov',
  usgovdod: 'USGovDoD',
  china: 'China',
  practice: 'Global',
}

/**
 * Registers the application, or brings a registration of this name up to date, with every certificate that is not taken
 * off yet: running it twice changes nothing, and running it after a renewal adds the new certificate beside the old.
 * Every value is an id, a time, base64 or an address that was checked; none holds a quote.
 */
export function registrationScript(home: {
  cloud: Cloud
  tenantId: string
  domain: string
  uniqueName: string
  redirectAddress: string
  keys: readonly OwnApplicationKey[]
}): string {
  const keys = home.keys.map(
    (key) =>
      `    @{ keyId = '${key.keyId}'; type = 'AsymmetricX509Cert'; usage = 'Verify'; displayName = '${ownApplicationName}'; startDateTime = '${key.notBefore.toISOString()}'; endDateTime = '${key.notAfter.toISOString()}'; key = '${key.der.toString('base64')}' }`,
  )
  return [
    `# Registers “${ownApplicationName}” in ${home.domain}: for any organization, with a certificate, without a secret.`,
    `# Needs the module Microsoft.Graph.Authentication and an Application Administrator. Running it twice changes nothing.`,
    `$ErrorActionPreference = 'Stop'`,
    `Connect-MgGraph -TenantId '${home.tenantId}' -Environment ${environments[home.cloud.name]} -NoWelcome -Scopes 'Application.ReadWrite.All'`,
    `$names = @(${[...setUpScopes, directoryRoleScope].map((scope) => `'${scope}'`).join(', ')})`,
    `$graph = Invoke-MgGraphRequest GET "v1.0/servicePrincipals(appId='${graphAppId}')?\`$select=id,oauth2PermissionScopes"`,
    `$scopes = @($graph.oauth2PermissionScopes | Where-Object { $names -contains $_.value } | ForEach-Object { @{ id = $_.id; type = 'Scope' } })`,
    `$application = @{`,
    `  displayName = '${ownApplicationName}'`,
    `  signInAudience = 'AzureADMultipleOrgs'`,
    `  web = @{ redirectUris = @('${home.redirectAddress}') }`,
    `  requiredResourceAccess = @(@{ resourceAppId = '${graphAppId}'; resourceAccess = $scopes })`,
    `  keyCredentials = @(`,
    keys.join('\n'),
    `  )`,
    `}`,
    `Invoke-MgGraphRequest PATCH "v1.0/applications(uniqueName='${home.uniqueName}')" -Headers @{ Prefer = 'create-if-missing' } -Body ($application | ConvertTo-Json -Depth 6) | Out-Null`,
    `$app = Invoke-MgGraphRequest GET "v1.0/applications(uniqueName='${home.uniqueName}')"`,
    `"Application (client) ID: $($app.appId)"`,
  ].join('\n')
}
