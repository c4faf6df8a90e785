import type { Clock } from '@/lib/clock'
import { systemClock } from '@/lib/clock'

export interface StillClock extends Clock {
  pass(seconds: number): void
}

/** A clock that stands until it is moved, so that a slow machine cannot change what is asked of it. */
export function stillClock(): StillClock {
  let at = Date.now()
  return {
    now: () => new Date(at),
    pass: (seconds) => {
      at += seconds * 1000
    },
    sleep: (milliseconds, signal) => systemClock.sleep(milliseconds, signal),
  }
}
