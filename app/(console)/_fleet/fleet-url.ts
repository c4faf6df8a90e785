import type { FleetQuery } from '@/lib/tenants/fleet-views'

type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>

const states = ['failing', 'warning', 'unknown', 'setting-up', 'ok'] as const satisfies readonly FleetQuery['state'][]
const sorts = ['state', 'customer', 'expiry', 'proved'] as const satisfies readonly FleetQuery['sort'][]

/** Worst first, in the order of the health bar. */
export const fleetStates = states

/** The filters that take one of a few values, with what a chip says of each. */
export const expiryWords = {
  month: 'within 30 days',
  quarter: 'within 90 days',
  due: 'should have renewed',
  none: 'no certificate yet',
} as const satisfies Record<NonNullable<FleetQuery['expiry']>, string>

export const provedWords = {
  day: 'in the last day',
  week: 'in the last 7 days',
  older: 'longer ago',
  never: 'never',
} as const satisfies Record<NonNullable<FleetQuery['proved']>, string>

/** Filters whose value is a name. */
const named = ['workload', 'tag', 'customer', 'cause'] as const

const plainQuery: FleetQuery = { search: '', state: 'all', page: 1, sort: 'state' }

/** No filter and no search: the whole fleet, in the order that it is in. */
export const noFilter = {
  ...{ search: '', state: 'all', workload: undefined, tag: undefined, customer: undefined, cause: undefined },
  ...{ expiry: undefined, proved: undefined },
} as const satisfies Partial<FleetQuery>

function readOne(params: SearchParams, name: string): string {
  const value = params[name]
  const text = typeof value === 'string' ? value : (value?.[0] ?? '')
  return text.replaceAll('\0', '').trim() // which PostgreSQL cannot compare with anything
}

function keyOf<K extends string>(words: Readonly<Record<K, string>>, text: string): K | undefined {
  return (Object.keys(words) as K[]).find((key) => key === text)
}

/** The address is the state of the fleet page. What it does not understand counts as absent. */
export function readFleetQuery(params: SearchParams): FleetQuery {
  const page = Number.parseInt(readOne(params, 'page'), 10)
  const state = readOne(params, 'state')
  const sort = readOne(params, 'sort')
  const expiry = keyOf(expiryWords, readOne(params, 'expiry'))
  const proved = keyOf(provedWords, readOne(params, 'proved'))
  const names = named.flatMap((name) => {
    const value = readOne(params, name).slice(0, 200)
    return value === '' ? [] : [[name, value] as const]
  })
  return {
    search: readOne(params, 'q').slice(0, 200),
    state: states.find((known) => known === state) ?? 'all',
    page: Number.isSafeInteger(page) && page > 0 ? Math.min(page, 100_000) : 1,
    sort: sorts.find((known) => known === sort) ?? 'state',
    ...Object.fromEntries(names),
    ...(expiry && { expiry }),
    ...(proved && { proved }),
  }
}

/** Everything of the address that is not the default, for links and for hidden fields of forms. */
export function fleetParams(query: FleetQuery): URLSearchParams {
  const params = new URLSearchParams()
  if (query.search !== plainQuery.search) params.set('q', query.search)
  if (query.state !== plainQuery.state) params.set('state', query.state)
  for (const name of [...named, 'expiry', 'proved'] as const) {
    const value = query[name]
    if (value !== undefined) params.set(name, value)
  }
  if (query.sort !== plainQuery.sort) params.set('sort', query.sort)
  if (query.page !== plainQuery.page) params.set('page', String(query.page))
  return params
}

/** A link to the fleet with some of it changed. Any change but of the page goes back to page 1; defaults leave no trace. */
export function fleetHref(query: FleetQuery, change: Partial<FleetQuery>): string {
  const text = fleetParams({ ...query, page: 1, ...change }).toString()
  return text === '' ? '/' : `/?${text}`
}

/** The pages to link around the present one: first, last and the neighbours; `null` is a gap. */
export function pageNumbers(page: number, pages: number): readonly (number | null)[] {
  const wanted = [1, page - 1, page, page + 1, pages].filter((n) => n >= 1 && n <= pages)
  const sorted = [...new Set(wanted)].sort((a, b) => a - b)
  return sorted.flatMap((n, index) => {
    const before = sorted[index - 1]
    return before !== undefined && n - before > 1 ? [null, n] : [n]
  })
}
