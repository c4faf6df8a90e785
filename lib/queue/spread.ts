import { createHash } from 'node:crypto'

/**
 * The next time after `now` at which this seed’s turn comes, once per period (milliseconds). The seed alone decides the
 * place in the period, so that a thousand tenants are spread over it and each keeps its place through restarts.
 */
export function nextTurn(seed: string, periodMs: number, now: Date): Date {
  const offset = Math.floor(shareOf(seed) * periodMs)
  const passed = Math.floor((now.getTime() - offset) / periodMs)
  return new Date((passed + 1) * periodMs + offset)
}

/** 0 ≤ x < 1, the same for the same seed. */
export function shareOf(seed: string): number {
  return createHash('sha256').update(`turn:${seed}`).digest().readUIntBE(0, 6) / 2 ** 48
}

/** How long to wait after a failure of ours: 1 minute, doubled with each try, at most 6 hours, and up to a quarter less. */
export function backoffMs(tries: number, seed: string): number {
  const longest = Math.min(6 * 60, 2 ** Math.min(tries, 12)) * 60_000
  return Math.round(longest * (1 - shareOf(`${seed}:${tries}`) / 4))
}
