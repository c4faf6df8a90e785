import { runtime } from '@/lib/runtime'
import type { House } from './tenants'

/**
 * Waits of the product pass at once, for it and for Microsoft alike: every pause of more than a moment moves both clocks.
 * `onPause` hears of each before it passes. Answers the pauses that were asked for, in milliseconds, and a way to let time pass as it is again.
 */
export function skipTime(
  house: House,
  onPause: () => Promise<void> = () => Promise.resolve(),
): { pauses: number[]; stop: () => void } {
  const before = runtime().clock
  const pauses: number[] = []
  let skipped = 0
  runtime().clock = {
    now: () => new Date(Date.now() + skipped),
    sleep: async (milliseconds, signal) => {
      if (milliseconds < 500) return before.sleep(milliseconds, signal)
      pauses.push(milliseconds)
      await onPause()
      skipped += milliseconds
      await house.cloud.control.advanceClock(milliseconds / 1000)
      await before.sleep(5, signal)
    },
  }
  return {
    pauses,
    stop: () => {
      runtime().clock = before
    },
  }
}
