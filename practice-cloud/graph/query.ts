import type { GraphCall } from './call'
import { contextOf } from './call'
import { badRequest, GraphRefusal } from './refusals'

type Row = Readonly<Record<string, unknown>>

const OPTIONS = new Set([
  '$select',
  '$filter',
  '$top',
  '$count',
  '$orderby',
  '$search',
  '$expand',
  '$skiptoken',
  '$format',
])
const PAGE = 100
const TOP_LIMIT = 999

/** OData options of a list: filter, page, select; refuses what Graph refuses. */
export function answerList(call: GraphCall, context: string, rows: readonly Row[]): Row {
  refuseUnknownOptions(call)
  const filter = call.message.query.get('$filter')
  const matching = filter === null ? rows : rows.filter(compileFilter(call, filter))
  const top = readTop(call)
  const start = Number(call.message.query.get('$skiptoken') ?? '0')
  const page = matching.slice(start, start + top)
  return {
    '@odata.context': contextOf(call, context),
    ...(wantsCount(call) ? { '@odata.count': matching.length } : {}),
    ...(start + top < matching.length ? { '@odata.nextLink': nextLink(call, start + top) } : {}),
    value: page.map((row) => selectFrom(call, row)),
  }
}

/** One object with its `$select`; its full set of property names decides what may be selected. */
export function answerOne(call: GraphCall, context: string, row: Row): Row {
  refuseUnknownOptions(call)
  return { '@odata.context': contextOf(call, `${context}/$entity`), ...selectFrom(call, row) }
}

export function selected(call: GraphCall): string[] | undefined {
  return call.message.query
    .get('$select')
    ?.split(',')
    .map((name) => name.trim())
}

function selectFrom(call: GraphCall, row: Row): Row {
  const names = selected(call)
  if (names === undefined) return withoutExtras(row)
  const chosen: Record<string, unknown> = {}
  for (const name of names) {
    if (!(name in row) && !(`+${name}` in row)) throw unknownProperty(name)
    chosen[name] = row[name] ?? row[`+${name}`] ?? null
  }
  if ('@odata.type' in row) chosen['@odata.type'] = row['@odata.type']
  return chosen
}

/** Properties that only an explicit `$select` brings are written with a leading `+`. */
function withoutExtras(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('+')))
}

function unknownProperty(name: string): GraphRefusal {
  return new GraphRefusal(
    400,
    'BadRequest',
    `Parsing OData Select and Expand failed: Could not find a property named '${name}' on the type that was asked for.`,
  )
}

function refuseUnknownOptions(call: GraphCall): void {
  for (const name of call.message.query.keys())
    if (name.startsWith('$') && !OPTIONS.has(name))
      throw new GraphRefusal(400, 'BadRequest', `The query parameter '${name}' is not supported.`)
  const { query } = call.message
  const advanced =
    query.has('$search') || query.get('$count') === 'true' || (query.has('$orderby') && query.has('$filter'))
  if (advanced) refuseUnlessEventual(call)
}

function refuseUnlessEventual(call: GraphCall): void {
  const eventual = call.message.headers['consistencylevel']?.toLowerCase() === 'eventual'
  if (eventual) return
  throw new GraphRefusal(
    400,
    'Request_UnsupportedQuery',
    'Request with $search, $count or $orderby with $filter needs the header ConsistencyLevel: eventual and $count=true.',
  )
}

function wantsCount(call: GraphCall): boolean {
  return call.message.query.get('$count') === 'true'
}

function readTop(call: GraphCall): number {
  const text = call.message.query.get('$top')
  if (text === null) return PAGE
  const top = Number(text)
  if (!Number.isInteger(top) || top < 1 || top > TOP_LIMIT)
    throw badRequest(`Invalid page size specified: '${text}'. Must be between 1 and ${String(TOP_LIMIT)} inclusive.`)
  return top
}

function nextLink(call: GraphCall, start: number): string {
  const query = new URLSearchParams(call.message.query)
  query.set('$skiptoken', String(start))
  return `${call.cloud.origin}${call.message.path}?${query.toString().replaceAll('%24', '$')}`
}

type Test = (row: Row) => boolean

const EQUALS = /^([\w/]+) (eq|ne) (?:'((?:[^']|'')*)'|(true|false|null)|([0-9a-f-]{36}))$/i
const STARTS = /^(startswith|endswith)\(([\w/]+), ?'((?:[^']|'')*)'\)$/i
const ANY = /^(\w+)\/any\((\w+): ?\2 eq '((?:[^']|'')*)'\)$/i

/** `eq`, `ne`, `startswith`, `endswith` and `any(x:x eq '…')`, joined by `and` or `or`. */
function compileFilter(call: GraphCall, filter: string): Test {
  const either = splitOutsideQuotes(filter, 'or').map((part) => {
    const tests = splitOutsideQuotes(part, 'and').map((term) => compileTerm(call, term.trim()))
    return (row: Row) => tests.every((test) => test(row))
  })
  return (row) => either.some((test) => test(row))
}

/** A name such as `Backup and restore` is one literal, whatever stands in it. */
function splitOutsideQuotes(text: string, word: 'and' | 'or'): string[] {
  const literals: string[] = []
  const bare = text.replace(/'(?:[^']|'')*'/g, (literal) => `\u0000${String(literals.push(literal) - 1)}\u0000`)
  const restore = (part: string) => part.replace(/\0(\d+)\0/g, (_, index: string) => literals[Number(index)] ?? '')
  return bare.split(new RegExp(` ${word} `, 'i')).map(restore)
}

function compileTerm(call: GraphCall, term: string): Test {
  return compileEquals(call, term) ?? compileStarts(call, term) ?? compileAny(term) ?? unsupported(term)
}

const LITERALS: Readonly<Record<string, boolean>> = { true: true, false: false }

function compileEquals(call: GraphCall, term: string): Test | undefined {
  const [, name, operator, text, word, guid] = EQUALS.exec(term) ?? []
  if (name === undefined) return undefined
  const wanted = guid ?? text?.replaceAll("''", "'") ?? LITERALS[(word ?? '').toLowerCase()] ?? null
  if (operator?.toLowerCase() !== 'ne') return (row) => same(valueOf(row, name), wanted)
  refuseUnlessEventual(call)
  return (row) => !same(valueOf(row, name), wanted)
}

function compileStarts(call: GraphCall, term: string): Test | undefined {
  const [, operator, name, text] = STARTS.exec(term) ?? []
  if (name === undefined || text === undefined) return undefined
  const wanted = text.replaceAll("''", "'").toLowerCase()
  if (operator?.toLowerCase() === 'endswith') refuseUnlessEventual(call)
  const meets = operator?.toLowerCase() === 'endswith' ? 'endsWith' : 'startsWith'
  return (row) => {
    const value = valueOf(row, name)
    return typeof value === 'string' && value.toLowerCase()[meets](wanted)
  }
}

function compileAny(term: string): Test | undefined {
  const [, name, , text] = ANY.exec(term) ?? []
  if (name === undefined || text === undefined) return undefined
  return (row) => {
    const value = valueOf(row, name)
    return Array.isArray(value) && value.some((item) => same(item, text.replaceAll("''", "'")))
  }
}

function unsupported(term: string): never {
  throw new GraphRefusal(
    400,
    'Request_UnsupportedQuery',
    `Unsupported or invalid query filter clause specified: ${term}.`,
  )
}

function valueOf(row: Row, name: string): unknown {
  if (!(name in row) && !(`+${name}` in row))
    throw badRequest(`Invalid filter clause: Could not find a property named '${name}'.`)
  return row[name] ?? row[`+${name}`] ?? null
}

function same(value: unknown, wanted: unknown): boolean {
  if (typeof value === 'string' && typeof wanted === 'string') return value.toLowerCase() === wanted.toLowerCase()
  return value === wanted
}
