import { runtime } from '@/lib/runtime'

/**
 * The client's address as the reverse proxy before us saw it: the last entry, because the earlier ones are the client's
 * own words. Null without TRUST_PROXY, when the whole header is.
 */
export function addressOf(forwardedFor: unknown): string | null {
  if (runtime().settings.TRUST_PROXY !== 'on' || typeof forwardedFor !== 'string') return null
  return forwardedFor.split(',').at(-1)?.trim() || null
}
