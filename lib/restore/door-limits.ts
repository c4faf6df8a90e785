import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { roomState } from '../runtime'

const windowSeconds = 300
/** A restore needs a handful; a machine that guesses, or one that loops, meets the end of these. */
const perTenant = 30
const perAddress = 60
const overAll = 600

function limiters() {
  return roomState('restore.door-limits', () => ({
    all: new RateLimiterMemory({ points: overAll, duration: windowSeconds }),
    address: new RateLimiterMemory({ points: perAddress, duration: windowSeconds }),
    tenant: new RateLimiterMemory({ points: perTenant, duration: windowSeconds }),
  }))
}

/** Before anything is looked up. Seconds to wait when there is none left, else null. */
export async function takeTry(address: string | null): Promise<number | null> {
  const { all, address: addresses } = limiters()
  return (await take(all, 'all')) ?? (await take(addresses, address ?? 'direct'))
}

/** Before Microsoft is asked about this tenant. */
export function takeTryFor(tenantId: string): Promise<number | null> {
  return take(limiters().tenant, tenantId)
}

function take(limiter: RateLimiterMemory, key: string): Promise<number | null> {
  return limiter.consume(key).then(
    () => null,
    (refused: unknown) => {
      if (!(refused instanceof RateLimiterRes)) throw refused
      return Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
    },
  )
}
