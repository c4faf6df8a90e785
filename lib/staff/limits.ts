import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

export interface TryLimits {
  account: number
  address: number
  /** Over all accounts: bounds the hash evaluations that a guessing machine can cause. */
  all: number
  windowSeconds: number
}

/** A person who mistypes ten times waits a quarter of an hour; nobody is locked out for good. */
export const signInLimits: TryLimits = { account: 10, address: 20, all: 80, windowSeconds: 900 }

export interface TryLimiter {
  /** Takes one try before the password is looked at. Seconds to wait when there is none left, else null. */
  take(account: string, address: string | null): Promise<number | null>
  /** Gives the try back: it was the right password. */
  giveBack(account: string, address: string | null): Promise<void>
}

/**
 * Windows in memory of one process. Refused tries do not lengthen the wait. The common window is asked first, so that
 * made-up accounts cannot fill the memory; what a later window refuses is given back to the earlier ones.
 */
export function createTryLimiter(limits: TryLimits): TryLimiter {
  const window = (points: number) => new RateLimiterMemory({ points, duration: limits.windowSeconds })
  const all = window(limits.all)
  const addresses = window(limits.address)
  const accounts = window(limits.account)
  const shared = (from: string | null): Place[] => [
    { limiter: all, key: 'all' },
    ...(from === null ? [] : [{ limiter: addresses, key: from }]),
  ]
  return {
    take: (account, from) => takeInOrder([...shared(from), { limiter: accounts, key: account }]),
    giveBack: async (account, from) => {
      await accounts.delete(account)
      await returnTo(shared(from))
    },
  }
}

interface Place {
  limiter: RateLimiterMemory
  key: string
}

/** `consume` counts before it answers, so that tries made at the same moment cannot all find the last one free. */
async function takeInOrder(places: readonly Place[]): Promise<number | null> {
  const taken: Place[] = []
  for (const place of places) {
    const wait = await place.limiter.consume(place.key).then(() => null, secondsLeft)
    taken.push(place)
    if (wait !== null) {
      await returnTo(taken)
      return wait
    }
  }
  return null
}

async function returnTo(places: readonly Place[]): Promise<void> {
  await Promise.all(places.map(({ limiter, key }) => limiter.reward(key)))
}

function secondsLeft(refused: unknown): number {
  if (!(refused instanceof RateLimiterRes)) throw refused
  return Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
}
