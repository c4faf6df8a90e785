import { refuseUnless } from './access'
import type { GraphCall, GraphResult } from './call'
import { policyOf } from './credentials'
import { answerList, answerOne } from './query'

const READERS = [
  'Global Administrator',
  'Global Reader',
  'Security Reader',
  'Security Administrator',
  'Application Administrator',
  'Cloud Application Administrator',
]
const SINCE = '2019-10-19T10:37:00Z'

function restrictions(call: GraphCall): Record<string, unknown>[] {
  const { maxLifetimeMs, selfSignedForbidden } = policyOf(call)
  const lifetime = {
    restrictionType: 'asymmetricKeyLifetime',
    maxLifetime: `P${String((maxLifetimeMs ?? 0) / 86_400_000)}D`,
    restrictForAppsCreatedAfterDateTime: SINCE,
    state: 'enabled',
    certificateBasedApplicationConfigurationIds: [],
  }
  const authority = {
    restrictionType: 'trustedCertificateAuthority',
    maxLifetime: null,
    restrictForAppsCreatedAfterDateTime: SINCE,
    state: 'enabled',
    certificateBasedApplicationConfigurationIds: ['00000000-0000-0000-0000-000000000000'],
  }
  return [...(maxLifetimeMs === undefined ? [] : [lifetime]), ...(selfSignedForbidden ? [authority] : [])]
}

export function getDefaultPolicy(call: GraphCall): GraphResult {
  refuseUnless(call, READERS)
  const keyCredentials = restrictions(call)
  const part = { passwordCredentials: [], keyCredentials }
  const row = {
    id: '00000000-0000-0000-0000-000000000000',
    deletedDateTime: null,
    displayName: 'Default app management tenant policy',
    description: 'Default tenant policy that enforces app management restrictions.',
    isEnabled: keyCredentials.length > 0,
    applicationRestrictions: part,
    servicePrincipalRestrictions: part,
  }
  return { status: 200, body: answerOne(call, 'policies/defaultAppManagementPolicy', row) }
}

/** No policy is assigned to single applications here. */
export function listPolicies(call: GraphCall): GraphResult {
  refuseUnless(call, READERS)
  return { status: 200, body: answerList(call, 'policies/appManagementPolicies', []) }
}

export function getSecurityDefaults(call: GraphCall): GraphResult {
  refuseUnless(call, READERS)
  const row = {
    id: '00000000-0000-0000-0000-000000000005',
    deletedDateTime: null,
    displayName: 'Security Defaults',
    description: 'Security defaults is a set of basic identity security mechanisms.',
    isEnabled: call.tenant.facts.securityDefaults,
  }
  return { status: 200, body: answerOne(call, 'policies/identitySecurityDefaultsEnforcementPolicy', row) }
}
