import type { FailureKind } from './observed'

/** Entra's numbers by what they mean for us. Texts and OAuth error names change; these have been stable for years. */
const numbersByKind: Partial<Record<FailureKind, readonly number[]>> = {
  'blocked-by-policy': [
    50005, 50097, 50131, 53000, 53001, 53002, 53003, 53010, 53011, 500021, 500212, 500213, 530031, 530032, 530033,
    530034, 530035,
  ],
  'mfa-needed': [50072, 50074, 50076, 50078, 50079, 50087, 50088, 50158, 53004],
  'foreign-account': [16000, 50020, 50034, 500208, 90072, 51004],
  'tenant-unknown': [90002, 90038, 900023, 900382, 50059, 50128],
  declined: [65004],
  expired: [70018, 70019, 70020, 70008, 700082],
  'application-missing': [700016, 7000229, 70001, 90051],
  'application-disabled': [7000112, 7000114, 50057],
  'resource-missing': [50001, 500011, 500014, 650052, 650057],
  'not-allowed': [50105, 65001, 65002, 650056, 90093, 90094, 90095, 900941],
  'token-refused': [
    700027, 7000215, 7000222, 700023, 700025, 50012, 50013, 50027, 700211, 700212, 70043, 50173, 50055, 50126, 50133,
  ],
  clock: [700024],
  throttled: [50196, 90055],
  unavailable: [90033, 90012, 90024, 90006, 1000031],
  invalid: [900144, 9002313, 90014, 90019, 9001023, 70011, 70003],
}

const kindByNumber: ReadonlyMap<number, FailureKind> = new Map(
  Object.entries(numbersByKind).flatMap(([kind, numbers]) => numbers.map((number) => [number, kind as FailureKind])),
)

/** RFC 6749 §5.2, RFC 8628 §3.5 and Entra's own names, used where no number came or the number is new. */
const kindByOauthError: Readonly<Record<string, FailureKind>> = {
  authorization_declined: 'declined',
  access_denied: 'declined',
  expired_token: 'expired',
  code_expired: 'expired',
  bad_verification_code: 'expired',
  invalid_tenant: 'tenant-unknown',
  invalid_resource: 'resource-missing',
  interaction_required: 'mfa-needed',
  consent_required: 'not-allowed',
  unauthorized_client: 'application-missing',
  invalid_client: 'token-refused',
  invalid_grant: 'token-refused',
  temporarily_unavailable: 'unavailable',
  server_error: 'unavailable',
  slow_down: 'throttled',
  invalid_request: 'invalid',
  invalid_scope: 'invalid',
  unsupported_grant_type: 'invalid',
}

export function tokenKind(number: number | null, oauthError: string | null, status: number | null): FailureKind {
  if (status === 429) return 'throttled'
  if (status !== null && status >= 500) return 'unavailable'
  const known = number === null ? undefined : kindByNumber.get(number)
  return known ?? (oauthError === null ? undefined : kindByOauthError[oauthError]) ?? 'other'
}

/** Graph's codes, also those in `details`, by what they mean for us. */
const kindByGraphCode: Readonly<Record<string, FailureKind>> = {
  TooManyRequests: 'throttled',
  Directory_ConcurrencyViolation: 'concurrency',
  ConcurrencyViolation: 'concurrency',
  NoBackingApplicationObject: 'spreading',
  Authorization_IdentityNotFound: 'spreading',
  Request_ResourceNotFound: 'not-found',
  ResourceNotFound: 'not-found',
  ErrorItemNotFound: 'not-found',
  itemNotFound: 'not-found',
  Request_MultipleObjectsWithSameKeyValue: 'exists-already',
  ObjectConflict: 'exists-already',
  ConflictingObjects: 'exists-already',
  RoleAssignmentExists: 'exists-already',
  CredentialInvalidLifetimeAsPerAppPolicy: 'key-lifetime-policy',
  CredentialTypeNotAllowedAsPerAppPolicy: 'key-type-policy',
  KeyCredentialsInvalidEndDate: 'invalid',
  Authorization_RequestDenied: 'not-allowed',
  AccessDenied: 'not-allowed',
  accessDenied: 'not-allowed',
  Forbidden: 'not-allowed',
  ErrorAccessDenied: 'not-allowed',
  InvalidAuthenticationToken: 'token-refused',
  Authentication_MissingOrMalformed: 'token-refused',
  Authentication_ExpiredToken: 'token-refused',
}

export function graphKind(code: string, details: readonly string[], status: number | null): FailureKind {
  if (status === 429) return 'throttled'
  for (const candidate of [...details, code]) {
    const known = kindByGraphCode[candidate]
    if (known !== undefined) return known
  }
  return kindByStatus(status)
}

function kindByStatus(status: number | null): FailureKind {
  if (status === null) return 'lost'
  if (status >= 500) return 'unavailable'
  switch (status) {
    case 400:
      return 'invalid'
    case 401:
      return 'token-refused'
    case 403:
      return 'not-allowed'
    case 404:
      return 'not-found'
    case 409:
    case 412:
      return 'concurrency'
    default:
      return 'other'
  }
}
