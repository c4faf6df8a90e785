import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { z } from 'zod'
import { AppError } from '../errors'

/** The signatures that we take: no shared secrets, no PKCS#1 v1.5. */
export const assertionAlgorithms = ['PS256', 'ES256', 'EdDSA'] as const
export type AssertionAlgorithm = (typeof assertionAlgorithms)[number]

/** The public half of a client’s key, as it is kept. */
export interface ClientKey {
  alg: AssertionAlgorithm
  /** RFC 7638, SHA-256. */
  thumbprint: string
  jwk: JWK
}

const smallestRsaBits = 2048
const longestText = 20_000

const storedKeys = z.array(
  z.object({
    alg: z.enum(assertionAlgorithms),
    thumbprint: z.string(),
    jwk: z.record(z.string(), z.string()).transform((jwk): JWK => jwk),
  }),
)

export function readStoredKeys(stored: unknown): ClientKey[] {
  return stored === null ? [] : storedKeys.parse(stored)
}

/** What somebody pasted: a public key or certificate in PEM, or one JWK. Throws `invalid_input` that says what to do. */
export async function readPublicKey(text: string): Promise<ClientKey> {
  const given = text.trim().slice(0, longestText)
  if (given.includes('PRIVATE KEY') || /"d"\s*:/.test(given)) {
    throw refuse('private', 'This is a private key. Keep it where it is, and paste its public half.')
  }
  const key = parse(given)
  const alg = algorithmOf(key)
  const { kty, crv, n, e, x, y } = key.export({ format: 'jwk' })
  const jwk = Object.fromEntries(
    Object.entries({ kty, crv, n, e, x, y }).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
  return { alg, jwk, thumbprint: await calculateJwkThumbprint(jwk) }
}

function parse(text: string): KeyObject {
  try {
    if (text.startsWith('{')) {
      return createPublicKey({ key: z.record(z.string(), z.unknown()).parse(JSON.parse(text)), format: 'jwk' })
    }
    return text.includes('BEGIN CERTIFICATE') ? new X509Certificate(text).publicKey : createPublicKey(text)
  } catch {
    throw refuse('unreadable', 'Paste the whole public key: the PEM text with its BEGIN and END lines, or one JWK.')
  }
}

function algorithmOf(key: KeyObject): AssertionAlgorithm {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'rsa' && (modulusLength ?? 0) >= smallestRsaBits) return 'PS256'
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ES256'
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA'
  throw refuse('kind', `Use an RSA key of at least ${smallestRsaBits} bits, a P-256 key or an Ed25519 key.`)
}

function refuse(why: string, say: string): AppError {
  return new AppError('invalid_input', `public key refused: ${why}`, { field: 'publicKey', say })
}
