import { AppError } from '../errors'
import type { CloudName } from '../microsoft/clouds'
import { runtime } from '../runtime'
import { reaches, type Actor } from '../staff/actor'
import { listServerKeys } from './server-key-store'
import { readTenant } from './tenant-store'

/** How one kind of program uses the tenant. Never a secret in it: what is secret is asked for, or named. */
export interface Recipe {
  key: string
  title: string
  /** What it takes, and what it does. */
  note: string
  text: string
}

interface Facts {
  tenantId: string
  entraTenantId: string
  appId: string
  domain: string
  portal: string
  environments: Environments
  /** SHA-1 of the certificate of a backup server that stands there; else a placeholder in angle brackets. */
  thumbprint: string
}

/** What the programs call Microsoft's clouds. */
interface Environments {
  graph: string
  exchange: string
  authority: string
}

const worldwide: Environments = {
  graph: 'Global',
  exchange: 'O365Default',
  authority: 'https://login.microsoftonline.com/',
}
const environments: Readonly<Record<Exclude<CloudName, 'practice'>, Environments>> = {
  global: worldwide,
  usgov: { graph: 'USGov', exchange: 'O365USGovGCCHigh', authority: 'https://login.microsoftonline.us/' },
  usgovdod: { graph: 'USGovDoD', exchange: 'O365USGovDoD', authority: 'https://login.microsoftonline.us/' },
  china: { graph: 'China', exchange: 'O365China', authority: 'https://login.partner.microsoftonline.cn/' },
}

/** Ready to copy, with this tenant's ids in them; none for a tenant that is not connected. `portal` is our address. */
export async function getRecipes(actor: Actor, tenantId: string, portal: string): Promise<readonly Recipe[]> {
  if (!reaches(actor, tenantId)) throw new AppError('not_found', `no tenant ${tenantId}`)
  const { appId, entraTenantId, domain, state, cloud } = await readTenant(tenantId)
  if (state !== 'connected' || appId === null) return []
  const keys = (await listServerKeys(tenantId)).filter((key) => key.state === 'standing')
  const { loginOrigin } = runtime().clouds.find(({ name }) => name === cloud) ?? {}
  const facts: Facts = {
    ...{ tenantId, entraTenantId, appId, domain, portal },
    environments:
      cloud === 'practice'
        ? { ...worldwide, authority: `${loginOrigin ?? ''}/` }
        : environments[cloud as keyof typeof environments],
    thumbprint: keys[0]?.sha1 ?? '<thumbprint of the backup server’s certificate>',
  }
  return [curl(facts), graph(facts), exchange(facts), veeam(facts), environmentFile(facts)]
}

function curl({ portal, tenantId }: Facts): Recipe {
  return {
    key: 'broker',
    title: 'Token, by curl',
    note: 'An API client that may get tokens of this tenant. No key leaves Latchkey; curl asks for the secret.',
    text: `access_token=$(curl --silent --fail-with-body --user "$client_id" \\
  --data grant_type=client_credentials \\
  ${portal}/api/oauth/token | sed -n 's/.*"access_token": *"\\([^"]*\\)".*/\\1/p')

curl --silent --fail-with-body --request POST \\
  --header "Authorization: Bearer $access_token" \\
  --header "Content-Type: application/json" \\
  --data '{"resource":"graph"}' \\
  ${portal}/api/v1/tenants/${tenantId}/token`,
  }
}

/** The first lines of both PowerShell recipes: a token of ours, then Microsoft's. */
function askInPowerShell({ portal, tenantId }: Facts, resource: 'graph' | 'exchange'): string {
  return `$client = Get-Credential -Message "API client: id and secret"
$ours = Invoke-RestMethod -Method Post -Uri "${portal}/api/oauth/token" -Body @{
  grant_type = "client_credentials"; client_id = $client.UserName
  client_secret = $client.GetNetworkCredential().Password }
$theirs = Invoke-RestMethod -Method Post -Uri "${portal}/api/v1/tenants/${tenantId}/token" \`
  -Headers @{ Authorization = "Bearer $($ours.access_token)" } -ContentType "application/json" \`
  -Body '{"resource":"${resource}"}'`
}

function graph(facts: Facts): Recipe {
  const { appId, entraTenantId, environments: names, thumbprint } = facts
  return {
    key: 'graph',
    title: 'PowerShell, Graph',
    note: 'Microsoft.Graph.Authentication. The last lines are for a server that owns a key.',
    text: `${askInPowerShell(facts, 'graph')}
Connect-MgGraph -Environment ${names.graph} -NoWelcome \`
  -AccessToken (ConvertTo-SecureString $theirs.accessToken -AsPlainText -Force)

# With a certificate of the backup server’s own:
Connect-MgGraph -Environment ${names.graph} -NoWelcome -TenantId ${entraTenantId} \`
  -ClientId ${appId} -CertificateThumbprint "${thumbprint}"`,
  }
}

function exchange(facts: Facts): Recipe {
  const { appId, domain, environments: names, thumbprint } = facts
  return {
    key: 'exchange',
    title: 'PowerShell, Exchange',
    note: 'ExchangeOnlineManagement 3.1 or newer. Which commands work depends on the permissions that were granted.',
    text: `${askInPowerShell(facts, 'exchange')}
Connect-ExchangeOnline -ExchangeEnvironmentName ${names.exchange} -ShowBanner:$false \`
  -Organization ${domain} -AccessToken $theirs.accessToken

# With a certificate of the backup server’s own:
Connect-ExchangeOnline -ExchangeEnvironmentName ${names.exchange} -ShowBanner:$false \`
  -Organization ${domain} -AppId ${appId} -CertificateThumbprint "${thumbprint}"`,
  }
}

function veeam({ appId, entraTenantId, domain, thumbprint }: Facts): Recipe {
  return {
    key: 'veeam',
    title: 'Veeam',
    note: 'Veeam signs in by itself, so it needs a certificate of its own: add it to this tenant first.',
    text: `Organizations, Add organization, Microsoft 365, Modern app-only authentication
Use an existing application
  Organization      ${domain}
  Tenant id         ${entraTenantId}
  Application id    ${appId}
  Certificate       the one of this server, with its private key
  Thumbprint        ${thumbprint}`,
  }
}

function environmentFile({ appId, entraTenantId, environments: names, portal, tenantId }: Facts): Recipe {
  return {
    key: 'environment',
    title: 'Environment file',
    note: 'For containers and Azure SDKs. The path is where the server keeps a certificate of its own.',
    text: `AZURE_TENANT_ID=${entraTenantId}
AZURE_CLIENT_ID=${appId}
AZURE_AUTHORITY_HOST=${names.authority}
AZURE_CLIENT_CERTIFICATE_PATH=/run/secrets/backup-server.pem
LATCHKEY_URL=${portal}
LATCHKEY_TENANT=${tenantId}`,
  }
}
