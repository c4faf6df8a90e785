import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applications } from './recorded/applications'
import { compare, namesIn } from './recorded/comparison'
import { directory } from './recorded/directory'
import { explainedMismatches } from './recorded/explained-mismatches'
import { grants } from './recorded/grants'
import { keys } from './recorded/keys'
import { principals } from './recorded/principals'
import { listRecordings, readRecording } from './recorded/recordings'
import { Stage, type Scenarios } from './recorded/stage'
import { tokens } from './recorded/tokens'
import { hasTruth, readTruth, WITH_TRUTH } from './truth'

const scenarios: Scenarios = { ...applications, ...principals, ...grants, ...keys, ...directory, ...tokens }
const numbers = hasTruth ? listRecordings() : []
const found = new Map<string, readonly string[]>()
let stage: Stage
/** Names that Microsoft uses: in its description of Graph and in the recorded answers. */
let known: ReadonlySet<string> = new Set()

beforeAll(async () => {
  if (!hasTruth) return
  stage = await Stage.open()
  const answers = numbers.map((number) => readRecording(number).responseBody)
  known = new Set(namesIn([readTruth('openapi', 'graph-v1.0-extract.json'), answers]))
})

afterAll(async () => {
  if (!hasTruth) return
  await stage.cloud.close()
  process.stdout.write(`${tableOfMatches()}\n`)
})

/** One line per exchange: as recorded, or where it differs and why. */
function tableOfMatches(): string {
  const rows = [...found].map(([number, differences]) => {
    const { method, url, status } = readRecording(number)
    const call = `${method} ${new URL(url).pathname.slice(0, 70)} ${String(status)}`
    return `${number.padEnd(5)} ${differences.length === 0 ? 'match    ' : 'explained'} ${call}`
  })
  const explained = [...found.values()].filter((differences) => differences.length > 0).length
  return [...rows, `${String(found.size - explained)} match, ${String(explained)} explained`].join('\n')
}

describe.skipIf(!hasTruth)(`the practice cloud answers as it was recorded ${WITH_TRUTH}`, () => {
  test('each recorded exchange is asked here, and nothing else', () => {
    expect(Object.keys(scenarios).toSorted()).toEqual(numbers.toSorted())
  })

  test.each(numbers)('%s', async (number) => {
    const ours = await scenarios[number]?.(stage)
    if (ours === undefined) throw new Error('nobody asks this')
    const differences = compare(readRecording(number), ours, known)
    found.set(number, differences)
    expect(differences).toEqual(explainedMismatches[number]?.differences ?? [])
  })

  test('a refusal has the words of the recorded one', async () => {
    const said = (body: unknown) => (body as { error: { message: string } }).error.message
    for (const number of ['d005', 'd007', 'd009', 'd010', 'd021', 'd025', 'd030', 'd031']) {
      const ours = await scenarios[number]?.(stage)
      expect([number, said(ours?.body)]).toEqual([number, said(readRecording(number).responseBody)])
    }
  })
})

describe('a comparison', () => {
  const id = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'
  const recorded = { method: 'GET', url: 'x', requestBody: null, status: 200, responseHeaders: { 'request-id': '' } }
  const names = new Set(['id', 'at', 'list', 'name', 'no', 'newer', 'error', 'code'])
  const judge = (
    theirs: Record<string, unknown>,
    mine: Record<string, unknown>,
    headers: Record<string, string> = { 'request-id': '1' },
  ) =>
    compare(
      { ...recorded, ...theirs, responseBody: theirs['body'] },
      { status: 200, headers: new Headers(headers), body: mine },
      names,
    )

  test('passes over values, and finds another kind, a missing name, an invented one and an empty list', () => {
    const body = { id, at: '2026-01-01T00:00:00Z', list: [{ name: 'a' }], no: null }
    const same = { id: id.replace('0', '1'), at: '2027-01-01T00:00:00Z', list: [{ name: 'b' }], no: 'yes', newer: 1 }
    expect(judge({ body }, same)).toEqual([])
    expect(judge({ body }, { ...same, id: 'x', at: id, list: [] })).toEqual([
      '.id: id there, string here',
      '.at: date there, id here',
      '.list: empty here',
    ])
    expect(judge({ body }, { ...same, list: [{ invented: 'b' }] })).toEqual([
      '.list[].name: missing here',
      '.list[].invented: only here',
    ])
  })

  test('finds another status, another code, a missing header', () => {
    const theirs = { status: 400, body: { error: { code: 'A' } } }
    expect(judge(theirs, { error: { code: 'B' } }, {})).toEqual([
      'status 400 there, 200 here',
      'code A there, B here',
      'header request-id: missing here',
    ])
  })

  test('finds another price of the same request', () => {
    const responseHeaders = { 'request-id': '', 'x-ms-resource-unit': '2' }
    const priced = (units: string) => judge({ responseHeaders }, {}, { 'request-id': '1', 'x-ms-resource-unit': units })
    expect(priced('2')).toEqual([])
    expect(priced('1')).toEqual(['header x-ms-resource-unit: 2 there, 1 here'])
  })
})
