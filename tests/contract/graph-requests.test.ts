import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeCall } from '@/lib/microsoft/evidence'
import { isUnseenCall, unseenCalls } from '@/lib/microsoft/unseen-calls'
import { innerExchanges, recordExchanges, type Exchange } from '@/scripts/exchanges'
import { runHouseJourneys } from './house-journeys'
import { runKernelJourneys } from './kernel-journeys'
import { GraphDescription } from './openapi'
import { explainedFaults } from './explained-faults'
import { hasTruth, WITH_TRUTH } from './truth'

const root = path.resolve(import.meta.dirname, '../..')

let sent: readonly Exchange[] = []
let description: GraphDescription

beforeAll(async () => {
  if (!hasTruth) return
  description = new GraphDescription()
  const recording = recordExchanges()
  try {
    await runHouseJourneys()
    await runKernelJourneys()
  } finally {
    recording.stop()
  }
  const outer = recording.exchanges.filter(({ url }) => new URL(url).pathname.startsWith('/v1.0/'))
  sent = [...outer, ...outer.flatMap(innerExchanges)]
}, 240_000)

const called = (exchange: Exchange) => describeCall(exchange.method, new URL(exchange.url))

/** Calls that are neither described by Microsoft nor on the list of those that no one has seen answered. */
function strangers(exchanges: readonly Exchange[]): string[] {
  const found = exchanges.filter((each) => description.placeOf(each) === undefined && !isUnseenCall(called(each)))
  return [...new Set(found.map(called))]
}

/** Every fault of these exchanges once, with the place it was found at. */
function faultsOf(exchanges: readonly Exchange[], judge: (exchange: Exchange, place: string) => readonly string[]) {
  const found = exchanges.flatMap((exchange) => {
    const place = description.placeOf(exchange)
    if (place === undefined) return []
    return judge(exchange, place).map((fault) => `${exchange.method} ${place}: ${fault}`)
  })
  return [...new Set(found)].toSorted()
}

describe.skipIf(!hasTruth)(`every request to Graph is one that Microsoft describes ${WITH_TRUTH}`, () => {
  test('a call that is neither described nor on the list of unseen calls is found', () => {
    const [any] = sent
    if (any === undefined) throw new Error('nothing was sent')
    const planted = { ...any, method: 'GET', url: `${new URL(any.url).origin}/v1.0/planted/endpoint` }
    expect(strangers([...sent, planted])).toEqual(['GET /planted/endpoint'])
    expect(
      strangers([...sent, { ...planted, method: 'DELETE', url: any.url.replace(/\/v1\.0\/.*/, '/v1.0/organization') }]),
    ).toEqual(['DELETE /organization'])
  })

  test('each call is described or on the list of unseen calls', () => {
    expect(strangers(sent)).toEqual([])
  })

  test('each request keeps to the description: options, body, types and names', () => {
    const found = faultsOf(sent, (exchange, place) => description.faultsOfRequest(exchange, place))
    expect(found).toEqual(explainedFaults.requests.map(({ fault }) => fault).toSorted())
  })

  test('each answer of the practice cloud keeps to the description', () => {
    const found = faultsOf(sent, (exchange, place) => description.faultsOfAnswer(exchange, place))
    expect(found).toEqual(explainedFaults.answers.map(({ fault }) => fault).toSorted())
  })

  test('a wrong option, a wrong type and an unknown name are found', () => {
    const patch = sent.find(({ method, url }) => method === 'PATCH' && url.includes('/applications(uniqueName'))
    if (patch === undefined) throw new Error('no application was written')
    const place = description.placeOf(patch) ?? ''
    const faults = (change: Partial<Exchange>) => description.faultsOfRequest({ ...patch, ...change }, place)
    expect(faults({ requestBody: { displayName: 7 } })).toEqual(['/displayName must be string'])
    expect(faults({ requestBody: { displayname: 'x' } })).toEqual(['/displayname is not described'])
    expect(faults({ url: `${patch.url}?$top=1` })).toEqual(['the option $top is not described'])
    expect(faults({ requestHeaders: {} })).toEqual(['the body is sent as nothing'])
  })
})

describe.skipIf(!hasTruth)(`the list of unseen calls is true ${WITH_TRUTH}`, () => {
  test('each of them is sent, and none of them is described', () => {
    const calls = new Set(sent.filter((each) => description.placeOf(each) === undefined).map(called))
    const unsent = unseenCalls.filter((unseen) => ![...calls].some((call) => isUnseenCall(call, [unseen])))
    expect(unsent).toEqual([])
  })
})

describe('what no one has seen answered is written down', () => {
  test('each unseen call stands in docs/unverified.md with its source', () => {
    const page = readFileSync(path.join(root, 'docs/unverified.md'), 'utf8')
    const rows = page.split('\n').filter((line) => line.startsWith('|'))
    const lacking = unseenCalls.filter(({ method, place }) => {
      const row = rows.find((line) => line.includes(`\`${method} ${place}\``))
      return row === undefined || (row.split('|')[2] ?? '').trim().length < 10
    })
    expect(lacking).toEqual([])
  })
})

/** Paths as the source spells them; `${…}` stands for anything. Slashes alone and what begins with the version are no calls. */
function pathsInSource(): string[] {
  const folder = path.join(root, 'lib/microsoft')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && name !== 'unseen-calls.ts',
  )
  const texts = files.map((name) => readFileSync(path.join(folder, name), 'utf8'))
  const literals = [/`((?:\$\{\w+\})?\/(?:[a-z]|\$[a-z])[^`\n]*)`/g, /'(\/[a-z$][^'\n]*)'/g]
  const found = texts.flatMap((text) => literals.flatMap((each) => [...text.matchAll(each)].map(([, one = '']) => one)))
  return [...new Set(found)].filter((one) => !one.endsWith('/.default'))
}

function wasSent(literal: string): boolean {
  const [place = ''] = literal.split('?')
  const parts = place.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`))
  const pattern = new RegExp(`^/v1\\.0${parts.join('.+')}$`)
  return sent.some(({ url }) => pattern.test(decodeURIComponent(new URL(url).pathname)))
}

describe.skipIf(!hasTruth)(`no call is left out ${WITH_TRUTH}`, () => {
  test('each path that the source names was sent', () => {
    const paths = pathsInSource()
    expect(paths.length).toBeGreaterThan(25)
    expect(paths.filter((each) => !wasSent(each))).toEqual([])
  })
})

afterAll(() => {
  sent = []
})
