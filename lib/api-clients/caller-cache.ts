import { report } from '../log'
import { roomState, runtime, type Runtime } from '../runtime'
import type { Caller } from './caller'

/** Nothing is believed longer, should the message of another process be lost. */
const longestAgeMs = 1000
const mostCallers = 10_000
const channel = 'api_tokens'

interface CallerCache {
  entries: Map<string, { caller: Caller; readAt: number }>
  /** Counts the times that everything was forgotten: what was read before must not be kept after. */
  generation: number
}

/** Who holds this token, if this process has just looked. */
export function knownCaller(hash: string, now: Date): Caller | null {
  const known = cache().entries.get(hash)
  if (known === undefined) return null
  const age = now.getTime() - known.readAt
  return age >= 0 && age < longestAgeMs ? known.caller : null
}

/** Taken before the look, given with what it found. */
export function lookBegins(): number {
  return cache().generation
}

export function keepCaller(hash: string, caller: Caller, now: Date, begun: number): void {
  const { entries, generation } = cache()
  if (begun !== generation) return
  if (entries.size >= mostCallers) entries.clear()
  entries.set(hash, { caller, readAt: now.getTime() })
}

/** After every revocation, once it is in the database: here at once, in other processes by the bus. */
export async function forgetCallers(): Promise<void> {
  clear(cache())
  const here = runtime()
  await here.bus.publish(channel, '').catch(unlessClosing(here))
}

/** Without the bus others forget within a second all the same. */
function unlessClosing({ closing }: Runtime) {
  return (error: unknown) => {
    if (!closing.aborted) report(error)
  }
}

function cache(): CallerCache {
  return roomState('api-clients.callers', () => {
    const made: CallerCache = { entries: new Map(), generation: 0 }
    const here = runtime()
    const listen = here.bus.subscribe(channel, () => {
      clear(made)
    })
    void listen.catch(unlessClosing(here))
    return made
  })
}

function clear(made: CallerCache): void {
  made.generation += 1
  made.entries.clear()
}
