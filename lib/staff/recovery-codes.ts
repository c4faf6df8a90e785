import { createHash, randomInt } from 'node:crypto'

const howMany = 10
/** No letter that is read as another (Crockford's base 32). */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'
const length = 16
const shape = new RegExp(`^[${letters}]{${length}}$`)

/** Ten codes of 80 random bits: too many to guess even for who has the hashes, so a plain hash is enough. */
export function makeRecoveryCodes(): readonly string[] {
  return Array.from({ length: howMany }, () => {
    const code = Array.from({ length }, () => letters[randomInt(letters.length)] ?? '').join('')
    return code.replace(/(.{4})(?=.)/g, '$1-')
  })
}

/** Bound to its operator, so that equal codes would not show. Null for what cannot be one. */
export function hashRecoveryCode(operatorId: string, typed: string): string | null {
  const plain = typed.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1')
  if (!shape.test(plain)) return null
  return createHash('sha256').update(`${operatorId} ${plain}`).digest('hex')
}
