import { randomUUID } from 'node:crypto'
import type { Cloud } from '../cloud'
import type { Tenant } from '../state/tenant'
import type { AuthorizationRequest, ResponseMode } from './authorizations'
import { admitClient, findRedirect } from './clients'
import type { Client, Redirect } from './clients'
import { describeRefusal, EntraRefusal, required } from './refusals'
import { readScopes } from './scopes'

/** How the browser is sent back to the application. */
export interface Return {
  redirectUri: string
  responseMode: ResponseMode
  fields: Readonly<Record<string, string>>
}

/** What became of an authorization request before anybody signed in. Without a trusted address there is only a page. */
export type Begun =
  | { kind: 'sign-in'; request: AuthorizationRequest }
  | { kind: 'return'; back: Return }
  | { kind: 'page'; refusal: EntraRefusal }

const MODES = ['query', 'fragment', 'form_post'] as const
const PROMPTS = ['', 'login', 'select_account', 'consent', 'admin_consent', 'none']
/** RFC 7636 §4.2: base64url of 32 bytes, or a plain verifier. */
const CHALLENGE = /^[A-Za-z0-9._~-]{43,128}$/

/** RFC 6749 §4.1.1: client and address are checked first, and their faults are told to the person only. */
export function beginAuthorization(
  cloud: Cloud,
  authority: string,
  tenant: Tenant | undefined,
  query: URLSearchParams,
): Begun {
  let client: Client
  let redirect: Redirect
  try {
    client = admitClient(cloud, tenant, required(query, 'client_id'))
    redirect = trustedAddress(client, query.get('redirect_uri') ?? '')
  } catch (error) {
    if (error instanceof EntraRefusal) return { kind: 'page', refusal: error }
    throw error
  }
  const back = addressOf(redirect, query)
  try {
    const request = readRequest(client, redirect, query, {
      authority,
      tenantId: tenant?.facts.tenantId,
      responseMode: back.responseMode,
    })
    return { kind: 'sign-in', request }
  } catch (error) {
    if (error instanceof EntraRefusal) return { kind: 'return', back: refuse(cloud, back, error) }
    throw error
  }
}

function trustedAddress(client: Client, address: string): Redirect {
  if (client.redirects.length === 0)
    throw new EntraRefusal(500113, 'No reply address is registered for the application.')
  const found = findRedirect(client, address)
  if (found !== undefined) return { platform: found.platform, uri: address }
  throw new EntraRefusal(
    50011,
    `The redirect URI '${address}' specified in the request does not match the redirect URIs configured for the application '${client.appId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to fix this.`,
  )
}

function addressOf(redirect: Redirect, query: URLSearchParams): Return {
  const responseMode = MODES.find((mode) => mode === query.get('response_mode')) ?? 'query'
  const state = query.get('state')
  return { redirectUri: redirect.uri, responseMode, fields: state === null ? {} : { state } }
}

/** The refusal as fields of the way back; `error` overrides what a token answer would carry. */
export function refuse(
  cloud: Cloud,
  back: Return,
  refusal: EntraRefusal,
  extra: Readonly<Record<string, string>> = {},
): Return {
  const { error, error_description, error_uri } = describeRefusal(cloud, refusal, randomUUID())
  return { ...back, fields: { error, error_description, error_uri, ...extra, ...back.fields } }
}

/** Where the fields go by address: `query` and `fragment`. */
export function locationOf({ redirectUri, responseMode, fields }: Return): string {
  const url = new URL(redirectUri)
  if (responseMode === 'fragment') url.hash = new URLSearchParams(fields).toString()
  else for (const [name, value] of Object.entries(fields)) url.searchParams.append(name, value)
  return url.href
}

type Known = Pick<AuthorizationRequest, 'authority' | 'tenantId' | 'responseMode'>

function readRequest(client: Client, redirect: Redirect, query: URLSearchParams, known: Known): AuthorizationRequest {
  refuseResponse(query)
  const scopes = readScopes(client, query.get('scope') ?? '')
  const prompt = query.get('prompt') ?? ''
  if (!PROMPTS.includes(prompt)) throw new EntraRefusal(90023, "The provided value for 'prompt' is not supported.")
  if (prompt === 'none') throw new EntraRefusal(50058, 'A silent sign-in request was sent but no user is signed in.')
  return {
    ...known,
    clientId: client.appId,
    scopes: [...scopes.graph, ...scopes.protocol],
    redirectUri: redirect.uri,
    platform: redirect.platform,
    state: query.get('state') ?? undefined,
    nonce: query.get('nonce') ?? undefined,
    challenge: readChallenge(redirect, query),
    prompt,
    loginHint: query.get('login_hint') ?? undefined,
    domainHint: query.get('domain_hint') ?? undefined,
  }
}

function refuseResponse(query: URLSearchParams): void {
  const type = required(query, 'response_type')
  if (type === 'id_token' || type === 'token' || type.includes(' '))
    throw new EntraRefusal(700054, `response_type '${type}' is not enabled for the application.`)
  if (type !== 'code') throw new EntraRefusal(70005, `The response type '${type}' is not supported.`)
  const mode = query.get('response_mode')
  if (mode !== null && !MODES.some((known) => known === mode))
    throw new EntraRefusal(70007, `'${mode}' is not a supported value of 'response_mode' when requesting a token.`)
}

/** Public clients cannot do without PKCE; web applications may. */
function readChallenge(redirect: Redirect, query: URLSearchParams): AuthorizationRequest['challenge'] {
  const value = query.get('code_challenge')
  if (value === null) {
    if (redirect.platform !== 'spa') return undefined
    throw new EntraRefusal(
      9002325,
      'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
    )
  }
  const method = query.get('code_challenge_method') ?? 'plain'
  if (method !== 'S256' && method !== 'plain') throw new EntraRefusal(50149, 'Invalid Code_Challenge_method parameter.')
  if (!CHALLENGE.test(value) || (method === 'S256' && value.length !== 43))
    throw new EntraRefusal(501491, 'Invalid size of Code_Challenge parameter.')
  return { method, value }
}
