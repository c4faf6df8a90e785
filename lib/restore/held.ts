import type { Assertion } from '../microsoft/assertion'
import { roomState, runtime } from '../runtime'

/** An assertion in the memory of this process, and for whom. */
export interface Held {
  operatorId: string
  assertion: Assertion
}

/** For how long an assertion waits for its operator, in milliseconds. */
export const heldMs = 10 * 60_000

/**
 * What this process holds, by sign-in. An entry leaves when it is taken, when its time is over, and with the process;
 * it is written nowhere.
 */
function shelf(): Map<string, Held> {
  return roomState('restore.held', () => new Map<string, Held>())
}

/** Dropped by itself at the end of its time. */
export function hold(signInId: string, held: Held): void {
  const { clock, closing } = runtime()
  shelf().set(signInId, held)
  void clock.sleep(heldMs, closing).then(() => {
    dropHeld(signInId)
  })
}

/** Null unless it is here and this operator's. */
export function findHeld(signInId: string, operatorId: string): Held | null {
  const held = shelf().get(signInId)
  return held?.operatorId === operatorId ? held : null
}

export function holds(signInId: string): boolean {
  return shelf().has(signInId)
}

export function dropHeld(signInId: string): void {
  shelf().get(signInId)?.assertion.drop()
  shelf().delete(signInId)
}
