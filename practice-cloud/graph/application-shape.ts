import { z } from 'zod'
import { wholeSeconds } from '../clock'
import type { ApplicationRecord } from '../state/records'
import { initialDomain } from '../state/tenant'
import type { Tenant } from '../state/tenant'
import { keyCredentialInput, showKey, showPassword } from './credentials'

const text = z.string().nullable()
const flag = z.boolean().nullable()
const object = z.looseObject({}).nullable()
const objects = z.array(z.looseObject({}))
const guid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)

/** Every property of an application that a caller may write, with its type; anything else is refused. */
export const applicationInput = z
  .strictObject({
    '@odata.type': z.literal('#microsoft.graph.application'),
    displayName: z.string().min(1).max(120),
    description: z.string().max(1024).nullable(),
    groupMembershipClaims: text,
    identifierUris: z.array(z.string()),
    isDeviceOnlyAuthSupported: flag,
    isDisabled: flag,
    isFallbackPublicClient: flag,
    nativeAuthenticationApisEnabled: text,
    notes: text,
    serviceManagementReference: text,
    signInAudience: z.enum([
      'AzureADMyOrg',
      'AzureADMultipleOrgs',
      'AzureADandPersonalMicrosoftAccount',
      'PersonalMicrosoftAccount',
    ]),
    tags: z.array(z.string().regex(/^\S{1,256}$/)),
    tokenEncryptionKeyId: text,
    uniqueName: text,
    samlMetadataUrl: text,
    defaultRedirectUri: text,
    optionalClaims: object,
    servicePrincipalLockConfiguration: object,
    requestSignatureVerification: object,
    addIns: objects,
    api: z.looseObject({}),
    appRoles: objects,
    info: z.looseObject({}),
    keyCredentials: z.array(keyCredentialInput),
    parentalControlSettings: z.looseObject({}),
    passwordCredentials: z.array(z.looseObject({})).max(0),
    publicClient: z.strictObject({ redirectUris: z.array(z.string()) }),
    requiredResourceAccess: z
      .array(
        z.strictObject({
          resourceAppId: guid,
          resourceAccess: z.array(z.strictObject({ id: guid, type: z.enum(['Role', 'Scope']) })),
        }),
      )
      .max(50),
    web: z.looseObject({}),
    spa: z.strictObject({ redirectUris: z.array(z.string()) }),
  })
  .partial()
export type ApplicationInput = z.infer<typeof applicationInput>

const DEFAULTS = {
  displayName: null,
  description: null,
  groupMembershipClaims: null,
  identifierUris: [],
  isDeviceOnlyAuthSupported: null,
  isFallbackPublicClient: null,
  nativeAuthenticationApisEnabled: null,
  notes: null,
  serviceManagementReference: null,
  signInAudience: 'AzureADMyOrg',
  tags: [],
  tokenEncryptionKeyId: null,
  samlMetadataUrl: null,
  defaultRedirectUri: null,
  certification: null,
  optionalClaims: null,
  servicePrincipalLockConfiguration: null,
  requestSignatureVerification: null,
  addIns: [],
  api: {
    acceptMappedClaims: null,
    knownClientApplications: [],
    requestedAccessTokenVersion: null,
    oauth2PermissionScopes: [],
    preAuthorizedApplications: [],
  },
  appRoles: [],
  info: { logoUrl: null, marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
  parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: 'Allow' },
  publicClient: { redirectUris: [] },
  requiredResourceAccess: [],
  verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
  web: {
    homePageUrl: null,
    logoutUrl: null,
    redirectUris: [],
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    redirectUriSettings: [],
  },
  spa: { redirectUris: [] },
} as const

/** What of an input is kept verbatim; keys, the unique name and the type annotation have places of their own. */
export function settingsOf(input: ApplicationInput): Record<string, unknown> {
  const {
    keyCredentials: _keys,
    passwordCredentials: _passwords,
    uniqueName: _name,
    '@odata.type': _type,
    ...rest
  } = input
  return rest
}

/** The full application object as Graph shows it; `withKeys` only for a `$select=keyCredentials` on the single object. */
export function showApplication(tenant: Tenant, record: ApplicationRecord, withKeys = false): Record<string, unknown> {
  return {
    id: record.objectId,
    deletedDateTime: record.deletedAt === null ? null : wholeSeconds(record.deletedAt),
    appId: record.appId,
    applicationTemplateId: null,
    disabledByMicrosoftStatus: null,
    createdDateTime: wholeSeconds(record.createdAt),
    ...DEFAULTS,
    publisherDomain: initialDomain(tenant),
    uniqueName: record.uniqueName,
    ...merged(record.settings),
    keyCredentials: record.keys.map((key) => showKey(key, withKeys)),
    passwordCredentials: record.passwords.map(showPassword),
  }
}

/** Complex properties keep the defaults of what was not written, and their elements get the members that Graph fills in. */
function merged(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const defaults: Readonly<Record<string, unknown>> = DEFAULTS
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const before = defaults[name]
      const whole = isPlain(before) && isPlain(value) ? { ...before, ...value } : value
      return [name, FILLED[name]?.(whole) ?? whole]
    }),
  )
}

const FILLED: Readonly<Record<string, (value: unknown) => unknown>> = {
  appRoles: (roles) => eachOf(roles, { origin: 'Application' }),
  optionalClaims: (claims) =>
    isPlain(claims)
      ? Object.fromEntries(
          Object.entries(claims).map(([token, list]) => [
            token,
            eachOf(list, { source: null, additionalProperties: [] }),
          ]),
        )
      : claims,
  web: (web) => (isPlain(web) ? { ...web, redirectUriSettings: settingsOfUris(web['redirectUris']) } : web),
}

function eachOf(list: unknown, filled: Readonly<Record<string, unknown>>): unknown {
  return Array.isArray(list) ? list.map((each: unknown) => (isPlain(each) ? { ...filled, ...each } : each)) : list
}

function settingsOfUris(uris: unknown): unknown {
  return Array.isArray(uris) ? uris.map((uri: unknown) => ({ uri, index: null })) : []
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
