import { record } from '../audit/audit'
import { log } from '../log'
import { isGraphError } from '../microsoft/failures'
import { createGraph, type Graph } from '../microsoft/graph'
import { findSignInPrincipal, removeSignInPrincipal, type SignInPrincipal } from '../microsoft/sign-in-principal'
import type { DelegatedToken } from '../microsoft/tokens'
import { runtime } from '../runtime'
import type { Leftover } from './leftover-words'
import type { Leftovers, RunContext } from './run-context'
import { actorOf } from './run-starter'
import { json, updateRun } from './run-store'

/** From the moment of the token on it is on record, so that a kill leaves its name behind. */
export async function watchLeftover(
  context: RunContext,
  token: DelegatedToken,
  signIn: { appId: string; startedAt: string },
): Promise<Leftovers> {
  const before = context.row.leftover
  const known = before?.appId === signIn.appId && before.state !== 'kept' ? before.objectId : null
  const standing: Leftover = { appId: signIn.appId, objectId: known, state: 'standing', answer: null }
  const found = await look(graphWith(context, token), signIn.appId)
  const first = found === null || found === 'unread' ? standing : judge(standing, found, known, signIn.startedAt)
  await write(context, first)
  let cleared = false
  return {
    clear: async () => {
      if (cleared) return
      cleared = true
      await clear(context, token, first, known, signIn.startedAt).catch((error: unknown) => {
        log.report(error)
      })
    },
  }
}

/** Ours to remove: what this run recorded making, or what came into being since this sign-in began. Both times are Microsoft’s, in whole seconds. */
function judge(standing: Leftover, found: SignInPrincipal, known: string | null, startedAt: string): Leftover {
  const isOurs = found.objectId === known || (found.createdAt !== null && found.createdAt >= startedAt)
  return { ...standing, objectId: found.objectId, state: isOurs ? 'standing' : 'kept' }
}

async function clear(
  context: RunContext,
  token: DelegatedToken,
  first: Leftover,
  known: string | null,
  startedAt: string,
): Promise<void> {
  if (first.state === 'kept') return
  const graph = graphWith(context, token)
  const found = await look(graph, first.appId)
  if (found === 'unread') {
    await conclude(context, { ...first, state: 'refused', answer: 'it could not be looked for' })
    return
  }
  // a fresh service principal may not be everywhere yet: the one on record is removed by its id
  const judged = found === null ? first : judge(first, found, known ?? first.objectId, startedAt)
  if (judged.state === 'kept' || judged.objectId === null) {
    await conclude(context, judged)
    return
  }
  const { failure } = await removeSignInPrincipal(graph, judged.objectId)
  const isGone = failure === null || failure.kind === 'not-found'
  const answer = failure === null ? null : [failure.status, failure.code].filter(Boolean).join(' ')
  await conclude(context, isGone ? { ...judged, state: 'removed' } : { ...judged, state: 'refused', answer })
}

async function look(graph: Graph, appId: string): Promise<SignInPrincipal | null | 'unread'> {
  try {
    return await findSignInPrincipal(graph, appId)
  } catch (error) {
    if (!isGraphError(error)) throw error
    return 'unread'
  }
}

/** Not bound to the run’s signal: a run that was stopped cleans up as well, for as long as one call may take. */
function graphWith({ cloud }: RunContext, token: DelegatedToken): Graph {
  const { clock, settings } = runtime()
  const timeoutMs = settings.MICROSOFT_TIMEOUT_SECONDS * 1000
  return createGraph({ cloud, token, clock, timeoutMs, signal: AbortSignal.timeout(2 * timeoutMs) })
}

async function conclude(context: RunContext, leftover: Leftover): Promise<void> {
  await write(context, leftover)
  await record(runtime().db, {
    actor: actorOf(context.row.startedBy),
    action: `sign_in.leftover_${leftover.state}`,
    subject: `tenant:${context.tenant.id}`,
    detail: {
      runId: context.row.id,
      appId: leftover.appId,
      servicePrincipalObjectId: leftover.objectId,
      answer: leftover.answer,
    },
  })
}

async function write(context: RunContext, leftover: Leftover): Promise<void> {
  context.row.leftover = leftover
  await updateRun(context.key, { leftover: json(leftover) })
}
