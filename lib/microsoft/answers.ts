import { z } from 'zod'

/**
 * Shapes of Microsoft's answers, as far as we read them. Unknown extra properties are allowed everywhere (Graph returns
 * more than its metadata lists); null stands where a value is missing; lengths are capped so that a hostile or broken
 * answer cannot fill our memory or our pages.
 */
const text = (length: number) => z.string().max(length)
const optionalText = (length: number) =>
  text(length)
    .nullish()
    .transform((value) => value ?? null)
const loose = <T extends z.ZodType>(shape: T) => shape.optional().catch(undefined)

export const guid = z.string().regex(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i)

/** RFC 6749 §5.2 with Entra's additions; every member is optional because half of them are, in practice. */
export const tokenErrorBody = z.object({
  error: loose(text(200)),
  error_description: loose(text(8000)),
  error_codes: loose(z.array(z.number().int()).max(20)),
  trace_id: loose(text(100)),
  correlation_id: loose(text(100)),
  claims: loose(text(4000)),
})

const innerError = z.object({ 'request-id': loose(text(100)), 'client-request-id': loose(text(100)) })

export const graphErrorBody = z.object({
  error: z.object({
    code: text(200),
    message: loose(text(8000)),
    details: loose(z.array(z.object({ code: loose(text(200)) })).max(50)),
    innerError: loose(innerError),
  }),
})

export const openidConfiguration = z.object({
  issuer: text(500),
  jwks_uri: loose(z.url({ protocol: /^https?$/ }).max(500)),
  cloud_instance_name: loose(text(100)),
  tenant_region_scope: loose(text(20)),
  tenant_region_sub_scope: loose(text(20)),
})

/** `verification_url` and a string `expires_in` came from the old endpoint, and may come again. */
export const deviceAuthorization = z.object({
  device_code: text(8000).min(1),
  user_code: text(40).min(1),
  verification_uri: z.url({ protocol: /^https?$/ }).max(500),
  expires_in: z.coerce.number().positive().max(86_400),
  interval: z.coerce.number().positive().max(600).optional().catch(undefined),
})

/** One page of a collection: `nextLink` is absolute and is checked against the host before it is followed. */
export const page = z.object({ value: z.array(z.unknown()).max(10_000), '@odata.nextLink': text(8000).optional() })

export const batchAnswer = z.object({
  responses: z
    .array(
      z.object({
        id: text(20),
        status: z.number().int(),
        headers: z.record(z.string(), z.string()).nullish(),
        body: z.unknown(),
      }),
    )
    .max(20),
})

export const organization = z.object({
  id: guid,
  displayName: optionalText(500),
  verifiedDomains: z
    .array(z.object({ name: text(300) }))
    .max(5000)
    .nullish(),
})

/** `/me`: who holds a delegated token. */
export const signedInUser = z.object({
  id: guid,
  displayName: optionalText(500),
  userPrincipalName: optionalText(500),
  userType: optionalText(50),
})

export const keyCredential = z.object({
  keyId: guid,
  customKeyIdentifier: optionalText(200),
  displayName: optionalText(2000),
  startDateTime: optionalText(40),
  endDateTime: optionalText(40),
})

export const application = z.object({
  id: guid,
  appId: guid,
  uniqueName: optionalText(500),
  displayName: optionalText(500),
  createdDateTime: optionalText(40),
  deletedDateTime: optionalText(40),
  keyCredentials: z.array(keyCredential).max(5000).nullish(),
  passwordCredentials: z.array(z.unknown()).max(5000).nullish(),
})

export const servicePrincipal = z.object({ id: guid, appId: guid, accountEnabled: z.boolean().nullish() })

export const resourcePrincipal = z.object({
  id: guid,
  appId: guid,
  displayName: optionalText(500),
  appRoles: z
    .array(
      z.object({
        id: guid,
        value: optionalText(300),
        isEnabled: z.boolean().nullish(),
        allowedMemberTypes: z.array(text(50)).max(10).nullish(),
      }),
    )
    .max(5000),
})

export const appRoleAssignment = z.object({ id: text(200).min(1), resourceId: guid, appRoleId: guid })

/** Who holds an app role, as the resource's own side lists it. */
export const appRoleHolder = z.object({
  principalId: guid,
  principalDisplayName: optionalText(500),
  principalType: optionalText(50),
  appRoleId: guid,
  createdDateTime: optionalText(40),
})

/** `appOwnerOrganizationId`: the tenant whose application it is. */
export const holderPrincipal = z.object({ id: guid, appId: guid, appOwnerOrganizationId: optionalText(50) })

export const directoryRole = z.object({ roleTemplateId: guid })

const restriction = z.object({
  restrictionType: text(100),
  state: optionalText(50),
  maxLifetime: optionalText(50),
  restrictForAppsCreatedAfterDateTime: optionalText(40),
})

export const appManagementPolicy = z.object({
  isEnabled: z.boolean().nullish(),
  applicationRestrictions: z.object({ keyCredentials: z.array(restriction).max(100).nullish() }).nullish(),
})
