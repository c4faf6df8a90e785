import type { Clock } from '@/lib/clock'

export interface RetryOptions {
  clock: Clock
  signal?: AbortSignal | undefined
  /** How long to go on trying after the first failure, in milliseconds. */
  retryForMs: number
  /** The first pause is drawn from 0 to this; it doubles each time. */
  basePauseMs?: number
  random?: () => number
}

const longestPauseMs = 20_000

/**
 * Repeats an attempt while `judge` says so. Pauses grow with full jitter, and Retry-After is a floor under them; when
 * the next pause would pass the deadline, the last answer is returned as it is.
 */
export async function withRetries<T>(
  options: RetryOptions,
  attempt: () => Promise<T>,
  judge: (answer: T) => { again: boolean; retryAfterSeconds: number | null },
): Promise<T> {
  const { clock, signal, random = Math.random } = options
  const deadline = clock.now().getTime() + options.retryForMs
  let ceiling = options.basePauseMs ?? 500
  for (;;) {
    const answer = await attempt()
    const verdict = judge(answer)
    const pause = Math.max((verdict.retryAfterSeconds ?? 0) * 1000, random() * ceiling)
    const hopeless = signal?.aborted === true || clock.now().getTime() + pause > deadline
    if (!verdict.again || hopeless) return answer
    await clock.sleep(pause, signal)
    ceiling = Math.min(ceiling * 2, longestPauseMs)
  }
}
