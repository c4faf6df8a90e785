import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { roomState, runtime } from '@/lib/runtime'

const windowSeconds = 60

export interface Allowance {
  /** RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers). */
  headers: Record<string, string>
  /** Null while there is something left. */
  retryAfterSeconds: number | null
}

/** Takes one request of this client from its minute. Counted by each process for itself. */
export async function takeRequest(clientId: string): Promise<Allowance> {
  const most = runtime().settings.API_REQUESTS_PER_MINUTE
  const limiter = roomState('edge.api-limiter', () => new RateLimiterMemory({ points: most, duration: windowSeconds }))
  const taken = await limiter.consume(clientId).catch((refused: unknown) => {
    if (refused instanceof RateLimiterRes) return refused
    throw refused
  })
  const seconds = Math.max(1, Math.ceil(taken.msBeforeNext / 1000))
  return {
    headers: {
      RateLimit: `"client";r=${Math.max(0, taken.remainingPoints)};t=${seconds}`,
      'RateLimit-Policy': `"client";q=${most};w=${windowSeconds}`,
    },
    retryAfterSeconds: taken.consumedPoints > most ? seconds : null,
  }
}
