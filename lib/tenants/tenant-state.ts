import { z } from 'zod'
import { usable } from '../certificates/lifecycle'
import { conditionName } from './condition-names'
import { reasonPhrase } from './reason-words'
import type { ConditionStatus } from './condition-views'
import type { FleetRow } from './fleet-views'

/** What a tenant's state is judged from. */
export interface StateFacts {
  connected: boolean
  conditions: readonly { type: string; status: ConditionStatus; reason: string; message: string; who: string | null }[]
  openRun: { phase: string; verdict: unknown } | null
  certificate: { notBefore: Date; notAfter: Date } | null
}

/** One state and the specific word for it. Green only when everything that could be called was called and answered. */
export function judgeState(facts: StateFacts, now: Date): { state: FleetRow['state']; text: string } {
  if (!facts.connected)
    return { state: 'setting-up', text: facts.openRun === null ? 'Not connected yet' : runText(facts.openRun) }
  const failing = facts.conditions.find((condition) => condition.status === 'failing')
  if (failing !== undefined)
    return {
      state: 'failing',
      text: reasonPhrase(failing.reason) ?? `${conditionName(failing.type)}: ${failing.reason}`,
    }
  const ending = certificateText(facts, now)
  if (ending !== null) return ending
  const warning = facts.conditions.find((condition) => condition.status === 'warning')
  if (warning !== undefined) return { state: 'warning', text: warningText(warning) }
  if (facts.conditions.length === 0) return { state: 'unknown', text: 'Not checked yet' }
  if (facts.conditions.some((one) => one.status === 'unknown' && !nothingToProve.includes(one.reason)))
    return { state: 'unknown', text: 'Could not be checked' }
  return { state: 'ok', text: 'Proved' }
}

/** Unknown for good, and said so: nothing failed, and no check could ever make it green. */
const nothingToProve: readonly string[] = ['NotPresent', 'NotOffered', 'GrantedNotTried', 'NotReadable']

function runText(run: { phase: string; verdict: unknown }): string {
  switch (run.phase) {
    case 'sign-in':
      return 'Waits for their administrator'
    case 'certificate':
      return 'Waits for their certificate authority'
    case 'by-hand':
      return 'Being set up by hand'
    case 'waiting':
      return restingWords[reasonOf(run.verdict)] ?? 'Waits for a person'
    case 'proving':
      return 'Being proved'
    default:
      return 'Being connected'
  }
}

/** A table cell has room for the reason, not for the sentence. */
const restingWords: Readonly<Record<string, string>> = {
  declined: 'Sign-in was cancelled',
  'code-expired': 'Nobody signed in',
  'wrong-tenant': 'Wrong tenant signed in',
  'personal-account': 'Personal account signed in',
  guest: 'A guest signed in',
  'missing-role': 'Administrator role missing',
  'code-blocked': 'Their policy blocks the code',
  interrupted: 'Sign in again to continue',
  approval: 'Waits for your agreement',
  'deleted-application': 'Waits for your decision',
  'take-over': 'Waits for your decision',
  'nothing-to-take-over': 'No such application there',
  'deleted-stranger': 'Waits for their administrator',
  'foreign-application': 'Waits for their administrator',
  'self-signed-forbidden': 'Waits for their certificate authority',
  'authority-life-too-long': 'Waits for their certificate authority',
  'cap-too-short': 'Waits for an exception there',
  'storage-full': 'The disk here is full',
  'storage-away': 'Sign in again to continue',
  'grant-refused': 'A permission was refused',
  'still-spreading': 'Still spreading at Microsoft',
}

function reasonOf(verdict: unknown): string {
  const found = z.object({ reason: z.string() }).safeParse(verdict)
  return found.success ? found.data.reason : ''
}

/** A certificate that is due renews itself; its condition says when it cannot. */
function certificateText(facts: StateFacts, now: Date): { state: FleetRow['state']; text: string } | null {
  if (facts.certificate === null) return { state: 'failing', text: 'No certificate' }
  return usable(facts.certificate, now) ? null : { state: 'failing', text: 'Certificate has ended' }
}

function warningText(warning: { type: string; reason: string }): string {
  return reasonPhrase(warning.reason) ?? `${conditionName(warning.type)}: ${warning.reason}`
}
