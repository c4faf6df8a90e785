/** How many pieces may begin at a moment, so that no second ever sees more than `perSecond` of them. */
export interface Pace {
  /** How many may begin now; times are milliseconds. */
  free(now: number): number
  begun(count: number, now: number): void
  /** How long until one more may begin; never longer than one window, whatever the clock did. */
  waitMs(now: number): number
}

/** Below one a second, one piece in as many seconds as that takes. */
export function createPace(perSecond: number): Pace {
  const windowMs = perSecond >= 1 ? 1000 : 1000 / perSecond
  const most = Math.max(1, Math.floor(perSecond))
  let recent: number[] = []
  const forget = (now: number) => (recent = recent.filter((at) => Math.abs(now - at) < windowMs))
  return {
    free: (now) => most - forget(now).length,
    begun: (count, now) => {
      recent.push(...Array.from({ length: count }, () => now))
    },
    waitMs: (now) => Math.min(windowMs, Math.max(1, (recent[0] ?? now - windowMs) + windowMs - now)),
  }
}
