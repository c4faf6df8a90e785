import { log } from '../log'
import { runtime } from '../runtime'
import { adopt } from './conduct'
import { findLapsedRuns } from './run-store'

/** Looks for runs whose process has gone silent, now and twice a lease, until the portal shuts down. */
export function startSweeping(): void {
  const { settings, clock, closing } = runtime()
  const sweep = async () => {
    while (!closing.aborted) {
      await adoptLapsedRuns().catch((error: unknown) => {
        log.report(error)
      })
      await clock.sleep(settings.LEASE_SECONDS * 500, closing)
    }
  }
  void sweep()
}

/**
 * One pass; each run by itself, so that one that cannot go on does not stop the others. A run that lives here has a
 * lapsed lease only because this process was slow: it renews it by itself.
 */
export async function adoptLapsedRuns(): Promise<void> {
  const { liveRuns } = runtime()
  for (const run of (await findLapsedRuns()).filter(({ id }) => !liveRuns.has(id)))
    await adopt(run).catch((error: unknown) => {
      log.report(error)
    })
}
