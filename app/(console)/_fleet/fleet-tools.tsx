import { Search, X } from 'lucide-react'
import Link from 'next/link'
import type { Fleet, FleetQuery } from '@/lib/tenants/views'
import { Button } from '../../_ui/button'
import { formatCount } from '../_parts/formats'
import { stateWords } from '../_parts/state-words'
import { fleetHref, fleetStates } from './fleet-url'

/** Search and state filter. All of it is the address, so it works without scripts and can be sent to a colleague. */
export function FleetTools({ fleet, query }: { fleet: Fleet; query: FleetQuery }) {
  const filtered = query.search !== '' || query.state !== 'all'
  return (
    <div className="tools">
      <form action="/" method="get" role="search" aria-label="This list" className="tools-search">
        {query.state !== 'all' && <input type="hidden" name="state" value={query.state} />}
        {query.sort !== 'state' && <input type="hidden" name="sort" value={query.sort} />}
        <label className="sr" htmlFor="fleet-search">
          Search tenants by customer, domain, id or thumbprint
        </label>
        <span className="input">
          <Search className="i" aria-hidden />
          <input
            id="fleet-search"
            type="search"
            name="q"
            key={query.search}
            defaultValue={query.search}
            placeholder="Customer, domain, id, thumbprint"
            maxLength={200}
          />
        </span>
        <Button type="submit" variant="plain">
          Search
        </Button>
      </form>
      <nav className="chips" aria-label="Filter by state">
        {fleetStates
          .filter((state) => fleet.counts[state] > 0 || query.state === state)
          .map((state) =>
            query.state === state ? (
              <Link key={state} className="chip" href={fleetHref(query, { state: 'all' })} aria-current="true">
                State: <b>{stateWords[state]}</b>
                <X className="i i-sm" aria-hidden />
                <span className="sr">, remove this filter</span>
              </Link>
            ) : (
              <Link key={state} className="chip" href={fleetHref(query, { state })}>
                {stateWords[state]}
              </Link>
            ),
          )}
      </nav>
      {filtered && <p className="matches num">{formatCount(fleet.matching, 'tenant matches', 'tenants match')}</p>}
    </div>
  )
}

/** Nothing matches: says what was searched, and the way out. */
export function NothingMatches({ fleet, query }: { fleet: Fleet; query: FleetQuery }) {
  const what = query.search === '' ? `Nothing is “${stateLabel(query)}”` : `Nothing matches “${query.search}”`
  return (
    <div className="empty nothing">
      <h3>{what}</h3>
      <p>{formatCount(fleet.total, 'tenant was', 'tenants were')} searched by customer, domain, id and thumbprint.</p>
      <Link className="btn" href={fleetHref(query, { search: '', state: 'all' })}>
        Clear search and filter
      </Link>
    </div>
  )
}

function stateLabel({ state }: FleetQuery): string {
  return state === 'all' ? 'any state' : stateWords[state]
}
