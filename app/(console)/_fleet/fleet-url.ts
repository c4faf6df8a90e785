import type { FleetQuery } from '@/lib/tenants/views'

type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>

const states = ['failing', 'warning', 'unknown', 'setting-up', 'ok'] as const satisfies readonly FleetQuery['state'][]
const sorts = ['state', 'customer', 'expiry', 'proved'] as const satisfies readonly FleetQuery['sort'][]

/** Worst first, in the order of the health bar. */
export const fleetStates = states

const plainQuery: FleetQuery = { search: '', state: 'all', page: 1, sort: 'state' }

function readOne(params: SearchParams, name: string): string {
  const value = params[name]
  return (typeof value === 'string' ? value : (value?.[0] ?? '')).trim()
}

/** The address is the state of the fleet page. What it does not understand counts as absent. */
export function readFleetQuery(params: SearchParams): FleetQuery {
  const page = Number.parseInt(readOne(params, 'page'), 10)
  const state = readOne(params, 'state')
  const sort = readOne(params, 'sort')
  return {
    search: readOne(params, 'q').slice(0, 200),
    state: states.find((known) => known === state) ?? 'all',
    page: Number.isSafeInteger(page) && page > 0 ? Math.min(page, 100_000) : 1,
    sort: sorts.find((known) => known === sort) ?? 'state',
  }
}

/** A link to the fleet with some of it changed. Any change but of the page goes back to page 1; defaults leave no trace. */
export function fleetHref(query: FleetQuery, change: Partial<FleetQuery>): string {
  const next = { ...query, page: 1, ...change }
  const params = new URLSearchParams()
  if (next.search !== plainQuery.search) params.set('q', next.search)
  if (next.state !== plainQuery.state) params.set('state', next.state)
  if (next.sort !== plainQuery.sort) params.set('sort', next.sort)
  if (next.page !== plainQuery.page) params.set('page', String(next.page))
  const text = params.toString()
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
