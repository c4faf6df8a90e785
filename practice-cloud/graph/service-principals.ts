import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { wholeSeconds } from '../clock'
import { MICROSOFT_TENANT } from '../data/well-known'
import { nameOf } from '../state/records'
import type { PrincipalRecord } from '../state/records'
import type { Tenant } from '../state/tenant'
import { isSelf, mayRegister, refuseGuests, refuseStranger } from './access'
import { prefersCreation } from './applications'
import type { GraphCall, GraphResult } from './call'
import { contextOf, DONE, now, param, readBody, seeing } from './call'
import { showKey, showPassword } from './credentials'
import { answerList, answerOne } from './query'
import { alreadyExists, badRequest, denied, detailed, notFound } from './refusals'
import { resourceByAppId, resourceById, resourcesOf } from './resources'
import type { ResourcePrincipal } from './resources'
import { dropScopeGrants } from './resting'

const text = z.string().nullable()

const principalInput = z
  .strictObject({
    '@odata.type': z.literal('#microsoft.graph.servicePrincipal'),
    accountEnabled: z.boolean(),
    alternativeNames: z.array(z.string()),
    appId: z.string(),
    appRoleAssignmentRequired: z.boolean(),
    description: text,
    displayName: z.string(),
    homepage: text,
    loginUrl: text,
    notes: z.string().max(1024).nullable(),
    notificationEmailAddresses: z.array(z.string()),
    preferredSingleSignOnMode: text,
    servicePrincipalType: z.string(),
    tags: z.array(z.string().regex(/^\S{1,256}$/)),
    tokenEncryptionKeyId: text,
  })
  .partial()

const SHAPE = {
  alternativeNames: [],
  appDescription: null,
  applicationTemplateId: null,
  appRoleAssignmentRequired: false,
  description: null,
  disabledByMicrosoftStatus: null,
  homepage: null,
  loginUrl: null,
  logoutUrl: null,
  notes: null,
  notificationEmailAddresses: [],
  preferredSingleSignOnMode: null,
  preferredTokenSigningKeyThumbprint: null,
  replyUrls: [],
  servicePrincipalType: 'Application',
  tokenEncryptionKeyId: null,
  samlSingleSignOnSettings: null,
  addIns: [],
  info: { logoUrl: null, marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
  passwordCredentials: [],
  resourceSpecificApplicationPermissions: [],
  verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
} as const

export function showPrincipal(tenant: Tenant, record: PrincipalRecord): Record<string, unknown> {
  return {
    id: record.objectId,
    deletedDateTime: record.deletedAt === null ? null : wholeSeconds(record.deletedAt),
    accountEnabled: record.accountEnabled,
    appDisplayName: record.displayName,
    appId: record.appId,
    appOwnerOrganizationId: record.homeTenantId ?? tenant.facts.tenantId,
    createdDateTime: wholeSeconds(record.createdAt),
    displayName: record.displayName,
    ...SHAPE,
    servicePrincipalNames: [record.appId, ...(record.names ?? [])],
    replyUrls: record.replyUrls ?? [],
    signInAudience: 'AzureADMyOrg',
    tags: [],
    appRoles: [],
    oauth2PermissionScopes: [],
    keyCredentials: record.keys.map((key) => showKey(key, false)),
    passwordCredentials: (record.passwords ?? []).map(showPassword),
    ...record.settings,
  }
}

/** Microsoft's own principals carry properties that the metadata does not list. */
export function showResource(tenant: Tenant, resource: ResourcePrincipal): Record<string, unknown> {
  return {
    id: resource.objectId,
    deletedDateTime: null,
    accountEnabled: resource.accountEnabled,
    appDisplayName: resource.displayName,
    appId: resource.appId,
    appOwnerOrganizationId: MICROSOFT_TENANT,
    createdDateTime: wholeSeconds(tenant.facts.createdAt),
    displayName: resource.displayName,
    isManagementRestricted: null,
    ...SHAPE,
    servicePrincipalNames: resource.names,
    signInAudience: 'AzureADMultipleOrgs',
    tags: [],
    appRoles: resource.appRoles.map((role) => ({
      allowedMemberTypes: ['Application'],
      description: role.displayName,
      displayName: role.displayName,
      id: role.id,
      isEnabled: role.isEnabled,
      origin: 'Application',
      value: role.value,
    })),
    oauth2PermissionScopes: resource.scopes.map((scope) => ({
      adminConsentDescription: scope.displayName,
      adminConsentDisplayName: scope.displayName,
      id: scope.id,
      isEnabled: true,
      type: scope.type,
      userConsentDescription: scope.displayName,
      userConsentDisplayName: scope.displayName,
      value: scope.value,
    })),
    keyCredentials: [],
  }
}

type Found = { resource: ResourcePrincipal } | { record: PrincipalRecord }

/** The principal that a path names: Microsoft's own are always there, others as far as they have spread. */
export function lookupPrincipal(call: GraphCall): Found {
  const { id, appId } = call.params
  const resource = appId === undefined ? resourceById(call.tenant, id ?? '') : resourceByAppId(call.tenant, appId)
  if (resource !== undefined) return { resource }
  const record = call.tenant.principals
    .list(seeing(call, 'servicePrincipal'))
    .find((each) => each.deletedAt === null && (each.objectId === id || each.appId === appId))
  if (record === undefined) throw notFound(id ?? appId ?? '')
  return { record }
}

/** For writes: what is true of an own principal; Microsoft's cannot be changed. */
export function lookupOwnPrincipal(call: GraphCall): PrincipalRecord {
  const found = lookupPrincipal(call)
  if ('resource' in found) throw denied()
  return call.tenant.principals.get(found.record.objectId) ?? found.record
}

export function listPrincipals(call: GraphCall): GraphResult {
  refuseGuests(call)
  const own = call.tenant.principals.list(seeing(call, 'servicePrincipal')).filter((each) => each.deletedAt === null)
  const rows = [
    ...resourcesOf(call.tenant).map((resource) => showResource(call.tenant, resource)),
    ...own.map((record) => showPrincipal(call.tenant, record)),
  ]
  return { status: 200, body: answerList(call, 'servicePrincipals', rows) }
}

export function getPrincipal(call: GraphCall): GraphResult {
  const found = lookupPrincipal(call)
  if (!('record' in found) || !isSelf(call, found.record)) refuseGuests(call)
  const row = 'resource' in found ? showResource(call.tenant, found.resource) : showPrincipal(call.tenant, found.record)
  return { status: 200, body: answerOne(call, 'servicePrincipals', row) }
}

export function createPrincipal(call: GraphCall): GraphResult {
  const input = readBody(call, principalInput, 'servicePrincipal')
  if (input.appId === undefined)
    throw badRequest("A value is required for property 'appId' of resource 'ServicePrincipal'.")
  return register(call, input.appId, input)
}

/** As for applications: `Prefer: create-if-missing`, 201 or 204. */
export function upsertPrincipal(call: GraphCall): GraphResult {
  const appId = param(call, 'appId')
  const existing = call.tenant.principals.list().find((each) => each.appId === appId && each.deletedAt === null)
  if (existing !== undefined) return change(call, existing)
  if (resourceByAppId(call.tenant, appId) !== undefined) throw denied()
  if (!prefersCreation(call)) throw notFound(appId)
  return register(call, appId, readBody(call, principalInput, 'servicePrincipal'))
}

function register(call: GraphCall, appId: string, input: z.infer<typeof principalInput>): GraphResult {
  mayRegister(call)
  const inUse = call.tenant.principals.list().some((each) => each.appId === appId && each.deletedAt === null)
  if (inUse || resourceByAppId(call.tenant, appId) !== undefined)
    throw alreadyExists(
      `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
      'ServicePrincipalNames',
    )
  const application = call.tenant.applications
    .list(seeing(call, 'reference'))
    .find((each) => each.appId === appId && each.deletedAt === null)
  if (application === undefined)
    throw detailed(
      400,
      'Request_BadRequest',
      `The appId '${appId}' of the service principal does not reference a valid application object.`,
      {
        code: 'NoBackingApplicationObject',
        target: 'appId',
      },
    )
  const { accountEnabled, appId: _appId, displayName: _name, '@odata.type': _type, ...settings } = input
  const record: PrincipalRecord = {
    objectId: randomUUID(),
    appId,
    createdAt: now(call),
    accountEnabled: accountEnabled ?? true,
    displayName: nameOf(application, appId),
    names: textsOf(application.settings['identifierUris']),
    replyUrls: textsOf((application.settings['web'] as { redirectUris?: unknown } | undefined)?.redirectUris),
    settings,
    keys: [],
    owners: application.owners,
    deletedAt: null,
  }
  call.tenant.principals.put(record.objectId, record, now(call))
  return {
    status: 201,
    body: { '@odata.context': contextOf(call, 'servicePrincipals/$entity'), ...showPrincipal(call.tenant, record) },
    headers: {
      location: `${call.cloud.origin}/v2/${call.tenant.facts.tenantId}/directoryObjects/${record.objectId}/Microsoft.DirectoryServices.ServicePrincipal`,
    },
    effect: true,
  }
}

function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : []
}

export function patchPrincipal(call: GraphCall): GraphResult {
  return change(call, lookupOwnPrincipal(call))
}

function change(call: GraphCall, before: PrincipalRecord): GraphResult {
  refuseStranger(call, before.owners)
  const {
    accountEnabled,
    displayName,
    appId,
    '@odata.type': _type,
    ...settings
  } = readBody(call, principalInput, 'servicePrincipal')
  if (appId !== undefined && appId !== before.appId)
    throw badRequest("Property 'appId' is read-only and cannot be set.")
  const record: PrincipalRecord = {
    ...before,
    accountEnabled: accountEnabled ?? before.accountEnabled,
    displayName: displayName ?? before.displayName,
    settings: { ...before.settings, ...settings },
  }
  call.tenant.principals.put(record.objectId, record, now(call))
  return DONE
}

export function deletePrincipal(call: GraphCall): GraphResult {
  const record = lookupOwnPrincipal(call)
  refuseStranger(call, record.owners)
  call.tenant.principals.put(record.objectId, { ...record, deletedAt: now(call) }, now(call))
  dropScopeGrants(call.tenant, record.objectId, now(call))
  return DONE
}
