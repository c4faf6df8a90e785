import { log } from '../log'
import { runtime } from '../runtime'
import { claimDue, renewWork, settleWork, type ClaimedWork, type WorkKey } from './queue-store'
import { createPace, type Pace } from './pace'
import { backoffMs } from './spread'

/**
 * Does one piece of work and says when it is due again; null: never by itself. It must be safe to repeat: a killed
 * process leaves it to the next. A throw is reported and tried again later, with growing pauses.
 */
export type WorkHandler = (tenantId: string, signal: AbortSignal) => Promise<Date | null>

export type WorkHandlers = Readonly<Record<string, WorkHandler>>

/**
 * Takes what is due until the portal shuts down: at most `WORK_AT_ONCE` pieces at a time and `WORK_PER_SECOND` new ones a
 * second, also after a restart with thousands due.
 */
export function startWorker(handlers: WorkHandlers): void {
  const { closing } = runtime()
  const crew: Crew = { busy: new Set(), pace: createPace(runtime().settings.WORK_PER_SECOND), handlers }
  const work = async () => {
    while (!closing.aborted) await rest(crew, await begin(crew))
  }
  void work()
}

interface Crew {
  busy: Set<Promise<void>>
  pace: Pace
  handlers: WorkHandlers
}

/** Takes as much as is due and free. Answers whether more may be due. */
async function begin({ busy, pace, handlers }: Crew): Promise<boolean> {
  const { clock, settings } = runtime()
  const now = clock.now().getTime()
  const free = Math.min(settings.WORK_AT_ONCE - busy.size, pace.free(now))
  if (free <= 0) return true
  const taken = (await claimDue(free, Object.keys(handlers)).catch(report)) ?? []
  pace.begun(taken.length, now)
  for (const one of taken) {
    const doing: Promise<void> = doWork(one, handlers).finally(() => busy.delete(doing))
    busy.add(doing)
  }
  return taken.length === free
}

/** Until a hand is free, until the pace allows, or until the next look for what is due. */
async function rest({ busy, pace }: Crew, isMore: boolean): Promise<void> {
  const { clock, settings, closing } = runtime()
  const tickMs = settings.WORK_TICK_SECONDS * 1000
  if (!isMore) return clock.sleep(tickMs, closing)
  const now = clock.now().getTime()
  if (busy.size >= settings.WORK_AT_ONCE) await Promise.race(busy)
  else if (pace.free(now) <= 0) await clock.sleep(pace.waitMs(now), closing)
}

/** Everything that is due now, once, `WORK_AT_ONCE` at a time; for tests and for scripts. Answers how many were done. */
export async function workOnce(handlers: WorkHandlers): Promise<number> {
  const { settings } = runtime()
  let done = 0
  for (;;) {
    const taken = await claimDue(settings.WORK_AT_ONCE, Object.keys(handlers))
    if (taken.length === 0) return done
    await Promise.all(taken.map((one) => doWork(one, handlers)))
    done += taken.length
  }
}

async function doWork(work: ClaimedWork, handlers: WorkHandlers): Promise<void> {
  const { clock, closing } = runtime()
  const lost = new AbortController()
  const stopLease = keepWork(work, lost)
  try {
    const next = await handlers[work.kind]?.(work.tenantId, AbortSignal.any([closing, lost.signal]))
    if (!lost.signal.aborted) await settleWork(work, next ?? null, 0)
  } catch (error) {
    if (closing.aborted || lost.signal.aborted) return
    log.report(error)
    const pause = backoffMs(work.tries, `${work.kind}:${work.tenantId}`)
    await settleWork(work, new Date(clock.now().getTime() + pause), work.tries + 1).catch(report)
  } finally {
    stopLease()
  }
}

/** A third of the lease at a time; who lost it stops. */
export function keepWork(work: WorkKey, lost: AbortController): () => void {
  const renew = () => {
    renewWork(work).then(
      (isMine) => {
        if (!isMine) lost.abort()
      },
      () => undefined, // the database is away: the lease lapses by itself
    )
  }
  const timer = setInterval(renew, (runtime().settings.LEASE_SECONDS * 1000) / 3)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}

function report(error: unknown): undefined {
  log.report(error)
}
