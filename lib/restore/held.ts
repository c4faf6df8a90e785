import type { Assertion } from '../microsoft/assertion'
import { roomState, runtime } from '../runtime'

/** An assertion in the memory of this process, and for whom. */
export interface Held {
  operatorId: string
  assertion: Assertion
}

interface Shelved extends Held {
  /** Ends the wait for its time. */
  over: AbortController
}

/** For how long an assertion waits for its operator, in milliseconds. */
export const heldMs = 10 * 60_000

/**
 * What this process holds, by sign-in. An entry leaves when it is taken, when its time is over, and with the process;
 * it is written nowhere.
 */
function shelf(): Map<string, Shelved> {
  return roomState('restore.held', () => new Map<string, Shelved>())
}

/** Dropped by itself at the end of its time. */
export function hold(signInId: string, held: Held): void {
  const { clock, closing } = runtime()
  const over = new AbortController()
  shelf().set(signInId, { ...held, over })
  void clock.sleep(heldMs, AbortSignal.any([closing, over.signal])).then(() => {
    dropHeld(signInId)
  })
}

/** Null unless it is here and this operator's. */
export function findHeld(signInId: string, operatorId: string): Held | null {
  const held = shelf().get(signInId)
  return held?.operatorId === operatorId ? held : null
}

export function dropHeld(signInId: string): void {
  const held = shelf().get(signInId)
  if (held === undefined) return
  shelf().delete(signInId)
  held.assertion.drop()
  held.over.abort()
}
