import type { Directory } from '../microsoft/directory'
import { createGraph, type Graph } from '../microsoft/graph'
import { createGraphDirectory } from '../microsoft/graph-directory'
import type { Evidence } from '../microsoft/observed'
import type { DelegatedToken } from '../microsoft/tokens'
import { runtime } from '../runtime'
import type { RunContext } from './run-context'

/** Graph through the administrator’s sign-in; each answer is noted for the page. */
export function administratorGraph({ cloud, signal }: RunContext, token: DelegatedToken, answers: Evidence[]): Graph {
  const { clock, settings } = runtime()
  const timeoutMs = settings.MICROSOFT_TIMEOUT_SECONDS * 1000
  const onAnswer = (evidence: Evidence) => {
    answers.push(evidence)
  }
  return createGraph({ cloud, token, clock, signal, timeoutMs, onAnswer })
}

/** The tenant’s directory in the same sight. */
export function administratorDirectory(context: RunContext, token: DelegatedToken, answers: Evidence[]): Directory {
  return createGraphDirectory(administratorGraph(context, token, answers))
}
