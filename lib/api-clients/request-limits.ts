import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { roomState } from '../runtime'
import { OAuthError } from './oauth-error'

const windowSeconds = 60
/**
 * Before a client is known, by address: made-up clients fill no memory, and nobody can use up another’s share by naming
 * it. After that, by client. A token lives an hour, so one a second is plenty.
 */
const limits = { all: 1200, address: 300, client: 60 }

/** Throws with the seconds to wait. An address that nobody vouches for counts in the common window only. */
export async function admitAddress(address: string | null): Promise<void> {
  await take(window('all'), 'all')
  if (address !== null) await take(window('address'), address)
}

export async function admitClient(clientId: string): Promise<void> {
  await take(window('client'), clientId)
}

function window(name: keyof typeof limits): RateLimiterMemory {
  const make = () => new RateLimiterMemory({ points: limits[name], duration: windowSeconds })
  return roomState(`api-clients.limit.${name}`, make)
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  const waitSeconds = await limiter.consume(key).then(() => null, secondsLeft)
  if (waitSeconds === null) return
  throw new OAuthError('temporarily_unavailable', 'Too many requests. Wait, then ask again.', {
    status: 429,
    retryAfterSeconds: waitSeconds,
  })
}

function secondsLeft(refused: unknown): number {
  if (!(refused instanceof RateLimiterRes)) throw refused as Error
  return Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
}
