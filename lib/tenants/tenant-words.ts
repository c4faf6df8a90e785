import { sayDay } from './days'
import type { ConditionView } from './condition-views'
import type { FleetRow } from './fleet-views'
import type { Verdict } from './verdict-views'

/** The sentence at the head of a tenant's page, and what stands under it. */
export function describeTenant(facts: {
  customer: string
  state: FleetRow['state']
  conditions: readonly ConditionView[]
  openRun: { phase: string; verdict: unknown } | null
  connected: boolean
  /** Set for a tenant that was decommissioned. */
  takenBackAt: Date | null
}): { sentence: string; explanation: string } {
  const { customer, conditions, openRun } = facts
  if (facts.takenBackAt !== null)
    return {
      sentence: `${customer} was taken back on ${sayDay(facts.takenBackAt)}.`,
      explanation:
        'Nothing is backed up or checked there any more. The receipt is among the runs; connecting again is possible.',
    }
  if (!facts.connected) {
    const verdict = openRun?.verdict as Verdict | null | undefined
    if (openRun === null)
      return {
        sentence: `${customer} is not connected yet.`,
        explanation: 'The last run ended before anything was proved.',
      }
    if (verdict)
      return { sentence: `${customer} is not connected yet, and a person is needed.`, explanation: verdict.title }
    return {
      sentence: `${customer} is being connected.`,
      explanation: 'The run goes on by itself; its page shows every step.',
    }
  }
  const bad = conditions.filter((condition) => condition.status === 'failing')
  const odd = conditions.filter((condition) => condition.status === 'warning')
  const unknown = conditions.filter((condition) => condition.status === 'unknown' && condition.reason !== 'NotPresent')
  const rest =
    unknown.length === 0
      ? ''
      : ` ${unknown.length === 1 ? 'One thing' : `${unknown.length} things`} could not be checked.`
  const first = bad[0] ?? odd[0]
  if (first === undefined && facts.state === 'unknown')
    return {
      sentence: `${customer} is connected, but could not be checked.`,
      explanation: unknown[0]?.message ?? 'Nothing was checked yet.',
    }
  if (first === undefined) {
    const read = conditions.filter((condition) => condition.type.startsWith('Workload:') && condition.status === 'ok')
    return {
      sentence: `${customer} is connected and proved.`,
      explanation: `${listNames(read.map((condition) => condition.name))} ${read.length === 1 ? 'was' : 'were'} read with the stored key.${rest}`,
    }
  }
  return {
    sentence:
      bad.length > 0
        ? `${customer} is connected, but something fails.`
        : `${customer} is connected, and ${odd.length === 1 ? 'one thing needs' : `${odd.length} things need`} a person.`,
    explanation: `${first.message}${rest}`,
  }
}

function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'Nothing'
  if (names.length === 1) return names[0] ?? ''
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}
