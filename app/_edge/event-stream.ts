const encoder = new TextEncoder()

/** One server-sent event (HTML Living Standard §9.2). JSON holds no raw line break, so one data line is enough. */
function encodeEvent(name: string, value: unknown): Uint8Array {
  return encoder.encode(`event: ${name}\ndata: ${JSON.stringify(value)}\n\n`)
}

const retryLine = 'retry: 2000\n\n'

/**
 * A stream that ends at once. A browser gives an event source up for good on any other status than 200 (HTML Living
 * Standard §9.2.2), and trouble of the server passes; so it is asked to come back.
 */
export function comeBackSoon(): string {
  return retryLine
}

export interface EventStreamParts<T> {
  /** What is sent, in order; ends when the signal fires. */
  source: (signal: AbortSignal) => AsyncIterable<T>
  /** Name of the event that carries a value. */
  name: string
  /** Asked before every event and at every heartbeat. False ends the stream with `overName`. */
  mayGoOn: () => Promise<boolean>
  overName: string
  heartbeatMs: number
  /** Calls back when `mayGoOn` may have changed its mind, so that nobody waits for the heartbeat. The answer ends it. */
  watch: (changed: () => void) => Promise<() => void>
  /** The reader went away. */
  signal: AbortSignal
  /** Told once when the stream has ended, however it ended. */
  onEnd: () => void
  /** Told about a failure that ended the stream; the reader connects again by itself. */
  onFailure: (error: unknown) => void
}

/**
 * A stream of server-sent events and the function that closes it from outside. A comment every `heartbeatMs` keeps
 * proxies from cutting a quiet line; `retry` tells browsers to come back after two seconds.
 */
export function openEventStream<T>(parts: EventStreamParts<T>): {
  body: ReadableStream<Uint8Array>
  close: () => void
} {
  const ended = new AbortController()
  const close = () => {
    ended.abort()
  }
  const signal = AbortSignal.any([parts.signal, ended.signal])
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(encoder.encode(retryLine))
      void pump(parts, signal, controller).finally(() => {
        parts.onEnd()
        closeQuietly(controller)
      })
    },
    cancel: close,
  })
  return { body, close }
}

async function pump<T>(
  parts: EventStreamParts<T>,
  signal: AbortSignal,
  controller: ReadableStreamDefaultController<Uint8Array>,
): Promise<void> {
  const over = new AbortController()
  const stop = AbortSignal.any([signal, over.signal])
  const checkOrEnd = async () => {
    if (await parts.mayGoOn()) return true
    if (!stop.aborted) controller.enqueue(encodeEvent(parts.overName, null))
    over.abort()
    return false
  }
  const heartbeat = setInterval(() => {
    void checkOrEnd()
      .then((going) => {
        if (going && !stop.aborted) controller.enqueue(encoder.encode(': still here\n\n'))
      })
      .catch(() => {
        over.abort()
      })
  }, parts.heartbeatMs)
  const unwatch = followChanges(parts.watch, stop, checkOrEnd).catch((error: unknown) => {
    if (!stop.aborted) parts.onFailure(error)
    over.abort()
  })
  try {
    for await (const value of parts.source(stop)) {
      if (stop.aborted || !(await checkOrEnd())) break
      controller.enqueue(encodeEvent(parts.name, value))
    }
  } catch (error) {
    if (!stop.aborted) parts.onFailure(error)
  } finally {
    clearInterval(heartbeat)
    over.abort()
    await unwatch
  }
}

/**
 * Looks again after each change until the signal fires. A loop and not a callback: what asks for the operator needs the
 * request around it, which a callback of the database's connection does not have.
 */
async function followChanges(
  watch: EventStreamParts<unknown>['watch'],
  stop: AbortSignal,
  look: () => Promise<boolean>,
): Promise<void> {
  let rings = 0
  let answered = 0
  let wake: () => void = () => undefined
  const ring = () => {
    rings++
    wake()
  }
  stop.addEventListener('abort', ring, { once: true })
  const unwatch = await watch(ring)
  try {
    while (!stop.aborted) {
      if (answered !== rings) {
        answered = rings
        await look()
      } else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    unwatch()
  }
}

/** Closing throws when the reader has cancelled already, which is no news. */
function closeQuietly(controller: ReadableStreamDefaultController<Uint8Array>): void {
  try {
    controller.close()
  } catch {
    return
  }
}
