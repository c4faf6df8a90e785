import type { Cloud } from '../cloud'
import type { Person } from '../data/people'
import type { Tenant } from '../state/tenant'
import { admitClient } from './clients'
import { delegatedAnswer } from './delegated-answer'
import type { DeviceFlow } from './flows'
import { proveClient } from './redeem-code'
import { blockedByPolicy, EntraRefusal, required, secondFactorRequired } from './refusals'
import { readScopes } from './scopes'

const LIFETIME_SECONDS = 900
const INTERVAL_SECONDS = 5
/** Milliseconds by which a poll may be early without counting as too fast. */
const EARLY_MS = 250
/** So many polls that came too fast are called a loop. */
const LOOP_POLLS = 30

/** RFC 8628 §3.1: the device authorization request; there is no `verification_uri_complete`, as at Microsoft. */
export function startDeviceFlow(
  cloud: Cloud,
  authority: string,
  tenant: Tenant | undefined,
  form: URLSearchParams,
): object {
  const clientId = required(form, 'client_id')
  const client = admitClient(cloud, tenant, clientId)
  const scopes = readScopes(client, form.get('scope') ?? '')
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
      scopes: [...scopes.graph, ...scopes.protocol],
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

/** RFC 8628 §3.4: one poll of the token endpoint. */
export function pollDeviceFlow(
  cloud: Cloud,
  authority: string,
  tenant: Tenant | undefined,
  form: URLSearchParams,
): object {
  const clientId = required(form, 'client_id')
  const flow = cloud.flows.byDeviceCode(required(form, 'device_code'))
  if (flow === undefined || flow.clientId !== clientId || flow.tenantId !== tenant?.facts.tenantId)
    throw new EntraRefusal(70018, 'The device_code sent to the token endpoint was not recognized.')
  countPoll(cloud, flow)
  switchByFault(cloud, flow)
  if (flow.state.kind === 'pending' && flow.expiresAt <= cloud.state.clock.now()) flow.state = { kind: 'expired' }
  return answerPoll(cloud, flow, () => proveUnlessPublic(cloud, authority, tenant, form))
}

/** A client that is not public has to prove itself, which is asked only when there is something to give out. */
function proveUnlessPublic(
  cloud: Cloud,
  authority: string,
  tenant: Tenant | undefined,
  form: URLSearchParams,
): { isConfidential: boolean } {
  const client = admitClient(cloud, tenant, required(form, 'client_id'))
  if (client.isPublic) return { isConfidential: false }
  proveClient(cloud, client, { authority, tenant, form })
  return { isConfidential: true }
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

function answerPoll(cloud: Cloud, flow: DeviceFlow, prove: () => { isConfidential: boolean }): object {
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
      const proof = prove()
      refuseWithoutSecondFactor(cloud, person)
      flow.state = { kind: 'redeemed' }
      return delegatedAnswer(cloud, person, { clientId: flow.clientId, scopes: flow.scopes, ...proof })
    }
  }
}

/** A policy on the resource is heard of at the token endpoint only. */
function refuseWithoutSecondFactor(cloud: Cloud, person: Person): void {
  const occasion = { method: 'POST', path: '/token', operation: 'pollDeviceCode' }
  if (cloud.faults.take('mfa-required', person.tenantId, occasion) !== undefined) throw secondFactorRequired()
}

function blockedSignIn(
  flow: DeviceFlow,
  { by, person }: Extract<DeviceFlow['state'], { kind: 'blocked' }>,
): EntraRefusal {
  switch (by) {
    case 'policy':
      return blockedByPolicy()
    case 'mfa':
      return secondFactorRequired()
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
    case 'consent-declined':
      return new EntraRefusal(65004, 'User declined to consent to access the app.')
  }
}
