import { roomState } from '../runtime'

/** How far this server's clock is from Microsoft's, in seconds; positive when ours is ahead. Null within a minute. */
interface Measured {
  seconds: number | null
}

/** Microsoft admits five minutes between two clocks; beyond that no proof of ours is believed (AADSTS700024). */
const toleratedSeconds = 300

function measured(): Measured {
  return roomState<Measured>('server-clock', () => ({ seconds: null }))
}

/** Hears of every answer whose Date differs from our clock by more than a minute. */
export function noteSkew(seconds: number): void {
  measured().seconds = seconds
}

/** Forgets the last measure, so that the next answer is a fresh one: absent then means right. */
export function measureAnew(): void {
  measured().seconds = null
}

export function currentSkew(): number | null {
  return measured().seconds
}

export function isBeyondTolerance(seconds: number | null): seconds is number {
  return seconds !== null && Math.abs(seconds) > toleratedSeconds
}

/** “10 minutes ahead of Microsoft’s”. */
export function describeSkew(seconds: number): string {
  const size = Math.abs(seconds)
  const amount =
    size >= 2 * 86_400
      ? `${Math.round(size / 86_400)} days`
      : size >= 2 * 3600
        ? `${Math.round(size / 3600)} hours`
        : `${Math.round(size / 60)} ${Math.round(size / 60) === 1 ? 'minute' : 'minutes'}`
  return `${amount} ${seconds > 0 ? 'ahead of' : 'behind'} Microsoft’s`
}
