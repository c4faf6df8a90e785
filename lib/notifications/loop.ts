import { log } from '../log'
import { runtime } from '../runtime'
import { isPracticeOn } from '../tenants/practice'
import { deliver } from './deliver'
import { claimDeliveries, forgetOldDeliveries } from './delivery-store'
import { dispatchEvents } from './dispatch-store'

/** So many at once that one slow receiver holds up nobody, and so few that a storm of events stays polite. */
const atOnce = 8
const cleanEveryMs = 60 * 60_000

/** From boot: this process takes part in telling people until it shuts down. Deliveries are nobody’s tenant’s work. */
export function startDelivering(): void {
  const { clock, settings, closing } = runtime()
  const busy = new Set<Promise<unknown>>()
  let cleanAt = 0
  const run = async () => {
    while (!closing.aborted) {
      const isMore = await turn(busy).catch(report)
      if (clock.now().getTime() >= cleanAt) {
        cleanAt = clock.now().getTime() + cleanEveryMs
        await forgetOldDeliveries().catch(report)
      }
      await clock.sleep(isMore === true ? 100 : settings.WORK_TICK_SECONDS * 1000, closing)
    }
  }
  void run()
}

async function turn(busy: Set<Promise<unknown>>): Promise<boolean> {
  const handed = await dispatchEvents(!(await isPracticeOn()))
  const taken = await claimDeliveries(atOnce - busy.size)
  for (const id of taken) {
    const doing = deliver(id)
      .catch(report)
      .finally(() => busy.delete(doing))
    busy.add(doing)
  }
  return handed > 0 || taken.length > 0
}

/** Everything that is to be handed on and delivered now, once; for tests. Answers how many tries it made. */
export async function deliverOnce(): Promise<number> {
  let done = 0
  while ((await dispatchEvents(!(await isPracticeOn()))) > 0);
  for (;;) {
    const taken = await claimDeliveries(atOnce)
    if (taken.length === 0) return done
    await Promise.all(taken.map((id) => deliver(id)))
    done += taken.length
  }
}

function report(error: unknown): undefined {
  if (!runtime().closing.aborted) log.report(error)
}
