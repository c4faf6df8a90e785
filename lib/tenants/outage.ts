import { storageTrouble } from '../errors'
import { runtime } from '../runtime'

/**
 * Repeats a write that may be repeated while the database is away, for one and a half leases: a restart of the database
 * costs nobody a sign-in. Longer than that, or with a full disk, the run has to rest.
 */
export async function throughOutage<T>(write: () => Promise<T>): Promise<T> {
  const { clock, settings, closing } = runtime()
  const until = clock.now().getTime() + settings.LEASE_SECONDS * 1500
  for (;;) {
    try {
      return await write()
    } catch (error) {
      const isOver = closing.aborted || clock.now().getTime() >= until
      if (isOver || storageTrouble(error) !== 'away') throw error
      await clock.sleep(settings.LEASE_SECONDS * 50, closing)
    }
  }
}
