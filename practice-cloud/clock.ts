/** The cloud's own time: everything that lags, expires or carries a date asks this clock, so tests move it instead of waiting. */
export interface CloudClock {
  /** Milliseconds since 1970 as this cloud sees them. */
  now(): number
  offsetSeconds(): number
  /** Sets the distance to the machine's clock, in seconds; may be negative. */
  setOffset(seconds: number): void
}

export function createClock(): CloudClock {
  let offset = 0
  return {
    now: () => Date.now() + offset * 1000,
    offsetSeconds: () => offset,
    setOffset: (seconds) => {
      offset = seconds
    },
  }
}

/** `2026-11-21T10:00:00Z`: Graph's reads have whole seconds. */
export function wholeSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/** `2026-11-21T10:00:00.1230000Z`: Graph's answers to a POST have seven fraction digits. */
export function sevenDigits(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 23)}0000Z`
}
