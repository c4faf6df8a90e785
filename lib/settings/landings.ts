import { record } from '../audit/audit'
import { log } from '../log'
import { roomState, runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'

/** Where Microsoft sends the browser back to; registered as a redirect address of the platform Web. */
export const callbackPath = '/connect/callback'

/** Where a browser asked from: what a sign-in at Microsoft is bound to. */
export interface Visit {
  /** Of the operator's session row. */
  sessionId: string
  /** Scheme, host and port that the browser used, `http://localhost:3000`. */
  servedAt: string
}

/** A sign-in that this process has sent to Microsoft. It is in memory only, and whoever brings its state back ends it. */
export interface Landing {
  state: string
  sessionId: string
  /** What it is for, in the audit: `run:<id>` or `setting:ownApplication`. */
  subject: string
  /** The page that the browser sees next, whatever came back. */
  returnTo: string
  /** Takes what came back. It settles when that page has something to show. */
  land(answer: URLSearchParams): Promise<void>
}

export type Stopped = 'unknown' | 'signed-out' | 'other-session'

function landings(): Map<string, Landing> {
  return roomState('settings.landings', () => new Map<string, Landing>())
}

export function expectLanding(landing: Landing): void {
  landings().set(landing.state, landing)
}

export function forgetLanding(state: string): void {
  landings().delete(state)
}

/**
 * The browser is back from Microsoft. A state counts once, in the session that began it and in the process that made
 * it; anything else does nothing, is audited, and leads to a page that says so. The answer itself is kept nowhere.
 */
export async function receiveLanding(
  actor: Actor | null,
  sessionId: string | null,
  answer: URLSearchParams,
): Promise<{ to: string } | { stopped: Stopped }> {
  const states = answer.getAll('state')
  const landing = states.length === 1 ? landings().get(states[0] ?? '') : undefined
  const stopped = refusalFor(landing, actor, sessionId)
  if (landing === undefined || stopped !== null) {
    await noteRefusal(actor, landing, stopped ?? 'unknown')
    return { stopped: stopped ?? 'unknown' }
  }
  landings().delete(landing.state)
  await landing.land(answer)
  return { to: landing.returnTo }
}

function refusalFor(landing: Landing | undefined, actor: Actor | null, sessionId: string | null): Stopped | null {
  if (actor === null || sessionId === null) return 'signed-out'
  if (landing === undefined) return 'unknown'
  return landing.sessionId === sessionId ? null : 'other-session'
}

/** Nobody without a session may fill the audit: what names no sign-in of ours is only logged then. */
async function noteRefusal(actor: Actor | null, landing: Landing | undefined, reason: Stopped): Promise<void> {
  if (actor === null && landing === undefined) {
    log.warn('an answer of Microsoft came back without a session and without a sign-in of ours', { code: reason })
    return
  }
  await record(runtime().db, {
    actor: actor === null ? 'visitor' : labelOf(actor),
    action: 'sign_in.answer_refused',
    subject: landing?.subject ?? 'portal',
    detail: { reason, ...(actor === null ? {} : { operator: actor.name }) },
  })
}
