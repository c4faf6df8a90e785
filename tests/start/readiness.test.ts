import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { untilAnswering } from '@/scripts/readiness'

const program = { title: 'The portal', log: '/logs/portal.log', complaint: () => 'the key ring is gone' }
const waits = { wholeMilliseconds: 200, tryMilliseconds: 100 }

let close = () => Promise.resolve()
afterEach(() => close())

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function openShutdown() {
  const aborting = new AbortController()
  const refuseIfBegun = () => {
    if (aborting.signal.aborted) throw new Error('Stopped while starting.')
  }
  return { signal: aborting.signal, refuseIfBegun, begin: () => { aborting.abort() } } // prettier-ignore
}

describe('waiting for a program', () => {
  test('a try that is never answered ends, and the next one counts', async () => {
    let tries = 0
    const origin = await serve((_, response) => {
      tries += 1
      if (tries > 1) response.end()
    })
    await untilAnswering(program, origin, openShutdown(), { ...waits, wholeMilliseconds: 60_000 })
    expect(tries).toBeGreaterThan(1)
  })

  test('who takes requests and never answers is named, and the wait ends', async () => {
    const origin = await serve(() => undefined)
    await expect(untilAnswering(program, origin, openShutdown(), waits)).rejects.toThrow(
      'The portal does not work: it takes requests and answers none. Its log is /logs/portal.log.',
    )
  })

  test('who never comes up, or answers that it is broken, says why', async () => {
    const sentence = 'The portal does not work: the key ring is gone. Its log is /logs/portal.log.'
    const origin = await serve((_, response) => response.writeHead(500).end())
    const longer = { ...waits, wholeMilliseconds: 60_000 }
    await expect(untilAnswering(program, origin, openShutdown(), longer)).rejects.toThrow(sentence)
    await close()
    await expect(untilAnswering(program, origin, openShutdown(), waits)).rejects.toThrow(sentence)
  })

  test('a stop ends it in the middle of a try', async () => {
    const shutdown = openShutdown()
    const origin = await serve(() => {
      shutdown.begin()
    })
    const hour = { wholeMilliseconds: 3_600_000, tryMilliseconds: 3_600_000 }
    await expect(untilAnswering(program, origin, shutdown, hour)).rejects.toThrow('Stopped while starting.')
  })
})
