import { EXCHANGE_ROLES, GRAPH_ROLES, GRAPH_SCOPES, SHAREPOINT_ROLES } from '../data/roles'
import type { AppRole, Scope } from '../data/roles'
import {
  ARM_APP_ID,
  ARM_AUDIENCES,
  AZURE_CLI_APP_ID,
  EXCHANGE_APP_ID,
  GRAPH_APP_ID,
  SHAREPOINT_APP_ID,
} from '../data/well-known'
import { derivedId } from '../state/tenant'
import type { Tenant } from '../state/tenant'

/** A service principal of Microsoft's own: the same in every tenant but for its object id. */
export interface ResourcePrincipal {
  objectId: string
  appId: string
  displayName: string
  accountEnabled: boolean
  appRoles: readonly AppRole[]
  scopes: readonly Scope[]
  names: readonly string[]
}

interface Template {
  appId: string
  displayName: string
  names: readonly string[]
  roles(tenant: Tenant): readonly AppRole[]
  scopes: readonly Scope[]
  isThere(tenant: Tenant): boolean
}

const TEMPLATES: readonly Template[] = [
  {
    appId: GRAPH_APP_ID,
    displayName: 'Microsoft Graph',
    names: ['https://graph.microsoft.com', 'https://graph.microsoft.com/', GRAPH_APP_ID],
    roles: (tenant) => GRAPH_ROLES[tenant.facts.generation],
    scopes: GRAPH_SCOPES,
    isThere: () => true,
  },
  {
    appId: EXCHANGE_APP_ID,
    displayName: 'Office 365 Exchange Online',
    names: ['https://outlook.office365.com', 'https://outlook.office.com', EXCHANGE_APP_ID],
    roles: () => EXCHANGE_ROLES,
    scopes: [],
    isThere: (tenant) => tenant.facts.licences.includes('exchange'),
  },
  {
    appId: SHAREPOINT_APP_ID,
    displayName: 'Office 365 SharePoint Online',
    names: ['https://microsoft.sharepoint-df.com', SHAREPOINT_APP_ID],
    roles: () => SHAREPOINT_ROLES,
    scopes: [],
    isThere: (tenant) => tenant.facts.licences.includes('sharepoint'),
  },
  {
    appId: ARM_APP_ID,
    displayName: 'Windows Azure Service Management API',
    names: [...ARM_AUDIENCES, ARM_APP_ID],
    roles: () => [],
    scopes: [],
    isThere: () => true,
  },
  {
    appId: AZURE_CLI_APP_ID,
    displayName: 'Microsoft Azure CLI',
    names: [AZURE_CLI_APP_ID],
    roles: () => [],
    scopes: [],
    isThere: () => true,
  },
]

function open(tenant: Tenant, template: Template): ResourcePrincipal {
  return {
    objectId: derivedId(tenant, template.appId),
    appId: template.appId,
    displayName: template.displayName,
    accountEnabled: !tenant.facts.disabledPrincipals.includes(template.appId),
    appRoles: template.roles(tenant),
    scopes: template.scopes,
    names: template.names,
  }
}

/** Microsoft's principals of this tenant; an unlicensed service has none. */
export function resourcesOf(tenant: Tenant): ResourcePrincipal[] {
  return TEMPLATES.filter((template) => template.isThere(tenant)).map((template) => open(tenant, template))
}

export function resourceByAppId(tenant: Tenant, appId: string): ResourcePrincipal | undefined {
  const template = TEMPLATES.find((candidate) => candidate.appId === appId)
  return template?.isThere(tenant) === true ? open(tenant, template) : undefined
}

export function resourceById(tenant: Tenant, objectId: string): ResourcePrincipal | undefined {
  return resourcesOf(tenant).find((resource) => resource.objectId === objectId)
}
