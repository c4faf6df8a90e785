import { z } from 'zod'

const Email = z.email().max(254)

/**
 * The one form in which an address is stored and compared, or null when it is none. A sign that only looks like another
 * (a full-width ＠) is refused before it can be folded into it: two addresses must never meet in one account.
 */
export function readEmail(typed: string): string | null {
  const trimmed = typed.trim()
  if (trimmed.normalize('NFKC') !== trimmed) return null
  const parsed = Email.safeParse(trimmed.toLowerCase())
  return parsed.success ? parsed.data : null
}
