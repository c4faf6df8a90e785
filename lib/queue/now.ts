import { runtime } from '../runtime'
import { claimNow, isTaken, settleWork, type WorkKey } from './queue-store'
import { keepWork, type WorkHandler } from './worker'

/** How long a page waits for a process that does the same work already. */
const patienceMs = 90_000
const pauseMs = 200

/**
 * Does this work at once in this process, whenever it is due. While another process or the worker does it, this waits for
 * that one to end and does nothing itself: `elsewhere`. What the handler throws is the caller’s.
 */
export async function doNow(key: WorkKey, handler: WorkHandler): Promise<'here' | 'elsewhere'> {
  const { closing } = runtime()
  const work = await claimNow(key)
  if (work === null) {
    await untilFree(key)
    return 'elsewhere'
  }
  const lost = new AbortController()
  const stopLease = keepWork(work, lost)
  try {
    const next = await handler(key.tenantId, AbortSignal.any([closing, lost.signal]))
    await settleWork(work, next, 0)
  } catch (error) {
    await settleWork(work, work.nextAt, work.tries)
    throw error
  } finally {
    stopLease()
  }
  return 'here'
}

async function untilFree(key: WorkKey): Promise<void> {
  const { clock, closing } = runtime()
  const until = clock.now().getTime() + patienceMs
  while (clock.now().getTime() < until && !closing.aborted) {
    if (!(await isTaken(key))) return
    await clock.sleep(pauseMs, closing)
  }
}
