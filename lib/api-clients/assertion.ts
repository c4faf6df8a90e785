import {
  decodeProtectedHeader,
  errors,
  importJWK,
  jwtVerify,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from 'jose'
import { z } from 'zod'
import { assertionAlgorithms, type ClientKey } from './client-keys'

const longestAssertion = 6000
/** Three parts of base64url and nothing else: decoders on the way forgive line breaks and padding, we do not (RFC 7515 section 2). */
const compact = /^[\w-]+\.[\w-]+\.[\w-]+$/
/** SECURITY: from its making to its end at most five minutes, clocks at most one apart. */
const longestLifeSeconds = 300
export const skewSeconds = 60

/** Nothing that names, brings or points to a key: the key is the one that an operator registered. */
const knownHeaders = new Set(['alg', 'typ', 'kid'])
const knownTypes = new Set(['jwt', 'client-authentication+jwt'])

const claims = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  exp: z.number(),
  iat: z.number(),
  nbf: z.number().optional(),
  jti: z.string().min(1).max(200),
})
type Claims = z.output<typeof claims>

export interface ProvedAssertion {
  clientId: string
  jti: string
  /** After this second nobody may use it anyway. */
  expiresAt: Date
}

/** Who an assertion says it is from, unproved. Null for what is no JWT with a subject. */
export function subjectOf(assertion: string): string | null {
  if (assertion.length > longestAssertion || !compact.test(assertion)) return null
  try {
    const payload: unknown = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return z.object({ sub: z.string() }).parse(payload).sub
  } catch {
    return null
  }
}

/** RFC 7523 section 3, points 1 to 9, for authenticating a client. Whether it was used before is not asked here. */
export async function proveAssertion(
  assertion: string,
  keys: readonly ClientKey[],
  expected: { clientId: string; issuer: string; now: Date },
): Promise<ProvedAssertion | null> {
  if (assertion.length > longestAssertion || !compact.test(assertion) || !isPlainHeader(assertion)) return null
  for (const key of keys) {
    const payload = await verify(assertion, key)
    const read = payload === null ? null : claims.safeParse(payload)
    if (read?.success && areInOrder(read.data, expected)) {
      const expiresAt = new Date((Math.ceil(read.data.exp) + 2 * skewSeconds) * 1000)
      return { clientId: expected.clientId, jti: read.data.jti, expiresAt }
    }
  }
  return null
}

function isPlainHeader(assertion: string): boolean {
  let header: ProtectedHeaderParameters
  try {
    header = decodeProtectedHeader(assertion)
  } catch {
    return false
  }
  const typeFits =
    header.typ === undefined || (typeof header.typ === 'string' && knownTypes.has(header.typ.toLowerCase()))
  return typeFits && Object.keys(header).every((name) => knownHeaders.has(name))
}

/** RFC 9864 calls EdDSA with Ed25519 by the curve’s name; both are the same signature. */
function algorithmsOf(key: ClientKey): string[] {
  const known = assertionAlgorithms.filter((alg) => alg === key.alg)
  return key.alg === 'EdDSA' ? [...known, 'Ed25519'] : known
}

/** Times are judged by `areInOrder`, which is stricter; jose is asked for the signature. */
async function verify(assertion: string, key: ClientKey): Promise<JWTPayload | null> {
  try {
    const verified = await jwtVerify(assertion, await importJWK(key.jwk, key.alg), {
      algorithms: algorithmsOf(key),
      clockTolerance: Number.MAX_SAFE_INTEGER,
    })
    return verified.payload
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null
    throw error
  }
}

function areInOrder(
  given: Claims,
  { clientId, issuer, now }: { clientId: string; issuer: string; now: Date },
): boolean {
  const seconds = now.getTime() / 1000
  const life = given.exp - given.iat
  return (
    given.iss === clientId &&
    given.sub === clientId &&
    given.aud === issuer &&
    life > 0 &&
    life <= longestLifeSeconds &&
    given.exp > seconds - skewSeconds &&
    given.iat <= seconds + skewSeconds &&
    (given.nbf ?? given.iat) <= seconds + skewSeconds
  )
}
