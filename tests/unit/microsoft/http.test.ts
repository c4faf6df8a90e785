import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '@/lib/clock'
import { createGraph } from '@/lib/microsoft/graph'
import { createHttp } from '@/lib/microsoft/http'
import { Hidden } from '@/lib/microsoft/secrets'
import { scriptedServer, type Script, type ScriptedServer } from '@/tests/support/scripted-server'
import { skippingClock } from '@/tests/support/skipping-clock'

let server: ScriptedServer

async function serve(script: Script, options: { timeoutMs?: number; onClockSkew?: (seconds: number) => void } = {}) {
  server = await scriptedServer(script)
  const http = createHttp({ cloud: server.cloud, clock: systemClock, timeoutMs: 5000, ...options })
  const clock = skippingClock()
  const graph = createGraph({
    cloud: server.cloud,
    token: new Hidden('secret-token'),
    clock,
    timeoutMs: 60_000,
    random: () => 0.5,
  })
  return { http, graph, clock }
}

afterEach(() => server.close())

describe('the way to the network', () => {
  test('leads to the cloud’s own hosts and nowhere else', async () => {
    const { http } = await serve(() => ({ json: {} }))
    for (const url of ['https://example.com/', 'http://127.0.0.1:1/', server.origin.replace('//', '//user@')]) {
      await expect(http.send({ method: 'GET', url })).rejects.toThrow(/Refused to contact/)
    }
    expect(server.heard).toEqual([])
  })

  test('follows no redirect', async () => {
    const { http } = await serve(() => ({ status: 302, headers: { location: '/elsewhere' } }))
    expect(await http.send({ method: 'GET', url: `${server.origin}/x` })).toMatchObject({ arrived: false })
    expect(server.heard).toHaveLength(1)
  })

  test('ends at its deadline, and the effect stays open', async () => {
    const { http } = await serve(() => 'hang', { timeoutMs: 50 })
    const outcome = await http.send({ method: 'POST', url: `${server.origin}/x`, body: '{}' })
    expect(outcome).toMatchObject({ arrived: false, sent: true, failure: { kind: 'lost', code: 'Timeout' } })
  })

  test('knows that a request never left when nobody listens', async () => {
    const { http } = await serve(() => ({ json: {} }))
    await server.close()
    const outcome = await http.send({ method: 'POST', url: `${server.origin}/x`, body: '{}' })
    expect(outcome).toMatchObject({ arrived: false, sent: false, failure: { kind: 'lost', code: 'ECONNREFUSED' } })
  })

  test('takes a broken connection for a lost answer that may have had an effect', async () => {
    const { http } = await serve(() => 'reset')
    const outcome = await http.send({ method: 'POST', url: `${server.origin}/x`, body: '{}' })
    expect(outcome).toMatchObject({ arrived: false, sent: true, failure: { kind: 'lost' } })
  })

  test('refuses an answer that is larger than any of Microsoft’s', async () => {
    const { http } = await serve(() => ({ text: 'x'.repeat(9 * 1024 * 1024) }))
    const outcome = await http.send({ method: 'GET', url: `${server.origin}/x` })
    expect(outcome).toMatchObject({ arrived: false, failure: { code: 'AnswerTooLarge' } })
  })

  test('stops when the caller stops', async () => {
    const { http } = await serve(() => ({ json: {} }))
    const outcome = await http.send({ method: 'GET', url: `${server.origin}/x`, signal: AbortSignal.abort() })
    expect(outcome).toMatchObject({ arrived: false, sent: false, failure: { code: 'Cancelled' } })
    expect(server.heard).toEqual([])
  })

  test('tells when the two clocks are more than a minute apart, and not when they agree', async () => {
    const skews: number[] = []
    const dates = [new Date(), new Date(Date.now() - 300_000)]
    const { http } = await serve(
      (_request, turn) => ({ json: {}, headers: { date: (dates[turn - 1] ?? new Date()).toUTCString() } }),
      {
        onClockSkew: (seconds) => skews.push(seconds),
      },
    )
    await http.send({ method: 'GET', url: `${server.origin}/x` })
    await http.send({ method: 'GET', url: `${server.origin}/x` })
    expect(skews).toHaveLength(1)
    expect(skews[0]).toBeGreaterThan(290)
  })

  test('sends an id of its own with each request', async () => {
    const { http } = await serve(() => ({ json: {} }))
    await http.send({ method: 'GET', url: `${server.origin}/x` })
    await http.send({ method: 'GET', url: `${server.origin}/x` })
    const ids = server.heard.map(({ headers }) => headers['client-request-id'])
    expect(new Set(ids).size).toBe(2)
  })
})

const error = (code: string) => ({ json: { error: { code, message: 'x' } } })

describe('a read', () => {
  test.each([429, 500, 502, 503, 504])('is repeated after %i', async (status) => {
    const { graph } = await serve((_request, turn) => (turn < 3 ? { status, ...error('x') } : { json: { ok: true } }))
    expect((await graph.get('/x')).body).toEqual({ ok: true })
    expect(server.heard).toHaveLength(3)
  })

  test('is repeated after a broken connection', async () => {
    const { graph } = await serve((_request, turn) => (turn < 2 ? 'reset' : { json: { ok: true } }))
    expect((await graph.get('/x')).body).toEqual({ ok: true })
  })

  test('waits at least as long as Retry-After says', async () => {
    const { graph, clock } = await serve((_request, turn) =>
      turn < 2 ? { status: 429, headers: { 'retry-after': '17' }, ...error('TooManyRequests') } : { json: {} },
    )
    await graph.get('/x')
    expect(clock.pauses).toEqual([17_000])
  })

  test('gives up at once when Retry-After passes the deadline, and says how long it would have been', async () => {
    const { graph, clock } = await serve(() => ({
      status: 429,
      headers: { 'retry-after': '600' },
      ...error('TooManyRequests'),
    }))
    await expect(graph.get('/x')).rejects.toMatchObject({ failure: { kind: 'throttled', retryAfterSeconds: 600 } })
    expect(clock.pauses).toEqual([])
  })

  test('gives up at its deadline when nothing gets better', async () => {
    const { graph } = await serve(() => ({ status: 503, ...error('serviceNotAvailable') }))
    await expect(graph.get('/x')).rejects.toMatchObject({ failure: { kind: 'unavailable' } })
    expect(server.heard.length).toBeLessThan(20)
  })

  test.each([400, 401, 403, 404])('is not repeated after %i', async (status) => {
    const { graph } = await serve(() => ({ status, ...error('x') }))
    await expect(graph.get('/x')).rejects.toMatchObject({ failure: { status } })
    expect(server.heard).toHaveLength(1)
  })

  test('follows the pages of a list to its end', async () => {
    const { graph } = await serve((_request, turn) => ({
      json: {
        value: [turn],
        ...(turn < 3 ? { '@odata.nextLink': `${server.origin}/v1.0/x?$skiptoken=${String(turn)}` } : {}),
      },
    }))
    expect((await graph.list('/x')).items).toEqual([1, 2, 3])
  })

  test.each(['https://example.com/v1.0/x', 'http://127.0.0.1:1/v1.0/x', '/v1.0/x'])(
    'does not take its token to %s, wherever a page points',
    async (link) => {
      const { graph } = await serve(() => ({ json: { value: [], '@odata.nextLink': link } }))
      await expect(graph.list('/x')).rejects.toMatchObject({ failure: { code: 'ForeignNextLink' } })
    },
  )
})

describe('a write', () => {
  const write = { method: 'POST', path: '/x', body: { a: 1 } } as const

  test('is repeated after 429, which means that it was not executed', async () => {
    const { graph } = await serve((_request, turn) =>
      turn < 3 ? { status: 429, ...error('TooManyRequests') } : { status: 201, json: {} },
    )
    expect(await graph.write(write)).toMatchObject({ status: 201, failure: null })
    expect(server.heard).toHaveLength(3)
  })

  test('is repeated after a 503 in Graph’s own words', async () => {
    const { graph } = await serve((_request, turn) =>
      turn < 2 ? { status: 503, ...error('serviceNotAvailable') } : { status: 201, json: {} },
    )
    expect(await graph.write(write)).toMatchObject({ status: 201 })
  })

  test.each<[string, Script]>([
    ['a broken connection', () => 'reset'],
    ['a 504', () => ({ status: 504, ...error('UnknownError') })],
    ['a 500', () => ({ status: 500, ...error('UnknownError') })],
    ['a gateway’s page with 503', () => ({ status: 503, text: '<html>' })],
  ])('is never repeated after %s', async (_name, script) => {
    const { graph } = await serve(script)
    await graph.write(write)
    expect(server.heard).toHaveLength(1)
  })
})

describe('a batch', () => {
  const get = (path: string) => ({ method: 'GET', path }) as const

  test('answers in the order of its calls, whatever the order of the answers', async () => {
    const { graph } = await serve(() => ({
      json: {
        responses: [
          { id: '2', status: 200, body: 'second' },
          { id: '1', status: 200, body: 'first' },
        ],
      },
    }))
    const answers = await graph.batch([get('/a'), get('/b')])
    expect(answers.map(({ body }) => body)).toEqual(['first', 'second'])
  })

  test('repeats throttled items one by one, after their own Retry-After', async () => {
    const { graph, clock } = await serve(({ url }) =>
      url.endsWith('$batch')
        ? {
            json: {
              responses: [
                { id: '1', status: 200, body: { n: 1 } },
                { id: '2', status: 429, headers: { 'Retry-After': '9' }, body: { error: { code: 'TooManyRequests' } } },
              ],
            },
          }
        : { json: { n: 2 } },
    )
    const answers = await graph.batch([get('/a'), get('/b')])
    expect(answers.map(({ body }) => body)).toEqual([{ n: 1 }, { n: 2 }])
    expect(server.heard.map(({ url }) => url)).toEqual(['/v1.0/$batch', '/v1.0/b'])
    expect(clock.pauses).toEqual([9000])
  })

  test('with a write in it leaves every effect open when its answer is lost', async () => {
    const { graph } = await serve(() => 'reset')
    const answers = await graph.batch([{ method: 'POST', path: '/a', body: {} }, get('/b')])
    expect(answers.map(({ status, sent }) => [status, sent])).toEqual([
      [null, true],
      [null, true],
    ])
    expect(server.heard).toHaveLength(1)
  })

  test('does not make up an answer that did not come', async () => {
    const { graph } = await serve(({ url }) =>
      url.endsWith('$batch') ? { json: { responses: [] } } : { status: 404, ...error('x') },
    )
    const [answer] = await graph.batch([{ method: 'POST', path: '/a', body: {} }])
    expect(answer).toMatchObject({ status: null, failure: { code: 'NotInBatchAnswer' } })
  })

  test('holds at most twenty calls', async () => {
    const { graph } = await serve(() => ({ json: {} }))
    await expect(graph.batch(Array.from({ length: 21 }, () => get('/a')))).rejects.toThrow(/at most 20/)
  })
})
