import { describe, expect, test } from 'vitest'
import { openEventStream } from '@/app/_edge/event-stream'

async function* count(to: number): AsyncGenerator<number> {
  for (let value = 1; value <= to; value++) yield await Promise.resolve(value)
}

/** Yields once, then waits until the signal fires, as a quiet run does. */
async function* once(signal: AbortSignal): AsyncGenerator<string> {
  yield 'first'
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve()
    })
  })
}

function parts<T>(source: (signal: AbortSignal) => AsyncIterable<T>) {
  const seen = { ended: 0, failures: [] as unknown[] }
  return {
    seen,
    given: {
      source,
      name: 'view',
      overName: 'over',
      mayGoOn: () => Promise.resolve(true),
      heartbeatMs: 60_000,
      watch: () => Promise.resolve(() => undefined),
      signal: new AbortController().signal,
      onEnd: () => {
        seen.ended++
      },
      onFailure: (error: unknown) => {
        seen.failures.push(error)
      },
    },
  }
}

const read = (body: ReadableStream<Uint8Array>) => new Response(body).text()

describe('the event stream', () => {
  test('sends every value as one event, in order, and ends with its source', async () => {
    const { given, seen } = parts(() => count(2))
    const text = await read(openEventStream(given).body)
    expect(text).toBe('retry: 2000\n\nevent: view\ndata: 1\n\nevent: view\ndata: 2\n\n')
    expect(seen).toEqual({ ended: 1, failures: [] })
  })

  test('an ended session gets no further value, only the word that it is over', async () => {
    const { given } = parts(() => count(5))
    let asked = 0
    const text = await read(openEventStream({ ...given, mayGoOn: () => Promise.resolve(++asked < 3) }).body)
    expect(text).toContain('data: 2\n')
    expect(text).not.toContain('data: 3\n')
    expect(text.endsWith('event: over\ndata: null\n\n')).toBe(true)
  })

  test('a session that is ended elsewhere ends a quiet stream at once, without a heartbeat', async () => {
    const { given, seen } = parts(once)
    let going = true
    let changed: () => void = () => undefined
    let watching = 0
    const watch = (ring: () => void) => {
      changed = ring
      watching++
      return Promise.resolve(() => {
        watching--
      })
    }
    const { body } = openEventStream({ ...given, watch, mayGoOn: () => Promise.resolve(going) })
    const reader = body.getReader()
    let text = ''
    const readUntil = async (wanted: string) => {
      while (!text.includes(wanted)) {
        const { value, done } = await reader.read()
        if (done) throw new Error(`ended before ${wanted}`)
        text += Buffer.from(value).toString()
      }
    }
    await readUntil('data: "first"')
    changed()
    await Promise.resolve()
    going = false
    changed()
    await readUntil('event: over')
    expect((await reader.read()).done).toBe(true)
    expect({ watching, ended: seen.ended, failures: seen.failures }).toEqual({ watching: 0, ended: 1, failures: [] })
  })

  test('what watches the session may fail: the stream ends, and somebody is told', async () => {
    const { given, seen } = parts(once)
    const text = await read(openEventStream({ ...given, watch: () => Promise.reject(new Error('no bus')) }).body)
    expect(text).not.toContain('event: over')
    expect(seen.failures).toEqual([new Error('no bus')])
  })

  test('an ended session ends a quiet stream at the next heartbeat', async () => {
    const { given, seen } = parts(once)
    let asked = 0
    const text = await read(
      openEventStream({ ...given, heartbeatMs: 5, mayGoOn: () => Promise.resolve(++asked < 4) }).body,
    )
    expect(text).toContain(': still here\n\n')
    expect(text.endsWith('event: over\ndata: null\n\n')).toBe(true)
    expect(seen.ended).toBe(1)
  })

  test('closing from outside ends it at once, so that the portal can stop', async () => {
    const { given, seen } = parts(once)
    const { body, close } = openEventStream(given)
    const reader = body.getReader()
    await reader.read()
    close()
    let last = await reader.read()
    while (!last.done) last = await reader.read()
    expect(seen.ended).toBe(1)
  })

  test('a reader that leaves ends the source', async () => {
    const { given, seen } = parts(once)
    const reader = openEventStream(given).body.getReader()
    await reader.read()
    await reader.cancel()
    await expect.poll(() => seen.ended).toBe(1)
  })

  test('a failing source is reported and ends the stream without its text', async () => {
    const { given, seen } = parts(async function* () {
      yield await Promise.resolve('first')
      throw new Error('eyJ-secret')
    })
    const text = await read(openEventStream(given).body)
    expect(text).not.toContain('secret')
    expect(seen.failures).toHaveLength(1)
  })

  test('a session that cannot be read ends the stream instead of going on unguarded', async () => {
    const { given, seen } = parts(() => count(3))
    const text = await read(openEventStream({ ...given, mayGoOn: () => Promise.reject(new Error('no database')) }).body)
    expect(text).not.toContain('event: view')
    expect(seen.failures).toHaveLength(1)
  })
})
