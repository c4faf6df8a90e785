import type { Cloud } from '../cloud'
import type { Person } from '../data/people'
import { AZURE_CLI_APP_ID } from '../data/well-known'
import type { Tenant } from '../state/tenant'
import type { DeviceFlow } from './flows'
import { blockedByPolicy, EntraRefusal } from './refusals'
import { grantedScopeText, readScopes } from './scopes'
import { mintDelegatedToken, mintIdToken } from './tokens'
import { randomBytes } from 'node:crypto'

const LIFETIME_SECONDS = 900
const INTERVAL_SECONDS = 5
/** Milliseconds by which a poll may be early without counting as too fast. */
const EARLY_MS = 250
/** So many polls that came too fast are called a loop. */
const LOOP_POLLS = 30

export function isPublicClient(cloud: Cloud, clientId: string): boolean {
  return clientId === AZURE_CLI_APP_ID || cloud.state.clients.has(clientId)
}

/** RFC 8628 §3.1: the device authorization request; there is no `verification_uri_complete`, as at Microsoft. */
export function startDeviceFlow(
  cloud: Cloud,
  authority: string,
  tenant: Tenant | undefined,
  form: URLSearchParams,
): object {
  const clientId = required(form, 'client_id')
  refuseUnknownClient(cloud, clientId, tenant)
  const scopes = readScopes(cloud, clientId, form.get('scope') ?? '')
  const tenantId = tenant?.facts.tenantId
  const expiresIn = cloud.faults.active('device-lifetime', tenantId)[0]?.fault.seconds ?? LIFETIME_SECONDS
  const interval = cloud.faults.active('device-interval', tenantId)[0]?.fault.seconds ?? INTERVAL_SECONDS
  const now = cloud.state.clock.now()
  cloud.flows.sweep(now)
  const flow = cloud.flows.begin(
    {
      clientId,
      authority,
      tenantId,
      scopes: [...scopes.graph, ...(scopes.openid ? ['openid'] : []), ...(scopes.offline ? ['offline_access'] : [])],
      expiresAt: now + expiresIn * 1000,
      intervalSeconds: interval,
    },
    cloud.markers.deviceCode,
  )
  const page = `${cloud.origin}/device`
  return {
    user_code: flow.userCode,
    device_code: flow.deviceCode,
    verification_uri: page,
    expires_in: expiresIn,
    interval,
    message: `To sign in, use a web browser to open the page ${page} and enter the code ${flow.userCode} to authenticate.`,
  }
}

export function required(form: URLSearchParams, name: string): string {
  const value = form.get(name)
  if (value === null || value === '')
    throw new EntraRefusal(900144, `The request body must contain the following parameter: '${name}'.`)
  return value
}

function refuseUnknownClient(cloud: Cloud, clientId: string, tenant: Tenant | undefined): void {
  if (!isPublicClient(cloud, clientId))
    throw new EntraRefusal(
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${tenant?.facts.displayName ?? 'organizations'}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    )
  if (tenant?.facts.disabledPrincipals.includes(clientId) === true)
    throw new EntraRefusal(7000112, `Application '${clientId}'(Microsoft Azure CLI) is disabled.`)
}

/** RFC 8628 §3.4: one poll of the token endpoint. */
export function pollDeviceFlow(cloud: Cloud, tenant: Tenant | undefined, form: URLSearchParams): object {
  const clientId = required(form, 'client_id')
  const flow = cloud.flows.byDeviceCode(required(form, 'device_code'))
  if (flow === undefined || flow.clientId !== clientId || flow.tenantId !== tenant?.facts.tenantId)
    throw new EntraRefusal(70018, 'The device_code sent to the token endpoint was not recognized.')
  countPoll(cloud, flow)
  switchByFault(cloud, flow)
  if (flow.state.kind === 'pending' && flow.expiresAt <= cloud.state.clock.now()) flow.state = { kind: 'expired' }
  return answerPoll(cloud, flow)
}

function countPoll(cloud: Cloud, flow: DeviceFlow): void {
  const now = cloud.state.clock.now()
  const early = flow.lastPollAt !== undefined && now - flow.lastPollAt < flow.intervalSeconds * 1000 - EARLY_MS
  flow.lastPollAt = now
  if (!early) return
  flow.pollsTooFast += 1
  if (flow.pollsTooFast > LOOP_POLLS)
    throw new EntraRefusal(
      50196,
      'The server terminated an operation because it encountered a client request loop. Please contact your app vendor.',
    )
}

function switchByFault(cloud: Cloud, flow: DeviceFlow): void {
  if (flow.state.kind === 'redeemed') return
  const occasion = { method: 'POST', path: '/token', operation: 'pollDeviceCode' }
  if (cloud.faults.take('code-expired', flow.tenantId, occasion) !== undefined) flow.state = { kind: 'expired' }
  if (cloud.faults.take('code-declined', flow.tenantId, occasion) !== undefined) flow.state = { kind: 'declined' }
}

/** A declined code is answered without a number: none was ever seen. */
export class Declined extends Error {}

function answerPoll(cloud: Cloud, flow: DeviceFlow): object {
  switch (flow.state.kind) {
    case 'pending':
      throw new EntraRefusal(70016, 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.')
    case 'declined':
      throw new Declined()
    case 'expired':
      throw new EntraRefusal(
        70020,
        "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
      )
    case 'redeemed':
      throw new EntraRefusal(
        70000,
        "The provided value for the 'device_code' parameter is not valid. The code was already redeemed.",
      )
    case 'blocked':
      throw blockedSignIn(flow, flow.state)
    case 'approved': {
      const { person } = flow.state
      flow.state = { kind: 'redeemed' }
      return delegatedAnswer(cloud, person, flow.clientId, flow.scopes)
    }
  }
}

function blockedSignIn(
  flow: DeviceFlow,
  { by, person }: Extract<DeviceFlow['state'], { kind: 'blocked' }>,
): EntraRefusal {
  switch (by) {
    case 'policy':
      return blockedByPolicy()
    case 'mfa':
      return new EntraRefusal(
        50076,
        'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
        { suberror: 'basic_action', claims: '{"access_token":{"amr":{"essential":true,"values":["mfa"]}}}' },
      )
    case 'foreign-account': {
      const provider =
        person.kind === 'personal-account' ? 'live.com' : `https://sts.windows.net/${person.homeTenantId}/`
      return new EntraRefusal(
        50020,
        `User account '${person.upn}' from identity provider '${provider}' does not exist in tenant '${flow.authority}' and cannot access the application '${flow.clientId}' in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.`,
      )
    }
    case 'consent':
      return new EntraRefusal(
        65001,
        `The user or administrator has not consented to use the application with ID '${flow.clientId}'. Send an interactive authorization request for this user and resource.`,
        { suberror: 'consent_required' },
      )
  }
}

/** The token answer for a person; `refresh_token` and `id_token` only when they were asked for. */
export function delegatedAnswer(cloud: Cloud, person: Person, clientId: string, scopes: readonly string[]): object {
  const graph = scopes.filter((scope) => scope !== 'openid' && scope !== 'offline_access')
  const { token, expiresIn } = mintDelegatedToken(cloud, person, clientId, [...graph, 'email', 'openid', 'profile'])
  const tenant = cloud.state.tenants.get(person.tenantId)
  if (tenant !== undefined) tenant.tokensIssued.delegated += 1
  return {
    token_type: 'Bearer',
    scope: grantedScopeText(graph),
    expires_in: expiresIn,
    ext_expires_in: expiresIn,
    access_token: token,
    ...(scopes.includes('offline_access') ? { refresh_token: newRefreshToken(cloud, person, clientId, scopes) } : {}),
    ...(clientId === AZURE_CLI_APP_ID ? { foci: '1' } : {}),
    ...(scopes.includes('openid') ? { id_token: mintIdToken(cloud, person, clientId) } : {}),
    client_info: Buffer.from(JSON.stringify({ uid: person.objectId, utid: person.tenantId })).toString('base64url'),
  }
}

function newRefreshToken(cloud: Cloud, person: Person, clientId: string, scopes: readonly string[]): string {
  const token = `1.${randomBytes(96).toString('base64url')}`
  cloud.refreshTokens.set(token, { clientId, tenantId: person.tenantId, upn: person.upn, scopes })
  return token
}
