import type { Cloud } from '../cloud'
import type { Tenant } from '../state/tenant'
import { verifierFits } from './authorizations'
import type { IssuedCode } from './authorizations'
import { bringsCredential, verifyCredential } from './client-assertion'
import { admitClient } from './clients'
import type { Client } from './clients'
import { delegatedAnswer } from './delegated-answer'
import { EntraRefusal, required, secondFactorRequired } from './refusals'

/** Who asks, and from where: a browser says the origin of its page. */
export interface Redemption {
  authority: string
  tenant: Tenant | undefined
  form: URLSearchParams
  origin: string | undefined
}

/** RFC 6749 §4.1.3 with RFC 7636 §4.5: a code for tokens, once, by the client and under the address that asked for it. */
export function redeemCode(cloud: Cloud, redemption: Redemption): object {
  const { tenant, form } = redemption
  const clientId = required(form, 'client_id')
  const code = required(form, 'code')
  const redirectUri = required(form, 'redirect_uri')
  const client = admitClient(cloud, tenant, clientId)
  const issued = cloud.authorizations.find(code)
  if (issued === undefined || issued.request.clientId !== clientId)
    throw new EntraRefusal(9002313, 'Invalid request. Request is malformed or invalid.')
  if (tenant !== undefined && tenant.facts.tenantId !== issued.person.tenantId)
    throw new EntraRefusal(
      700005,
      'Provided Authorization Code is intended to use against other tenant, thus rejected.',
    )
  if (redirectUri !== issued.request.redirectUri)
    throw new EntraRefusal(
      500112,
      `The reply address '${redirectUri}' does not match the reply address '${issued.request.redirectUri}' provided when requesting Authorization code.`,
    )
  authenticate(cloud, client, issued, redemption)
  verifyProofKey(issued, form.get('code_verifier') ?? '')
  refuseStale(cloud, issued)
  issued.redeemed = true
  const { scopes, nonce, platform } = issued.request
  return delegatedAnswer(cloud, issued.person, {
    clientId,
    scopes,
    isConfidential: platform === 'web',
    ...(nonce === undefined ? {} : { nonce }),
  })
}

/** The platform of the redirect address says how the client must come. */
function authenticate(cloud: Cloud, client: Client, issued: IssuedCode, redemption: Redemption): void {
  const { form, origin } = redemption
  const { platform } = issued.request
  if (platform === 'spa') {
    if (origin === undefined)
      throw new EntraRefusal(
        9002327,
        "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
      )
    refuseCredential(form)
    return
  }
  if (origin !== undefined)
    throw new EntraRefusal(
      9002326,
      "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
    )
  if (platform === 'web') {
    proveClient(cloud, client, redemption)
    return
  }
  if (client.refusesPublic && !bringsCredential(form))
    throw new EntraRefusal(
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    )
  refuseCredential(form)
}

/** A confidential client proves itself by its certificate; without a registration here there is none. */
export function proveClient(
  cloud: Cloud,
  client: Client,
  { authority, tenant, form }: Pick<Redemption, 'authority' | 'tenant' | 'form'>,
): void {
  if (client.home === undefined) return
  const names = tenant === undefined ? [authority] : [authority, tenant.facts.tenantId, tenant.facts.domain]
  verifyCredential(cloud, names, client.home.application, form)
}

function refuseCredential(form: URLSearchParams): void {
  if (bringsCredential(form))
    throw new EntraRefusal(
      700025,
      "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    )
}

function verifyProofKey({ request: { challenge } }: IssuedCode, verifier: string): void {
  if (challenge === undefined && verifier === '') return
  if (verifier === '')
    throw new EntraRefusal(
      50148,
      'The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.',
    )
  if (challenge === undefined || !verifierFits(challenge, verifier))
    throw new EntraRefusal(
      501481,
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    )
}

function refuseStale(cloud: Cloud, issued: IssuedCode): void {
  if (issued.redeemed)
    throw new EntraRefusal(
      54005,
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    )
  const occasion = { method: 'POST', path: '/token', operation: 'redeemCode' }
  const { tenantId } = issued.person
  if (cloud.faults.take('mfa-required', tenantId, occasion) !== undefined) throw secondFactorRequired()
  const expired = cloud.faults.take('code-expired', tenantId, occasion) !== undefined
  if (expired || issued.expiresAt <= cloud.state.clock.now())
    throw new EntraRefusal(
      70008,
      'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
    )
}
