import type { Reply } from '@/tests/practice-cloud/support'
import type { Recorded } from './recordings'

type Dictionary = Readonly<Record<string, unknown>>

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/
const placeholder = /^\{.+\}$|\.\.\.$|^REDACTED$/

/** What kind of value something is: identifiers and dates are kinds of their own. */
function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value !== 'string') return typeof value
  if (guid.test(value)) return 'id'
  return date.test(value) ? 'date' : 'string'
}

/** Headers that belong to one exchange, to its transport, or to the other side. */
const freeHeaders = new Set(['content-length', 'date', 'transfer-encoding', 'location', 'retry-after', 'x-cache'])

/** Headers whose value is the same in every exchange of a kind. */
const fixedHeaders = ['x-ms-resource-unit']

/**
 * Where our answer differs from the recorded one: status, codes, names, kinds of values, headers. Empty is a match.
 * Microsoft adds properties over the years, so a name that a recording lacks is a difference only when it is not `known`.
 */
export function compare(recorded: Recorded, ours: Reply, known: ReadonlySet<string>): string[] {
  const missing = Object.keys(recorded.responseHeaders).filter(
    (name) => !freeHeaders.has(name) && !ours.headers.has(name),
  )
  const otherwise = fixedHeaders.flatMap((name) => {
    const [theirs, mine] = [recorded.responseHeaders[name], ours.headers.get(name)]
    return theirs === undefined || mine === null || theirs === mine
      ? []
      : [`header ${name}: ${theirs} there, ${mine} here`]
  })
  return [
    ...(recorded.status === ours.status
      ? []
      : [`status ${String(recorded.status)} there, ${String(ours.status)} here`]),
    ...codesOf(recorded.responseBody, ours.body),
    ...(recorded.status === ours.status ? differences(recorded.responseBody ?? {}, ours.body, '') : []),
    ...strangeNames(ours.body, '', known),
    ...missing.map((name) => `header ${name}: missing here`),
    ...otherwise,
  ]
}

/** The codes by which programs tell refusals apart: Graph's `error.code`, OAuth's `error`, Entra's numbers. */
function codesOf(recorded: unknown, ours: unknown): string[] {
  const [theirs, mine] = [recorded, ours].map((body) => {
    const { error, error_codes: numbers } = (body ?? {}) as Dictionary
    const code = isDictionary(error) ? error['code'] : error
    return [code, ...(Array.isArray(numbers) ? (numbers as unknown[]) : [])]
      .flatMap((each) => (typeof each === 'string' || typeof each === 'number' ? [String(each)] : []))
      .join(' ')
  })
  return theirs === mine ? [] : [`code ${theirs || 'none'} there, ${mine || 'none'} here`]
}

function differences(recorded: unknown, ours: unknown, place: string): string[] {
  if (Array.isArray(recorded) && Array.isArray(ours)) return listDifferences(recorded, ours, place)
  if (!isDictionary(recorded) || !isDictionary(ours)) return kindDifference(recorded, ours, place)
  return Object.entries(recorded).flatMap(([name, value]) =>
    name in ours ? differences(value, ours[name], `${place}.${name}`) : [`${place}.${name}: missing here`],
  )
}

/** `null` says nothing of the type, and a placeholder of documentation says only that there is text. */
function kindDifference(recorded: unknown, ours: unknown, place: string): string[] {
  if (recorded === null || ours === null) return []
  const [theirs, mine] = [kindOf(recorded), kindOf(ours)]
  if (typeof recorded === 'string' && typeof ours === 'string' && placeholder.test(recorded)) return []
  return theirs === mine ? [] : [`${place}: ${theirs} there, ${mine} here`]
}

/** Every element of theirs needs one of ours that is like it; the nearest tells what is missing. */
function listDifferences(recorded: readonly unknown[], ours: readonly unknown[], place: string): string[] {
  if (recorded.length > 0 && ours.length === 0) return [`${place}: empty here`]
  const nearest = recorded.map((each) =>
    ours
      .map((mine) => differences(each, mine, `${place}[]`))
      .reduce((best, found) => (found.length < best.length ? found : best)),
  )
  return [...new Set(nearest.flat())]
}

function strangeNames(ours: unknown, place: string, known: ReadonlySet<string>): string[] {
  if (Array.isArray(ours)) return [...new Set(ours.flatMap((each) => strangeNames(each, `${place}[]`, known)))]
  if (!isDictionary(ours)) return []
  return Object.entries(ours).flatMap(([name, value]) => [
    ...(known.has(name) ? [] : [`${place}.${name}: only here`]),
    ...strangeNames(value, `${place}.${name}`, known),
  ])
}

/** Every name that occurs anywhere in what is Microsoft's own. */
export function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (!isDictionary(value)) return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)])
}

function isDictionary(value: unknown): value is Dictionary {
  return kindOf(value) === 'object'
}
