import { Secret, TOTP } from 'otpauth'

const periodSeconds = 30
const secretBytes = 20

/** How an authenticator app learns the secret: as text to type, and as the link that a QR code carries. */
export interface SharedSecret {
  /** Base32, in groups of four. */
  text: string
  /** `otpauth://totp/…`, the form that authenticator apps read. */
  link: string
}

/** As long as a SHA-1 digest (RFC 4226 §4, R6). */
export function makeSecret(): Uint8Array {
  return new Secret({ size: secretBytes }).bytes
}

export function describeSecret(bytes: Uint8Array, email: string): SharedSecret {
  const generator = generatorOf(bytes, email)
  return { text: generator.secret.base32.replace(/(.{4})(?=.)/g, '$1 '), link: generator.toString() }
}

/**
 * The time step that this code belongs to, at most one away from now (RFC 6238 §5.2), or null. SHA-1, six digits and 30
 * seconds are what every authenticator app does, whatever the link says.
 */
export function stepOfCode(bytes: Uint8Array, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const timestamp = now.getTime()
  const distance = generatorOf(bytes, '').validate({ token: code, timestamp, window: 1 })
  return distance === null ? null : Math.floor(timestamp / 1000 / periodSeconds) + distance
}

function generatorOf(bytes: Uint8Array, label: string): TOTP {
  const secret = new Secret({ buffer: new Uint8Array(bytes).buffer })
  return new TOTP({ issuer: 'Latchkey', label, secret, algorithm: 'SHA1', digits: 6, period: periodSeconds })
}
