import { randomUUID } from 'node:crypto'
import type { Cloud } from '../cloud'
import { jsonAnswer } from '../http/message'
import type { Answer, Message } from '../http/message'
import { isGuid } from '../identifiers'
import { findTenant } from '../state/cloud'
import type { Tenant } from '../state/tenant'
import { clientCredentials } from './client-credentials'
import { admitClient } from './clients'
import { delegatedAnswer } from './delegated-answer'
import { Declined, pollDeviceFlow, startDeviceFlow } from './device'
import { instanceDiscovery, jsonWebKeys, openidConfiguration } from './discovery'
import { proveClient, redeemCode } from './redeem-code'
import { EntraRefusal, entraHeaders, refusalAnswer, required, secondFactorRequired, tenantNotFound } from './refusals'
import { readScopes } from './scopes'
import { findPerson } from './sign-in'

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

/** One request to the token service, recognised but not yet answered. */
export interface EntraCall {
  operation: string
  /** The first path segment. */
  authority: string
  tenant: Tenant | undefined
  form: URLSearchParams
  /** Of the page that asks, where a browser does. */
  origin: string | undefined
}

export interface EntraResult {
  answer: Answer
  /** Whether something was given out or used up. */
  effect: boolean
  codes: string[]
}

const PATHS: Readonly<Record<string, { method: string; operation: string }>> = {
  '/v2.0/.well-known/openid-configuration': { method: 'GET', operation: 'discovery' },
  '/.well-known/openid-configuration': { method: 'GET', operation: 'discovery' },
  '/discovery/instance': { method: 'GET', operation: 'instance' },
  '/discovery/v2.0/keys': { method: 'GET', operation: 'keys' },
  '/oauth2/v2.0/authorize': { method: 'GET', operation: 'authorize' },
  '/oauth2/v2.0/devicecode': { method: 'POST', operation: 'deviceCode' },
  '/oauth2/v2.0/token': { method: 'POST', operation: 'token' },
}

const GRANTS: Readonly<Record<string, string>> = {
  [DEVICE_GRANT]: 'pollDeviceCode',
  device_code: 'pollDeviceCode', // as Microsoft's own libraries say it
  authorization_code: 'redeemCode',
  client_credentials: 'clientCredentials',
  password: 'passwordGrant',
  refresh_token: 'refreshToken',
}

/** Finds what a path of the token service means; absent for paths it does not have. */
export function readEntraCall(cloud: Cloud, message: Message): EntraCall | undefined {
  const [, authority, rest] = /^\/([^/]+)(\/.*)$/.exec(message.path) ?? []
  const place = rest === undefined ? undefined : PATHS[rest]
  if (authority === undefined || place?.method !== message.method) return undefined
  const name = decodeURIComponent(authority)
  const form = new URLSearchParams(message.body)
  const operation = place.operation === 'token' ? (GRANTS[form.get('grant_type') ?? ''] ?? 'token') : place.operation
  return { operation, authority: name, tenant: findTenant(cloud.state, name), form, origin: message.headers['origin'] }
}

export function answerEntra(cloud: Cloud, call: EntraCall, message: Message): EntraResult {
  const correlationId = message.headers['client-request-id'] ?? randomUUID()
  try {
    refuseMissingTenant(cloud, call)
    if (message.method === 'POST' && !isForm(message))
      throw new EntraRefusal(900144, "The request body must contain the following parameter: 'client_id'.")
    const body = act(cloud, call, message)
    const effect = message.method === 'POST'
    const headers = { ...entraHeaders(randomUUID()), ...crossOrigin(call) }
    return { answer: jsonAnswer(200, body, headers), effect, codes: [] }
  } catch (error) {
    return refused(cloud, call, error, correlationId)
  }
}

function refused(cloud: Cloud, call: EntraCall, error: unknown, correlationId: string): EntraResult {
  if (error instanceof Declined) {
    const body = {
      error: 'authorization_declined',
      error_description: 'The end user denied the authorization request.',
    }
    return {
      answer: jsonAnswer(400, body, entraHeaders(randomUUID())),
      effect: false,
      codes: ['authorization_declined'],
    }
  }
  if (!(error instanceof EntraRefusal)) throw error
  const answer = refusalAnswer(cloud, error, correlationId, call.operation === 'discovery')
  const headers = { ...answer.headers, ...crossOrigin(call) }
  return { answer: { ...answer, headers }, effect: false, codes: [String(error.number)] }
}

/** A page of elsewhere may read what it redeems. */
function crossOrigin({ origin }: EntraCall): Record<string, string> {
  return origin === undefined ? {} : { 'access-control-allow-origin': origin, vary: 'Origin' }
}

function isForm(message: Message): boolean {
  return (message.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
}

function isShared(authority: string): boolean {
  return authority === 'organizations' || authority === 'common'
}

/** Throws 90002 or 900023 unless the path names a tenant of this cloud, `organizations` or `common`. */
export function refuseMissingTenant(cloud: Cloud, call: Pick<EntraCall, 'authority' | 'tenant'>): void {
  if (isShared(call.authority)) return
  const gone = cloud.faults.active('tenant-gone', call.tenant?.facts.tenantId).length > 0
  if (call.tenant !== undefined && !gone) return
  if (!isGuid(call.authority) && !call.authority.includes('.') && !/^[a-z0-9-]+$/i.test(call.authority))
    throw new EntraRefusal(
      900023,
      `Specified tenant identifier '${call.authority}' is neither a valid DNS name, nor a valid external domain.`,
    )
  throw tenantNotFound(call.authority)
}

function act(cloud: Cloud, call: EntraCall, message: Message): object {
  switch (call.operation) {
    case 'discovery':
      return openidConfiguration(cloud, call.tenant)
    case 'instance':
      return instanceDiscovery(cloud, message.query)
    case 'keys':
      return jsonWebKeys(cloud)
    case 'deviceCode':
      return startDeviceFlow(cloud, call.authority, call.tenant, call.form)
    case 'pollDeviceCode':
      return pollDeviceFlow(cloud, call.authority, call.tenant, call.form)
    case 'redeemCode':
      return redeemCode(cloud, call)
    case 'clientCredentials':
      return clientCredentials(cloud, call.tenant, call.form)
    case 'refreshToken':
      return refresh(cloud, call)
    default:
      throw unsupportedGrant(call)
  }
}

/** A name and a password prove no second factor, which security defaults demand; without them nobody has a password here. */
function unsupportedGrant({ operation, tenant, form }: EntraCall): EntraRefusal {
  const grant = required(form, 'grant_type')
  if (operation === 'passwordGrant' && tenant?.facts.securityDefaults === true) return secondFactorRequired()
  return new EntraRefusal(70003, `The app requested an unsupported grant type '${grant}'.`)
}

/** Only for clients that insisted on `offline_access`; the token is replaced at every use, and may be for another resource. */
function refresh(cloud: Cloud, call: EntraCall): object {
  const token = required(call.form, 'refresh_token')
  const grant = cloud.refreshTokens.get(token)
  const person = grant && findPerson(cloud, grant.tenantId, grant.upn)
  if (grant === undefined || person === undefined || grant.clientId !== call.form.get('client_id'))
    throw new EntraRefusal(70000, 'The provided grant is invalid or malformed.')
  const client = admitClient(cloud, call.tenant, grant.clientId)
  if (grant.isConfidential) proveClient(cloud, client, call)
  const asked = call.form.get('scope')
  const wanted = asked === null ? undefined : readScopes(client, asked)
  const scopes = wanted === undefined ? grant.scopes : [...wanted.graph, ...wanted.protocol]
  cloud.refreshTokens.delete(token)
  return delegatedAnswer(cloud, person, { ...grant, scopes })
}
