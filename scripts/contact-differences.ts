import type { ContactEnd } from './contact-journey'
import type { Exchange } from './exchanges'

/** Each place of a body with the kinds of its values. */
type Shape = Map<string, Set<string>>

/** What was answered to one kind of call: each status, with its code if it is a refusal, has a shape of its own. */
type Answers = Map<string, Shape>

const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi
const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/

/** Where two tellings of the same journey differ, call by call. Values are free; statuses, codes, names and kinds are not. */
export function differencesBetween(there: readonly Exchange[], practice: readonly Exchange[]): readonly string[] {
  const [theirs, ours] = [gather(there), gather(practice)]
  const calls = [...new Set([...theirs.keys(), ...ours.keys()])].toSorted()
  return calls.flatMap((call) => compare(call, theirs.get(call), ours.get(call)))
}

function compare(call: string, theirs: Answers | undefined, ours: Answers | undefined): string[] {
  if (theirs === undefined) return [`${call}: only the practice cloud was asked this`]
  if (ours === undefined) return [`${call}: only Microsoft was asked this, and answered ${list(theirs.keys())}`]
  const shapes = [...theirs].flatMap(([status, shape]) => compareShapes(shape, ours.get(status) ?? shape))
  return [...compareStatuses(theirs, ours), ...shapes].map((found) => `${call}: ${found}`)
}

/** Whether a poll came before the person was done depends on the person. */
const waiting = '400 authorization_pending'

function compareStatuses(theirs: Answers, ours: Answers): string[] {
  const [a, b] = [theirs, ours].map((answers) => list([...answers.keys()].filter((status) => status !== waiting)))
  return a === b ? [] : [`answered ${a ?? ''}, the practice cloud ${b ?? ''}`]
}

/** Below a place that only one side has, nothing more is told. `null` and an empty list fit every kind. */
function compareShapes(theirs: Shape, ours: Shape): string[] {
  const kinds = [...theirs].flatMap(([place, found]) => {
    const known = ours.get(place)
    const isFree = known === undefined || [...found, ...known].some((kind) => kind === 'null' || kind === 'empty')
    const isSame = isFree || [...found].some((kind) => known.has(kind))
    return isSame ? [] : [`${place} is ${list(found)}, in the practice cloud ${list(known)}`]
  })
  return [
    ...lacking(theirs, ours).map((place) => `the practice cloud lacks ${place}`),
    ...lacking(ours, theirs).map((place) => `only the practice cloud has ${place}`),
    ...kinds,
  ]
}

/** Places of one that the other has not, though it has something around them. */
function lacking(one: Shape, other: Shape): string[] {
  return [...one.keys()].filter((place) => {
    if (other.has(place)) return false
    const parent = other.get(place.slice(0, Math.max(place.lastIndexOf('.'), place.lastIndexOf('[]'))))
    return parent !== undefined && !parent.has('null') && !parent.has('empty')
  })
}

function gather(exchanges: readonly Exchange[]): Map<string, Answers> {
  const found = new Map<string, Answers>()
  for (const each of exchanges) {
    const call = callOf(each)
    const answers: Answers = found.get(call) ?? new Map<string, Shape>()
    const shape: Shape = answers.get(statusOf(each)) ?? new Map<string, Set<string>>()
    if (!call.endsWith('/$batch')) noteShape(each.responseBody, '', shape)
    found.set(call, answers.set(statusOf(each), shape))
  }
  return found
}

/** The call without what is this tenant's own: host, tenant, identifiers, quoted keys, values of options. */
function callOf({ method, url, requestBody }: Exchange): string {
  const { pathname, searchParams } = new URL(url)
  const place = decodeURIComponent(pathname)
    .replace(/^\/[^/]+(?=\/(?:v2\.0|oauth2)\/)/, '/{tenant}')
    .replace(/'[^']*'/g, "'{key}'")
    .replace(guid, '{id}')
    .replace(/[^/]{33,}(?=\/|$)/g, (part) => (part.startsWith('microsoft.graph.') ? part : '{id}'))
  const options = [...searchParams.keys()].toSorted()
  return `${method} ${place}${options.length === 0 ? '' : `?${options.join('&')}`}${grantOf(requestBody)}`
}

/** The token endpoint serves several flows. */
function grantOf(body: unknown): string {
  const { grant_type: grant } = (body ?? {}) as { grant_type?: unknown }
  return typeof grant === 'string' ? ` (${grant.split(':').at(-1) ?? grant})` : ''
}

/** Status and code: a refusal by another code is another answer. */
function statusOf({ status, responseBody }: Exchange): string {
  const { error } = (responseBody ?? {}) as { error?: unknown }
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : error
  return typeof code === 'string' ? `${String(status)} ${code}` : String(status)
}

function noteShape(value: unknown, place: string, shape: Shape): void {
  shape.set(place, (shape.get(place) ?? new Set()).add(kindOf(value)))
  if (Array.isArray(value)) for (const each of value) noteShape(each, `${place}[]`, shape)
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) noteShape(inner, `${place}.${name}`, shape)
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : 'list'
  if (typeof value !== 'string') return typeof value
  return date.test(value) ? 'date' : 'text'
}

function list(words: Iterable<string>): string {
  return [...words].toSorted().join(' or ')
}

export function describeDifferences(end: ContactEnd, differences: readonly string[]): string {
  const stop = end === 'connected' ? '' : ' The journey stopped early, so later calls could not be compared.'
  if (differences.length === 0) return `No difference from the practice cloud was found.${stop}`
  return [
    `${String(differences.length)} differences from the practice cloud:${stop}`,
    ...differences.map((each) => `- ${each}`),
  ].join('\n')
}
