import type { Prisma } from '@/prisma/generated/client'
import { isAppError, storageTrouble } from '../errors'
import { log } from '../log'
import { runtime } from '../runtime'
import { administratorGraph } from './administrator-sight'
import { readyToSetUp } from './adopting'
import type { LiveRun } from './live-run'
import { proveAndFinish } from './proving'
import { sweepRestore } from './restore-grants'
import { makeContext, rest, type RunContext } from './run-context'
import {
  claimRun,
  noCode,
  readRunRow,
  releaseRun,
  renewLease,
  restingData,
  updateRun,
  workingData,
  type RunRow,
} from './run-store'
import { outlast } from './storage-rest'
import { setUp } from './setting-up'
import { admit, signInAdministrator, type SignedIn } from './signing-in'
import { takeDown } from './taking-down'
import { interrupted, ownFault } from './verdicts'
import { restartClocks } from './working-time'

/** A sign-in at Microsoft’s page in the operator’s browser; null when the run rests. */
export type BrowserSignIn = (context: RunContext) => Promise<SignedIn | null>

/** Where a run starts again: with a code for an administrator, with a sign-in in the browser, or with the proof, which needs nobody. */
type StartAt = 'sign-in' | BrowserSignIn | 'proof'

/**
 * Takes a run for this process and carries it until it rests: ended, or waiting for a person. Returns at once; null when
 * the run has ended or lives in another process. Everything secret lives in the closure and goes with it.
 */
export async function conduct(runId: string, startAt: StartAt): Promise<LiveRun | null> {
  const { liveRuns, closing } = runtime()
  const known = liveRuns.get(runId)
  if (known !== undefined) {
    known.abort.abort()
    await known.rest
  }
  const row = await claimRun(runId)
  if (row === null) return null
  await restartClocks(row)
  await updateRun(row, { ...workingData(), ...beginning(startAt) })
  const abort = new AbortController()
  const signal = AbortSignal.any([abort.signal, closing])
  const live: LiveRun = { runId, abort, rest: Promise.resolve() }
  liveRuns.set(runId, live)
  live.rest = carry(row, startAt, signal, abort).finally(() => {
    if (liveRuns.get(runId) === live) liveRuns.delete(runId)
  })
  return live
}

/** A code of before is no longer valid, whatever comes now. */
function beginning(startAt: StartAt): Prisma.RunUpdateManyMutationInput {
  if (startAt === 'proof') return { phase: 'proving' }
  if (startAt === 'sign-in') return { ...noCode, phase: 'sign-in', signInWay: 'device' }
  const { clock, settings } = runtime()
  const codeExpiresAt = new Date(clock.now().getTime() + settings.BROWSER_SIGN_IN_MINUTES * 60_000)
  return { ...noCode, phase: 'sign-in', signInWay: 'browser', codeShownAt: clock.now(), codeExpiresAt }
}

async function carry(row: RunRow, startAt: StartAt, signal: AbortSignal, abort: AbortController): Promise<void> {
  const stopLease = keepLease(row, abort)
  try {
    await work(row, startAt, signal)
  } catch (error) {
    await settleFailure(row, signal, error)
  } finally {
    stopLease()
    await releaseRun(row).catch((error: unknown) => {
      log.report(error)
    })
  }
}

/** A database that is away or full ends the sign-in, never the run: a proof goes on when it is back, the rest says why. */
async function work(row: RunRow, startAt: StartAt, signal: AbortSignal): Promise<void> {
  for (let from = startAt; ; from = 'proof') {
    try {
      const context = await makeContext(row, signal)
      if (from === 'proof') await proveAndFinish(context, null)
      else await fromSignIn(context, from === 'sign-in' ? signInAdministrator : from)
      return
    } catch (error) {
      const trouble = storageTrouble(error)
      if (trouble === null) throw error
      log.report(error)
      if ((await outlast(row, trouble, signal)) !== 'proving') return
    }
  }
}

async function fromSignIn(context: RunContext, signIn: BrowserSignIn): Promise<void> {
  const signedIn = await signIn(context)
  if (signedIn === null) return
  const { token } = signedIn
  try {
    if (!(await admit(context, signedIn))) return
    if (context.row.kind === 'decommission') {
      await takeDown(context, token)
      return
    }
    const ready = await readyToSetUp(context, () => administratorGraph(context, token, []))
    if (ready === null) return
    const built = await setUp(ready, token)
    if (built === null) return
    await sweepRestore(ready, built.administrator)
    await proveAndFinish(ready, built)
  } finally {
    await context.leftovers.clear().finally(() => {
      token.drop()
    })
  }
}

/** A lost lease and a shutdown are no failures of the run: another process, or the next start, goes on with it. */
async function settleFailure(row: RunRow, signal: AbortSignal, error: unknown): Promise<void> {
  if (signal.aborted || (isAppError(error) && error.code === 'conflict')) return
  log.report(error)
  try {
    const phase = await readRunRow(row.id)
    const verdict = phase.phase === 'sign-in' ? interrupted('Nothing was written.') : ownFault()
    await updateRun(row, restingData('waiting', verdict.reason, verdict))
  } catch (failure) {
    log.report(failure)
  }
}

/** Renews the lease at a third of its length until it is told to stop; a run that was taken over stops at once. */
export function keepLease(row: RunRow, abort: AbortController): () => void {
  const { settings } = runtime()
  const timer = setInterval(
    () => {
      renewLease(row).then(
        (mine) => {
          if (!mine) abort.abort()
        },
        () => undefined, // the database is away: the lease lapses by itself, and the next write says so
      )
    },
    (settings.LEASE_SECONDS * 1000) / 3,
  )
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}

/** For a run whose process is gone: what needs nobody goes on by itself, the rest asks for one more sign-in. */
export async function adopt(row: RunRow): Promise<void> {
  if (row.phase === 'proving') {
    await conduct(row.id, 'proof')
    return
  }
  const claimed = await claimRun(row.id)
  if (claimed === null) return
  const context = await makeContext(claimed, runtime().closing)
  const written = row.phase === 'sign-in' ? 'Nothing was written.' : 'The steps marked done stand in the tenant.'
  if (row.phase === 'sign-in' || row.phase === 'setting-up') {
    await rest(context, await stoppedStep(row.id), interrupted(written))
  }
  await releaseRun(claimed)
}

async function stoppedStep(runId: string): Promise<string> {
  const step = await runtime().db.runStep.findFirst({
    where: { runId, status: { not: 'done' } },
    orderBy: { position: 'asc' },
  })
  return step?.key ?? 'sign-in'
}
