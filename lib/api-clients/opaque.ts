import { createHash, randomBytes } from 'node:crypto'

const prefixes = { access: 'lka_', refresh: 'lkr_', secret: 'lks_' } as const

export type OpaqueKind = keyof typeof prefixes

/** 64 letters: longer than what any log line keeps of one run of letters. */
const randomByteCount = 48
const shape = /^lk[ars]_[\w-]{64}(?:\.[\w.-]+)?$/
/** A token with what it carries; longer ones are not even hashed. */
const longest = 8192

/**
 * 384 random bits, so that guessing is hopeless (RFC 6749 section 10.10). What it carries for its holder follows after a
 * dot; it is part of what is hashed, so nobody can exchange it. Letters fit a bearer header (RFC 6750 section 2.1).
 */
export function newOpaque(kind: OpaqueKind, carried?: string | null): string {
  const random = `${prefixes[kind]}${randomBytes(randomByteCount).toString('base64url')}`
  return carried ? `${random}.${carried}` : random
}

/** SHA-256 in hexadecimal of a token or secret of ours; null for what cannot be one. */
export function hashOpaque(kind: OpaqueKind, given: string): string | null {
  if (given.length > longest || !given.startsWith(prefixes[kind]) || !shape.test(given)) return null
  return createHash('sha256').update(given).digest('hex')
}

/** What was put into a token for its holder. Trust it only after the token itself was known. */
export function carriedOf(token: string): string | null {
  const dot = token.indexOf('.')
  return dot < 0 ? null : token.slice(dot + 1)
}
