import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** The key with which this cloud signs its tokens; it stays the same over restarts, so tokens do too. */
export interface SigningKey {
  kid: string
  pkcs8: string
  publicJwk: { n: string; e: string }
  /** RSASSA-PKCS1-v1_5 with SHA-256, base64url. */
  sign(input: string): string
  verifies(input: string, signature: string): boolean
}

export function createSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return openSigningKey(privateKey)
}

export function loadSigningKey(pkcs8: string): SigningKey {
  return openSigningKey(createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' }))
}

/** How many signatures are remembered as good: a token is shown at every call, and a signature never turns bad. */
const remembered = 2000

function openSigningKey(privateKey: KeyObject): SigningKey {
  const good = new Set<string>()
  const publicKey = createPublicKey(privateKey)
  const jwk = publicKey.export({ format: 'jwk' })
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  return {
    kid: createHash('sha256').update(spki).digest('base64url').slice(0, 27),
    pkcs8: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicJwk: { n: jwk.n ?? '', e: jwk.e ?? '' },
    sign: (input) => sign('sha256', Buffer.from(input), privateKey).toString('base64url'),
    verifies: (input, signature) => {
      const whole = `${input}.${signature}`
      if (good.has(whole)) return true
      const isGood = verify('sha256', Buffer.from(input), publicKey, Buffer.from(signature, 'base64url'))
      if (isGood && good.size >= remembered) good.clear()
      if (isGood) good.add(whole)
      return isGood
    },
  }
}
