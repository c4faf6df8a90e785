import { roomState } from '../runtime'
import type { Resource } from '../api-clients/scopes'

/** `wrong`: a token that Microsoft gave and that was withheld; never seen so far, and worth an alarm. */
export type AskOutcome = 'cache' | 'microsoft' | 'refused' | 'wrong'

interface CountedAsk {
  resource: Resource
  outcome: AskOutcome
  count: number
}

/** How the broker answered since this process began; for the metrics. */
export function readAsks(): readonly CountedAsk[] {
  return [...counts().values()]
}

export function countAsk(resource: Resource, outcome: AskOutcome): void {
  const key = `${resource} ${outcome}`
  const known = counts().get(key)
  if (known === undefined) counts().set(key, { resource, outcome, count: 1 })
  else known.count += 1
}

function counts(): Map<string, CountedAsk> {
  return roomState('broker-counts', () => new Map<string, CountedAsk>())
}
