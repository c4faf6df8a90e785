import { encodePem } from '../certificates/issue'
import { cloudByName, type Cloud } from '../microsoft/clouds'
import { runtime } from '../runtime'
import { permissionsOf, writingIn, type Baseline } from './baselines'
import { listCertificates, type OwnCertificate } from './certificate-store'
import { applicationName } from './desire'
import type { TenantRow } from './tenant-store'
import type { ByHand } from './run-page-views'
import { namesOf, type Permission } from './workload'
import { sayPermissions } from './writing'
import { resourceAppIds, resourceTitle } from './workloads'

/** The same work without a code: for an administrator, in Microsoft Graph PowerShell or in the portal. Null before a certificate exists. */
export async function byHandFor(tenant: TenantRow, baseline: Baseline): Promise<ByHand | null> {
  const certificate = (await listCertificates(tenant.id))[0]
  if (certificate === undefined) return null
  const cloud = cloudByName(runtime().clouds, tenant.cloud)
  const roles = rolesOf(baseline)
  return {
    applicationName,
    certificatePem: encodePem(certificate.der),
    certificateFileName: `latchkey-${tenant.domain}.cer`,
    thumbprint: certificate.sha1,
    script: powershell(tenant, cloud, certificate, baseline),
    steps: portalSteps(tenant, roles),
  }
}

interface WantedRole extends Pick<Permission, 'role' | 'fallbacks'> {
  resourceAppId: string
}

function rolesOf(baseline: Baseline): readonly WantedRole[] {
  return permissionsOf(baseline).map(({ resource, role, fallbacks }) => ({
    resourceAppId: resourceAppIds[resource],
    role,
    fallbacks,
  }))
}

function portalSteps(tenant: TenantRow, roles: readonly WantedRole[]): readonly string[] {
  const wanted = [...groupByResource(roles)].map(
    ([appId, list]) => `${resourceTitle(appId)}: ${list.map(nameWithOlder).join(', ')}`,
  )
  return [
    `Sign in to the Microsoft Entra admin center as a Global Administrator of ${tenant.domain}.`,
    `App registrations → New registration. Name: ${applicationName}. Accounts in this organizational directory only. No redirect URI.`,
    'Certificates & secrets → Certificates → Upload certificate: the file from this page. Make no client secret.',
    `API permissions → Add a permission → Application permissions. ${wanted.join('. ')}.`,
    'Grant admin consent, and wait until every line shows a green check.',
    'Overview → copy the Application (client) ID, and bring it back to this page.',
  ]
}

/** In the portal a person chooses: the newer one wherever it is listed. */
function nameWithOlder({ role, fallbacks: [older] }: WantedRole): string {
  if (older === undefined) return role
  return `${role} (where it is not listed: ${older.role}${older.canWrite ? ', which can write' : ''})`
}

function groupByResource(roles: readonly WantedRole[]): Map<string, WantedRole[]> {
  const groups = new Map<string, WantedRole[]>()
  for (const role of roles) groups.set(role.resourceAppId, [...(groups.get(role.resourceAppId) ?? []), role])
  return groups
}

/** Names of Connect-MgGraph's -Environment parameter (Microsoft Graph PowerShell, Get-MgEnvironment). */
const environments: Readonly<Record<Cloud['name'], string>> = {
  global: 'Global',
  usgov: 'USGov',
  usgovdod: 'USGovDoD',
  china: 'China',
  practice: 'Global',
}

/** PowerShell ends a single-quoted string at the typographic quotes too (about_Quoting_Rules): doubled, each is a letter. */
const singleQuotes = /['\u2018-\u201B]/g

/** Every value is ours, a checked id, or quoted: a customer's name cannot end a string. */
function powershell(tenant: TenantRow, cloud: Cloud, certificate: OwnCertificate, baseline: Baseline): string {
  const quoted = (text: string) => `'${text.replace(singleQuotes, '$&$&')}'`
  const wanted = rolesOf(baseline).map(
    ({ resourceAppId, ...names }) =>
      `  @{ resource = ${quoted(resourceAppId)}; roles = @(${namesOf(names).map(quoted).join(', ')}) }`,
  )
  return [
    `# Makes “${applicationName}” in ${tenant.domain}, with a certificate and ${sayPermissions(writingIn(baseline))}. Running it twice changes nothing.`,
    `# Needs the module Microsoft.Graph.Authentication and a Global Administrator.`,
    `$ErrorActionPreference = 'Stop'`,
    `Connect-MgGraph -TenantId ${quoted(tenant.entraTenantId)} -Environment ${environments[cloud.name]} -NoWelcome -Scopes 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'`,
    `$wanted = @(`,
    wanted.join('\n'),
    `)`,
    `$application = @{`,
    `  displayName = ${quoted(applicationName)}`,
    `  signInAudience = 'AzureADMyOrg'`,
    `  keyCredentials = @(@{`,
    `    keyId = ${quoted(certificate.keyId)}; type = 'AsymmetricX509Cert'; usage = 'Verify'`,
    `    displayName = ${quoted(certificate.subject.slice(0, 120))}`,
    `    startDateTime = ${quoted(certificate.notBefore.toISOString())}; endDateTime = ${quoted(certificate.notAfter.toISOString())}`,
    `    key = ${quoted(certificate.der.toString('base64'))}`,
    `  })`,
    `}`,
    `$prefer = @{ Prefer = 'create-if-missing' }`,
    `Invoke-MgGraphRequest PATCH "v1.0/applications(uniqueName='${tenant.uniqueName}')" -Headers $prefer -Body ($application | ConvertTo-Json -Depth 5) | Out-Null`,
    `$app = Invoke-MgGraphRequest GET "v1.0/applications(uniqueName='${tenant.uniqueName}')"`,
    `Invoke-MgGraphRequest PATCH "v1.0/servicePrincipals(appId='$($app.appId)')" -Headers $prefer -Body '{}' | Out-Null`,
    `$sp = Invoke-MgGraphRequest GET "v1.0/servicePrincipals(appId='$($app.appId)')"`,
    `$held = (Invoke-MgGraphRequest GET "v1.0/servicePrincipals/$($sp.id)/appRoleAssignments").value`,
    `foreach ($want in $wanted) {`,
    `  $resource = Invoke-MgGraphRequest GET "v1.0/servicePrincipals(appId='$($want.resource)')?\`$select=id,appRoles"`,
    `  $role = $want.roles | ForEach-Object { $name = $_; $resource.appRoles | Where-Object { $_.value -eq $name } } | Select-Object -First 1`,
    `  if (-not $role -or ($held | Where-Object { $_.appRoleId -eq $role.id -and $_.resourceId -eq $resource.id })) { continue }`,
    `  Invoke-MgGraphRequest POST "v1.0/servicePrincipals/$($sp.id)/appRoleAssignments" -Body (@{ principalId = $sp.id; resourceId = $resource.id; appRoleId = $role.id } | ConvertTo-Json) | Out-Null`,
    `}`,
    `"Application (client) ID: $($app.appId)"`,
  ].join('\n')
}
