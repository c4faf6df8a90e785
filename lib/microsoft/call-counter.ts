/** Where boot leaves the counter that the clouds were given, among what rooms keep per process. */
export const callCounterName = 'microsoft-calls'

/** One answer of Microsoft, or that none came (status 0). */
export interface CountedCall {
  cloud: string
  status: number
}

export interface CallCounter {
  readonly count: (call: CountedCall) => void
  readonly read: () => readonly (CountedCall & { count: number })[]
}

/** How often each status came from each cloud since this process began. */
export function createCallCounter(): CallCounter {
  const counts = new Map<string, CountedCall & { count: number }>()
  return {
    count: (call) => {
      const key = `${call.cloud} ${call.status}`
      const known = counts.get(key)
      if (known === undefined) counts.set(key, { ...call, count: 1 })
      else known.count++
    },
    read: () => [...counts.values()],
  }
}
