import type { AuthenticationResult, ConfidentialClientApplication } from '@azure/msal-node'
import type { Clock } from '@/lib/clock'
import { tokenEndpoint } from './clouds'
import type { Cloud } from './clouds'
import { withRefusal } from './evidence'
import { failureOf } from './failures'
import { createHttp } from './http'
import { MsalNetwork } from './msal-network'
import type { Evidence, MicrosoftFailure } from './observed'
import { AppToken } from './tokens'

export type AppTokenResult =
  { status: 'granted'; token: AppToken } | { status: 'refused'; failure: MicrosoftFailure; evidence: Evidence | null }

export interface AppSignInOptions {
  cloud: Cloud
  tenantId: string
  clientId: string
  /** A client assertion signed by the custodian (RFC 7523 §3); it must be good for ten minutes. Asked for at most every five. */
  assertion: () => Promise<string>
  clock: Clock
  /** Deadline of one call, in milliseconds. */
  timeoutMs: number
  /** How long a throttled or broken call is repeated, in milliseconds; as long as one call may take by default. */
  retryForMs?: number
  signal?: AbortSignal | undefined
  onClockSkew?: ((seconds: number) => void) | undefined
}

export interface AppSignIn {
  /**
   * `fresh` asks Microsoft, whatever is cached: cached tokens keep old roles for over an hour. `resource` is the
   * identifier without a path, such as `https://graph.microsoft.com`.
   */
  fetch(input: { resource: string; fresh: boolean }): Promise<AppTokenResult>
}

const assertionLifeMs = 5 * 60_000

/** The application's own sign-in by certificate: one of these per tenant, application and key. */
export function createAppSignIn(options: AppSignInOptions): AppSignIn {
  const assertion = memoise(options)
  const clients = new Map<string, MsalClient>()
  return {
    fetch: async ({ resource, fresh }) => {
      const known = fresh ? undefined : clients.get(resource)
      const client = known ?? (await createClient(options, assertion))
      const result = await acquire(client, options, resource, fresh)
      // After a refusal MSAL refuses the same request locally for a minute, so a client that saw one is not used again.
      if (result.status === 'granted') clients.set(resource, client)
      else clients.delete(resource)
      return result
    },
  }
}

/** One token without keeping anything, for proofs and single checks. */
export function fetchAppToken(input: AppSignInOptions & { resource: string; fresh: boolean }): Promise<AppTokenResult> {
  return createAppSignIn(input).fetch({ resource: input.resource, fresh: input.fresh })
}

interface MsalClient {
  application: ConfidentialClientApplication
  network: MsalNetwork
}

/** Begins to load MSAL while a person signs in, so that the first token of a process does not wait for it. */
export function prepareAppSignIn(): void {
  loadMsal().catch(() => undefined) // what is broken is said by the sign-in that needs it
}

/** MSAL is loaded late: it takes a quarter of a second, which no start should pay. */
function loadMsal() {
  return import('@azure/msal-node')
}

async function createClient(options: AppSignInOptions, assertion: () => Promise<string>): Promise<MsalClient> {
  const { ConfidentialClientApplication: Client } = await loadMsal()
  const { cloud, tenantId, clientId, clock, timeoutMs, retryForMs = timeoutMs, signal, onClockSkew } = options
  const network = new MsalNetwork({
    cloud,
    clock,
    retryForMs,
    signal,
    http: createHttp({ cloud, clock, timeoutMs, onClockSkew }),
  })
  const { host } = new URL(cloud.loginOrigin)
  const application = new Client({
    auth: {
      clientId,
      clientAssertion: assertion,
      authority: `https://${host}/${tenantId}/`,
      knownAuthorities: [host],
      ...metadata(cloud, tenantId, host),
    },
    system: { networkClient: network, disableInternalRetries: true },
  })
  return { application, network }
}

/** Everything that MSAL would look up on the network otherwise. */
function metadata(cloud: Cloud, tenantId: string, host: string) {
  const secure = (url: string) => url.replace(/^http:/, 'https:')
  const endpoint = secure(tokenEndpoint(cloud, tenantId))
  return {
    authorityMetadata: JSON.stringify({
      issuer: `https://${host}/${tenantId}/v2.0`,
      token_endpoint: endpoint,
      authorization_endpoint: endpoint.replace(/token$/, 'authorize'),
      end_session_endpoint: endpoint.replace(/token$/, 'logout'),
      jwks_uri: `https://${host}/${tenantId}/discovery/v2.0/keys`,
    }),
    cloudDiscoveryMetadata: JSON.stringify({
      tenant_discovery_endpoint: `https://${host}/${tenantId}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    }),
  }
}

async function acquire(
  client: MsalClient,
  options: AppSignInOptions,
  resource: string,
  fresh: boolean,
): Promise<AppTokenResult> {
  client.network.takeLast()
  try {
    const scopes = [`${resource}/.default`]
    const answer = await client.application.acquireTokenByClientCredential({ scopes, skipCache: fresh })
    return accept(answer, client.network, options)
  } catch (error) {
    const last = client.network.takeLast()
    const failure =
      last?.failure ?? failureOf('other', 'SignInFailed', nameOf(error), options.clock.now().toISOString())
    const evidence = last === null ? null : withRefusal(last.evidence, failure)
    return { status: 'refused', failure, evidence }
  }
}

/** A token of another tenant or application must not travel on, wherever it came from. */
function accept(answer: AuthenticationResult | null, network: MsalNetwork, options: AppSignInOptions): AppTokenResult {
  const at = options.clock.now()
  const evidence = network.takeLast()?.evidence ?? null
  if (answer === null) {
    return {
      status: 'refused',
      failure: failureOf('other', 'SignInFailed', 'No token came.', at.toISOString()),
      evidence,
    }
  }
  const expiresAt = (answer.expiresOn ?? at).toISOString()
  const token = new AppToken(answer.accessToken, expiresAt, evidence)
  const isOurs = token.tenantId === options.tenantId.toLowerCase() && token.appId === options.clientId.toLowerCase()
  if (isOurs) return { status: 'granted', token }
  token.drop()
  const message = 'Microsoft answered with a token of another tenant or application.'
  return { status: 'refused', failure: failureOf('invalid', 'TokenMismatch', message, at.toISOString()), evidence }
}

/** MSAL calls for an assertion even when a cached token answers; signing costs milliseconds each time. */
function memoise({ assertion, clock }: AppSignInOptions): () => Promise<string> {
  let kept: { value: Promise<string>; until: number } | null = null
  return () => {
    const now = clock.now().getTime()
    if (kept === null || kept.until <= now) {
      const value = assertion()
      kept = { value, until: now + assertionLifeMs }
      value.catch(() => (kept = null))
    }
    return kept.value
  }
}

/** The message of a foreign error may hold what it was given; its name does not. */
function nameOf(error: unknown): string {
  return error instanceof Error ? `The sign-in failed before an answer came (${error.name}).` : 'The sign-in failed.'
}
