import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits: what stands at the end of a link that works once. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Only this is kept, so that the database opens no door. The token has too many bits for a slow hash to matter. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
