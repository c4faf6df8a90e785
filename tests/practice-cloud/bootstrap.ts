import { createHash, randomBytes } from 'node:crypto'
import type { Authorized, NewApplication } from '@/practice-cloud/control/control'
import type { PracticeCloud } from '@/practice-cloud/server'
import { newCertificate } from './support'
import type { Certificate, Reply, Visitor } from './support'

export const REDIRECT = 'https://portal.example/microsoft/return'
export const SETUP_SCOPES = ['Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'User.Read']

/** A provider's own application, as its settings page would have it registered. */
export interface Bootstrap {
  appId: string
  objectId: string
  certificate: Certificate
}

export async function registerBootstrap(
  cloud: PracticeCloud,
  wanted: Partial<NewApplication> = {},
): Promise<Bootstrap> {
  const certificate = newCertificate()
  const made = await cloud.control.registerApplication({
    tenantId: 'provider.practice.example',
    displayName: 'Provider setup',
    redirectUris: { web: [REDIRECT] },
    certificatePem: `-----BEGIN CERTIFICATE-----\n${certificate.der}\n-----END CERTIFICATE-----`,
    requiredScopes: SETUP_SCOPES,
    ...wanted,
  })
  return { ...made, certificate }
}

export interface Asked {
  url: string
  verifier: string
}

/** An authorization request as a careful client sends it; `change` of a field to '' leaves it out. */
export function askFor(
  visitor: Visitor,
  appId: string,
  change: Record<string, string> = {},
  authority?: string,
): Asked {
  const verifier = randomBytes(32).toString('base64url')
  const fields: Record<string, string> = {
    client_id: appId,
    response_type: 'code',
    redirect_uri: REDIRECT,
    response_mode: 'query',
    scope: `openid ${SETUP_SCOPES.map((scope) => `https://graph.microsoft.com/${scope}`).join(' ')}`,
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...change,
  }
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''))
  const url = `${visitor.cloud.origin}/${authority ?? visitor.tenantId}/oauth2/v2.0/authorize?${query.toString()}`
  return { url, verifier }
}

/** What came back to the application. */
export function backOf({ location }: Authorized): Record<string, string> {
  return location === undefined ? {} : Object.fromEntries(new URL(location).searchParams)
}

export interface Redeem {
  authority?: string
  headers?: Record<string, string>
  /** Instead of the certificate's proof. */
  proof?: Record<string, string>
  change?: Record<string, string>
}

export function redeem(
  visitor: Visitor,
  { appId, certificate }: Bootstrap,
  { verifier }: Asked,
  code: string | undefined,
  { authority = visitor.tenantId, headers, proof = visitor.proof(appId, certificate), change }: Redeem = {},
): Promise<Reply> {
  const fields: Record<string, string> = {
    grant_type: 'authorization_code',
    client_id: appId,
    code: code ?? '',
    redirect_uri: REDIRECT,
    code_verifier: verifier,
    ...proof,
    ...change,
  }
  const sent = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
  return visitor.form(`/${authority}/oauth2/v2.0/token`, sent, headers)
}

/** From the request to the code, as this person. */
export async function codeFor(
  visitor: Visitor,
  appId: string,
  person = 'global-administrator',
  change: Record<string, string> = {},
): Promise<Asked & { code: string | undefined; back: Record<string, string> }> {
  const asked = askFor(visitor, appId, change)
  const back = backOf(await visitor.cloud.control.authorizeAs({ url: asked.url, person }))
  return { ...asked, code: back['code'], back }
}
