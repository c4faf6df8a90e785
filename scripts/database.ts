import { startEmbedded, type EmbeddedServer } from '@/lib/db/embedded'
import { isAlive } from '@/lib/db/process-mark'
import type { Shutdown } from './shutdown'

const lookMilliseconds = 500
const pauseMilliseconds = 5000
/** A slow disk must not hold up the end; what is not flushed then is written by the stop itself. */
const flushMilliseconds = 1500

/**
 * Starts the built-in server and looks after it: a detached process, perhaps an adopted one, has no parent to tell when
 * it dies. The address stays the same over its restarts.
 */
export async function keepDatabase(home: string, shutdown: Shutdown): Promise<string> {
  let server: Promise<EmbeddedServer> = startEmbedded(home, shutdown.signal)
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    const { mark } = await server
    if (shutdown.hasBegun || isAlive(mark)) return lookMilliseconds
    console.log('The database server ended unexpectedly and is started again.')
    try {
      server = Promise.resolve(await startEmbedded(home, shutdown.signal))
      return lookMilliseconds
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
      return pauseMilliseconds
    }
  }
  const watch = (milliseconds: number) => {
    timer = setTimeout(() => void look().then(watch), milliseconds)
  }
  shutdown.first(async (isForced) => {
    if (!isForced) await Promise.race([server.then((it) => it.flush()), pause(flushMilliseconds)])
  })
  shutdown.last(async (isForced) => {
    clearTimeout(timer)
    await (await server).stop(isForced)
  })
  const { url, adopted } = await server
  if (adopted) console.log('The database server of an earlier start was still running and is used again.')
  watch(lookMilliseconds)
  return url
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
