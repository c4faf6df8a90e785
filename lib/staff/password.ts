import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { commonPasswords } from './common-passwords'

const fewestCharacters = 12
/** Hashing a megabyte costs time and says nothing about strength. */
const mostCharacters = 256
const fewestDifferent = 5

/** argon2id, 46 MiB, one pass, one lane: the first choice of the OWASP Password Storage Cheat Sheet. */
const cost = { memoryCost: 47_104, timeCost: 1, parallelism: 1 } as const

/** Why a new password is refused, with the mend; null when it is good. Same reading as `hashPassword`. */
export function refusePassword(password: string): string | null {
  const read = normalize(password)
  const length = Array.from(read).length
  if (length < fewestCharacters) {
    return `This has ${length} characters and needs ${fewestCharacters}. Three or four words in a row are easy to keep.`
  }
  if (length > mostCharacters) return `This is longer than ${mostCharacters} characters. A shorter one is as safe.`
  if (new Set(read.toLowerCase()).size < fewestDifferent) {
    return 'This repeats a few characters only. Use words that do not belong together.'
  }
  return isCommon(read)
    ? 'This is among the passwords that are tried first. Use words that do not belong together.'
    : null
}

export function hashPassword(password: string): Promise<string> {
  return hash(normalize(password), cost)
}

/** Takes as long for a wrong password as for a right one. A hash that cannot be read counts as wrong. */
export async function isPassword(password: string, passwordHash: string): Promise<boolean> {
  const read = normalize(password)
  if (read.length > 4 * mostCharacters) return false
  return verify(passwordHash, read).catch(() => false)
}

/** A hash that nobody's password fits, at the cost of a real one: what an unknown mail address is compared with. */
export function hashOfNobody(): Promise<string> {
  return hash(randomBytes(24), cost)
}

/** The same key typed on another keyboard or system must be the same password (RFC 8265 uses NFC; NFKC also folds widths). */
function normalize(password: string): string {
  return password.normalize('NFKC')
}

/** Common words stay common with digits and signs around them, or written twice. */
function isCommon(password: string): boolean {
  const plain = password.toLowerCase()
  const letters = plain.replace(/^[^a-z]+|[^a-z]+$/g, '')
  const half = plain.slice(0, plain.length / 2)
  return [plain, letters, ...(half + half === plain ? [half] : [])].some((form) => commonPasswords.has(form))
}
