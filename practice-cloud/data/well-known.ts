/** Application ids of Microsoft's own that exist in every tenant. */
export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000'
export const EXCHANGE_APP_ID = '00000002-0000-0ff1-ce00-000000000000'
export const SHAREPOINT_APP_ID = '00000003-0000-0ff1-ce00-000000000000'
export const AZURE_CLI_APP_ID = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'

export const ARM_APP_ID = '797f4846-ba00-4fd7-ba43-dac1f8f63013'

/** The tenant that owns Microsoft's services. */
export const MICROSOFT_TENANT = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'
/** The tenant of personal accounts. */
export const PERSONAL_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad'
/** The provider whose technician works in customers' tenants through GDAP. */
export const PARTNER_TENANT = '7a3c9d52-1c58-4e6f-8a21-5b0d4e9f7c10'
/** Home of the guest. */
export const GUEST_HOME_TENANT = '3f1b7e08-92d4-4c3a-b6e5-0c8a2d174e93'

export const GRAPH_AUDIENCE = 'https://graph.microsoft.com'
export const EXCHANGE_AUDIENCE = 'https://outlook.office365.com'
/** Azure Resource Manager by both of its names; clients of Azure sign in to it first. */
export const ARM_AUDIENCES: readonly string[] = ['https://management.core.windows.net/', 'https://management.azure.com']
/** Audience of an addKey or removeKey proof. */
export const PROOF_AUDIENCE = '00000002-0000-0000-c000-000000000000'

/** `wids` of every member without a role, and the value app-only tokens carry. */
export const ORDINARY_USER_WID = 'b79fbf4d-3ef9-4689-8143-76b194e85509'
export const APP_ONLY_WID = '0997a1d0-0d1d-4acb-b408-d5ca73121e90'

/** What Azure CLI is given on Graph without any consent, and nothing else. */
export const AZURE_CLI_SCOPES: readonly string[] = [
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'AuditLog.Read.All',
  'DelegatedPermissionGrant.ReadWrite.All',
  'Directory.AccessAsUser.All',
  'Group.ReadWrite.All',
  'User.Read.All',
  'User.ReadWrite.All',
]
export const SIGN_IN_SCOPES: readonly string[] = ['email', 'openid', 'profile']
