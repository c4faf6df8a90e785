import { failureOf, isGraphError } from '../microsoft/failures'
import type { MicrosoftFailure } from '../microsoft/observed'
import { startDeviceSignIn, type DeviceSignIn, type SignInResult } from '../microsoft/sign-in'
import { runtime } from '../runtime'
import type { RunContext } from './run-context'
import { updateStep } from './run-store'
import { currentSkew, describeSkew, isBeyondTolerance, measureAnew, noteSkew } from './server-clock'

/**
 * Asks Microsoft for a code. A busy or silent Microsoft is waited for, as long as it says and not beyond the deadline.
 * A clock of ours that Microsoft would not believe ends it here, before anybody signs in for nothing.
 */
export async function startCode(context: RunContext, scope: string): Promise<DeviceSignIn | SignInResult> {
  const { clock, settings } = runtime()
  const since = clock.now()
  const until = new Date(since.getTime() + settings.SPREAD_DEADLINE_SECONDS * 1000)
  for (let tries = 1; ; tries++) {
    const answer = await askOnce(context, scope)
    if (!('status' in answer) || answer.status === 'granted' || !isPassing(answer.failure)) return answer
    const pauseSeconds = Math.max(settings.SPREAD_PAUSE_SECONDS, answer.failure.retryAfterSeconds ?? 0)
    const next = new Date(clock.now().getTime() + pauseSeconds * 1000)
    if (next > until) return answer
    const times = { since: since.toISOString(), until: until.toISOString(), nextTryAt: next.toISOString() }
    await updateStep(context.key, 'sign-in', {
      status: 'waiting',
      waiting: { ...times, tries, lastAnswer: answer.failure.code, why: 'busy' },
    })
    await clock.sleep(pauseSeconds * 1000, context.signal)
    if (context.signal.aborted) return answer
  }
}

async function askOnce(context: RunContext, scope: string): Promise<DeviceSignIn | SignInResult> {
  const { clock, settings } = runtime()
  const { cloud, tenant, clientId, signal } = context
  measureAnew()
  try {
    const timeoutMs = settings.MICROSOFT_TIMEOUT_SECONDS * 1000
    const target = { cloud, tenantId: tenant.entraTenantId, clientId, scope }
    const started = await startDeviceSignIn({ ...target, clock, signal, timeoutMs, onClockSkew: noteSkew })
    const skew = currentSkew()
    if (!isBeyondTolerance(skew)) return started
    const message = `The clock of this server is ${describeSkew(skew)}.`
    return { status: 'ended', failure: failureOf('clock', 'ClockSkew', message, clock.now().toISOString()) }
  } catch (error) {
    if (!isGraphError(error)) throw error
    return { status: 'ended', failure: error.failure }
  }
}

function isPassing({ kind }: MicrosoftFailure): boolean {
  return kind === 'throttled' || kind === 'unavailable' || kind === 'lost'
}
