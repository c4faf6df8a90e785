import { constants, verify, X509Certificate } from 'node:crypto'
import type { KeyRecord } from '../state/records'

/** A signed JSON Web Token, taken apart but not yet believed. */
export interface SignedToken {
  header: Readonly<Record<string, unknown>>
  claims: Readonly<Record<string, unknown>>
  input: string
  signature: Buffer
}

const BASE64URL = /^[A-Za-z0-9_-]+$/

/** Absent for anything that is not three base64url parts of JSON; padding (`=`) is refused, as at Microsoft. */
export function parseToken(text: string): SignedToken | undefined {
  const [header, claims, signature, ...rest] = text.split('.')
  if (header === undefined || claims === undefined || signature === undefined || rest.length > 0) return undefined
  if (![header, claims, signature].every((part) => BASE64URL.test(part))) return undefined
  const head = parseObject(header)
  const body = parseObject(claims)
  if (head === undefined || body === undefined) return undefined
  return { header: head, claims: body, input: `${header}.${claims}`, signature: Buffer.from(signature, 'base64url') }
}

function parseObject(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** The registered certificate that the token's header names by `x5t#S256` or `x5t`. */
export function namedKey(token: SignedToken, keys: readonly KeyRecord[]): KeyRecord | undefined {
  const sha256 = thumbprint(token.header['x5t#S256'])
  const sha1 = thumbprint(token.header['x5t'])
  if (sha256 !== undefined) return keys.find((key) => key.sha256 === sha256)
  return sha1 === undefined ? undefined : keys.find((key) => key.sha1 === sha1)
}

/** The thumbprint in the header, upper-case hex, for error texts. */
export function claimedThumbprint(token: SignedToken): string {
  return thumbprint(token.header['x5t#S256']) ?? thumbprint(token.header['x5t']) ?? ''
}

function thumbprint(value: unknown): string | undefined {
  return typeof value === 'string' ? Buffer.from(value, 'base64url').toString('hex').toUpperCase() : undefined
}

/** PS256 and RS256, nothing else. */
export function isSignedBy(token: SignedToken, key: KeyRecord): boolean {
  const publicKey = new X509Certificate(Buffer.from(key.key, 'base64')).publicKey
  const input = Buffer.from(token.input)
  if (token.header['alg'] === 'RS256') return verify('sha256', input, publicKey, token.signature)
  if (token.header['alg'] !== 'PS256') return false
  const pss = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
  return verify('sha256', input, pss, token.signature)
}

export function numberClaim(token: SignedToken, name: string): number | undefined {
  const value = token.claims[name]
  return typeof value === 'number' ? value : undefined
}
