import { shareOf } from '../queue/spread'

const minute = 60
const hour = 60 * minute

/** Pauses after each failed try, in seconds: the schedule that Standard Webhooks recommends; then it is given up. */
const pauses = [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour] as const

/** A receiver that asks for more than this is not waited for. */
const longestAskedSeconds = 7 * 24 * hour

/**
 * When to try again after `tries` failures, or null when nothing is tried any more. What the receiver asked for is a
 * floor, never shortened; up to a tenth is added, so that many deliveries do not come back in one second.
 */
export function nextTryAt(tries: number, now: Date, askedSeconds: number | null, seed: string): Date | null {
  const pause = pauses[tries - 1]
  if (pause === undefined || (askedSeconds ?? 0) > longestAskedSeconds) return null
  const seconds = Math.max(pause, askedSeconds ?? 0) * (1 + shareOf(`${seed}:${tries}`) / 10)
  return new Date(now.getTime() + Math.ceil(seconds * 1000))
}
