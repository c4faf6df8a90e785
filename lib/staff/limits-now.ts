import { roomState, runtime } from '../runtime'
import { createTryLimiter, signInLimits, type TryLimiter } from './limits'
import type { FactorParts } from './second-factor'
import type { SessionLimits } from './sessions'

/** How long sessions live, by this process's settings and clock. */
export function sessionLimits(): SessionLimits {
  const { clock, settings } = runtime()
  return { now: clock.now(), idleMinutes: settings.SESSION_IDLE_MINUTES, hours: settings.SESSION_HOURS }
}

export function passwordLimiter(): TryLimiter {
  return roomState('staff.limiter', () => createTryLimiter(signInLimits))
}

/** What lib/staff/second-factor.ts works with here. A guess at a code costs no guess at a password. */
export function factorParts(): FactorParts {
  const { db, vault, clock } = runtime()
  const limiter = roomState('staff.second-factor-limiter', () => createTryLimiter(signInLimits))
  return { db, vault, now: clock.now(), limiter }
}
