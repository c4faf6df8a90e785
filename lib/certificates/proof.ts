import { randomUUID } from 'node:crypto'

const skewSeconds = 5 * 60
const assertionSeconds = 10 * 60
/** Graph refuses a proof whose `exp` lies more than ten minutes after its `nbf` (rollkey page of Microsoft Graph). */
const proofSeconds = 10 * 60
/** The old directory service's id: what addKey and removeKey expect as audience on every cloud. */
const proofAudience = '00000002-0000-0000-c000-000000000000'

type Sign = (data: Uint8Array) => Promise<Buffer>

export interface AssertionRequest {
  /** `https://login.microsoftonline.com/{tenantId}/oauth2/v2.0/token` of the tenant itself. */
  tokenEndpoint: string
  /** The application (client) id. */
  clientId: string
  /** Upper-case hex of the DER certificate's SHA-256. */
  sha256: string
  now: Date
  /** PS256: RSASSA-PSS with SHA-256 and a salt of 32 bytes. */
  sign: Sign
}

/**
 * A client assertion (RFC 7523 §2.2, Microsoft's certificate credentials page): valid for the next 10 minutes and since
 * 5 minutes ago, because a host clock that runs ahead would otherwise give AADSTS700024.
 */
export function clientAssertion({ tokenEndpoint, clientId, sha256, now, sign }: AssertionRequest): Promise<string> {
  const seconds = toSeconds(now)
  const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': toThumbprintHeader(sha256) }
  const claims = {
    aud: tokenEndpoint,
    iss: clientId,
    sub: clientId,
    jti: randomUUID(),
    iat: seconds,
    nbf: seconds - skewSeconds,
    exp: seconds + assertionSeconds,
  }
  return encodeJwt(header, claims, sign)
}

export interface KeyProofRequest {
  /** The object id of the application (or service principal) that is called: not its client id. */
  objectId: string
  /** Upper-case hex of both hashes of the DER certificate that stands on the application now and signs this. */
  sha1: string
  sha256: string
  /** What `sign` does. Microsoft's own sample signs `RS256` and names the key by `x5t`; no page speaks of `PS256` here. */
  algorithm: 'RS256' | 'PS256'
  now: Date
  sign: Sign
}

/** The proof of possession that lets an application roll its own key by addKey and removeKey without any permission. */
export function keyProof({ objectId, sha1, sha256, algorithm, now, sign }: KeyProofRequest): Promise<string> {
  const notBefore = toSeconds(now) - skewSeconds
  const header = {
    alg: algorithm,
    typ: 'JWT',
    x5t: toThumbprintHeader(sha1),
    'x5t#S256': toThumbprintHeader(sha256),
  }
  const claims = { aud: proofAudience, iss: objectId, nbf: notBefore, exp: notBefore + proofSeconds }
  return encodeJwt(header, claims, sign)
}

/** JWS compact serialization (RFC 7515 §7.1). Never padded: Graph answers 401 to a proof that carries “=”. */
async function encodeJwt(header: object, claims: object, sign: Sign): Promise<string> {
  const input = `${toBase64Url(header)}.${toBase64Url(claims)}`
  const signature = await sign(Buffer.from(input, 'ascii'))
  return `${input}.${signature.toString('base64url')}`
}

function toBase64Url(part: object): string {
  return Buffer.from(JSON.stringify(part), 'utf8').toString('base64url')
}

function toThumbprintHeader(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64url')
}

function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}
