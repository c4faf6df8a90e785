import type { Clock } from '@/lib/clock'

export interface SkippingClock extends Clock {
  /** Every pause that was asked for, in milliseconds. */
  readonly pauses: readonly number[]
}

/** A clock on which pauses pass at once: `sleep` moves the time forward and lets other work run, without waiting. */
export function skippingClock(): SkippingClock {
  let skipped = 0
  const pauses: number[] = []
  return {
    pauses,
    now: () => new Date(Date.now() + skipped),
    sleep: async (milliseconds) => {
      const pause = Math.max(0, milliseconds)
      pauses.push(pause)
      skipped += pause
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}
