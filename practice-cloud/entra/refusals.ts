import { randomUUID } from 'node:crypto'
import type { Cloud } from '../cloud'
import { jsonAnswer } from '../http/message'
import type { Answer } from '../http/message'

/** AADSTS number → OAuth error and HTTP status, as real answers pair them. */
const REFUSALS = {
  50011: { error: 'invalid_request', status: 400 },
  50020: { error: 'invalid_grant', status: 400 },
  50027: { error: 'invalid_client', status: 401 },
  50049: { error: 'invalid_instance', status: 400 },
  50058: { error: 'login_required', status: 400 },
  50059: { error: 'invalid_request', status: 400 },
  50076: { error: 'interaction_required', status: 400 },
  50148: { error: 'invalid_grant', status: 400 },
  50149: { error: 'invalid_request', status: 400 },
  50194: { error: 'invalid_request', status: 400 },
  50196: { error: 'invalid_grant', status: 400 },
  53003: { error: 'invalid_grant', status: 400 },
  54005: { error: 'invalid_grant', status: 400 },
  65001: { error: 'invalid_grant', status: 400 },
  65002: { error: 'invalid_request', status: 400 },
  65004: { error: 'access_denied', status: 400 },
  70000: { error: 'invalid_grant', status: 400 },
  70003: { error: 'unsupported_grant_type', status: 400 },
  70005: { error: 'unsupported_response_type', status: 400 },
  70007: { error: 'invalid_request', status: 400 },
  70008: { error: 'invalid_grant', status: 400 },
  70011: { error: 'invalid_scope', status: 400 },
  70016: { error: 'authorization_pending', status: 400 },
  70018: { error: 'bad_verification_code', status: 400 },
  70020: { error: 'expired_token', status: 400 },
  90002: { error: 'invalid_request', status: 400 },
  90014: { error: 'invalid_request', status: 400 },
  90023: { error: 'invalid_request', status: 400 },
  90094: { error: 'consent_required', status: 400 },
  500011: { error: 'invalid_resource', status: 400 },
  500112: { error: 'invalid_client', status: 401 },
  500113: { error: 'invalid_request', status: 400 },
  501481: { error: 'invalid_grant', status: 400 },
  501491: { error: 'invalid_request', status: 400 },
  700005: { error: 'invalid_grant', status: 400 },
  700016: { error: 'unauthorized_client', status: 400 },
  700023: { error: 'invalid_client', status: 401 },
  700024: { error: 'invalid_client', status: 401 },
  700025: { error: 'invalid_client', status: 401 },
  700027: { error: 'invalid_client', status: 401 },
  700054: { error: 'unsupported_response_type', status: 400 },
  900023: { error: 'invalid_request', status: 400 },
  900144: { error: 'invalid_request', status: 400 },
  1002012: { error: 'invalid_scope', status: 400 },
  5002738: { error: 'invalid_client', status: 401 },
  7000112: { error: 'unauthorized_client', status: 400 },
  7000215: { error: 'invalid_client', status: 401 },
  7000218: { error: 'invalid_client', status: 401 },
  7000229: { error: 'invalid_client', status: 401 },
  9001023: { error: 'invalid_request', status: 400 },
  9002313: { error: 'invalid_request', status: 400 },
  9002325: { error: 'invalid_request', status: 400 },
  9002326: { error: 'invalid_request', status: 400 },
  9002327: { error: 'invalid_request', status: 400 },
} as const
export type AadstsNumber = keyof typeof REFUSALS

/** A refusal of the token service; the room's entrance turns it into the answer. */
export class EntraRefusal extends Error {
  readonly number: AadstsNumber
  readonly extra: Readonly<Record<string, unknown>>

  constructor(number: AadstsNumber, text: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(text)
    this.number = number
    this.extra = extra
  }
}

/** What Conditional Access adds: the names of its policies, as a string of JSON. */
export function blockedByPolicy(): EntraRefusal {
  const claims = { access_token: { capolids: { essential: true, values: ['0b6f1f6e-7d1c-4a53-9a0e-3c5d2f8e4b17'] } } }
  return new EntraRefusal(
    53003,
    'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    { suberror: 'message_only', claims: JSON.stringify(claims) },
  )
}

/** 50076 as sign-in and token service say it. */
export function secondFactorRequired(): EntraRefusal {
  return new EntraRefusal(
    50076,
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
    { suberror: 'basic_action', claims: '{"access_token":{"amr":{"essential":true,"values":["mfa"]}}}' },
  )
}

/** A field that the form must have (`900144`). */
export function required(form: URLSearchParams, name: string): string {
  const value = form.get(name)
  if (value === null || value === '')
    throw new EntraRefusal(900144, `The request body must contain the following parameter: '${name}'.`)
  return value
}

export function tenantNotFound(tenant: string): EntraRefusal {
  return new EntraRefusal(
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  )
}

export function entraHeaders(requestId: string): Record<string, string> {
  return {
    'cache-control': 'no-store, no-cache',
    pragma: 'no-cache',
    'content-type': 'application/json; charset=utf-8',
    expires: '-1',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    p3p: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
    'x-ms-request-id': requestId,
    'x-ms-ests-server': '2.1.0 - PRACTICE',
    'x-xss-protection': '0',
  }
}

/** What the token service says about a refusal, with its trace and correlation ids and its layout of the description. */
export function describeRefusal(cloud: Cloud, refusal: EntraRefusal, correlationId: string) {
  const traceId = randomUUID()
  const timestamp = `${new Date(cloud.state.clock.now()).toISOString().slice(0, 19).replace('T', ' ')}Z`
  return {
    error: REFUSALS[refusal.number].error as string,
    error_description: `AADSTS${String(refusal.number)}: ${refusal.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [refusal.number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `${cloud.origin}/error?code=${String(refusal.number)}`,
  }
}

export function refusalAnswer(cloud: Cloud, refusal: EntraRefusal, correlationId: string, discovery = false): Answer {
  const told = describeRefusal(cloud, refusal, correlationId)
  const error = discovery && refusal.number === 90002 ? 'invalid_tenant' : told.error
  const body = { ...told, error, ...refusal.extra }
  return jsonAnswer(REFUSALS[refusal.number].status, body, entraHeaders(told.trace_id))
}
