import type { Cloud } from '../cloud'
import type { ApplicationRecord } from '../state/records'
import { claimedThumbprint, isSignedBy, namedKey, numberClaim, parseToken } from './assertion'
import type { SignedToken } from './assertion'
import { EntraRefusal } from './refusals'

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** Seconds by which the two clocks may differ. */
const TOLERANCE_SECONDS = 300

export function bringsCredential(form: URLSearchParams): boolean {
  return [form.get('client_assertion'), form.get('client_secret')].some((given) => given !== null && given !== '')
}

/** RFC 7523 §2.2: the application proves itself by its certificate. `authorities` are the names that `aud` may carry. */
export function verifyCredential(
  cloud: Cloud,
  authorities: readonly string[],
  application: ApplicationRecord,
  form: URLSearchParams,
): void {
  const secret = form.get('client_secret')
  if (secret !== null && secret !== '')
    throw new EntraRefusal(
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${application.appId}'.`,
    )
  const assertion = form.get('client_assertion')
  if (assertion === null || assertion === '' || form.get('client_assertion_type') !== ASSERTION_TYPE)
    throw new EntraRefusal(
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    )
  const token = parseToken(assertion)
  if (token === undefined) throw new EntraRefusal(50027, 'JWT token is invalid or malformed.')
  if (token.header['alg'] !== 'PS256' && token.header['alg'] !== 'RS256')
    throw new EntraRefusal(5002738, 'Invalid JWT token. The algorithm is not supported; use PS256 or RS256.')
  verifySignature(cloud, application, token)
  verifyClaims(cloud, authorities, application, token)
}

/** The key must be registered, as this service has heard, inside its dates, and must fit the signature. */
function verifySignature(cloud: Cloud, application: ApplicationRecord, token: SignedToken): void {
  const now = cloud.state.clock.now()
  const key = namedKey(token, application.keys)
  const reason =
    key === undefined
      ? 'The key was not found.'
      : key.startsAt > now || key.endsAt <= now
        ? 'The key used is expired.'
        : isSignedBy(token, key)
          ? undefined
          : 'The key was found, but use of the key to verify the signature failed.'
  if (reason !== undefined)
    throw new EntraRefusal(
      700027,
      `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - ${reason}, Thumbprint of key used by client: '${claimedThumbprint(token)}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${application.appId}'.]`,
    )
}

function verifyClaims(
  cloud: Cloud,
  authorities: readonly string[],
  application: ApplicationRecord,
  token: SignedToken,
): void {
  const { claims } = token
  if (claims['iss'] !== application.appId || claims['sub'] !== application.appId)
    throw new EntraRefusal(
      700023,
      "Client assertion contains an invalid issuer or subject: both must be the application's client id.",
    )
  if (!isOurTokenEndpoint(cloud, authorities, claims['aud']))
    throw new EntraRefusal(
      700023,
      `Client assertion audience claim does not match Realm issuer. Review the documentation of certificate credentials.`,
    )
  const now = cloud.state.clock.now() / 1000
  const notBefore = numberClaim(token, 'nbf') ?? numberClaim(token, 'iat') ?? 0
  const expires = numberClaim(token, 'exp') ?? 0
  if (now + TOLERANCE_SECONDS < notBefore || now - TOLERANCE_SECONDS > expires)
    throw new EntraRefusal(
      700024,
      `Client assertion is not within its valid time range. Current time: ${stamp(now)}, assertion valid from ${stamp(notBefore)}, expiry time of assertion ${stamp(expires)}.`,
    )
}

function stamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('Z', '0000Z')
}

/** `aud` names the token endpoint of this authority on this host; https is admitted because some clients insist on it. */
function isOurTokenEndpoint(cloud: Cloud, authorities: readonly string[], audience: unknown): boolean {
  if (typeof audience !== 'string' || !URL.canParse(audience)) return false
  const url = new URL(audience)
  if (!cloud.hosts.has(url.host)) return false
  return authorities.some((name) => url.pathname === `/${name}/oauth2/v2.0/token`)
}
