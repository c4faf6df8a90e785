import { Download, Plus, Search } from 'lucide-react'
import Form from 'next/form'
import Link from 'next/link'
import { conditionName } from '@/lib/tenants/condition-names'
import type { Fleet, FleetQuery } from '@/lib/tenants/fleet-views'
import { Button, ButtonLink } from '../../_ui/button'
import { formatCount } from '../_parts/formats'
import { stateWords } from '../_parts/state-words'
import { FleetChips } from './fleet-chips'
import { expiryWords, fleetHref, fleetParams, fleetStates, noFilter, provedWords } from './fleet-url'

const workloads = ['exchange', 'sharepoint', 'teams', 'groups'] as const

/** Search and filters. All of it is the address, so it works without scripts and can be sent to a colleague. */
export function FleetTools({ fleet, query }: { fleet: Fleet; query: FleetQuery }) {
  const filtered = fleetHref(query, { sort: 'state' }) !== '/'
  const params = fleetParams({ ...query, page: 1 }).toString()
  return (
    <div className="tools">
      <Form action="/" role="search" aria-label="This list" className="tools-search" scroll={false}>
        <KeptFields query={{ ...query, search: '' }} />
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
      </Form>
      <FleetChips query={query} />
      <Filters fleet={fleet} query={query} />
      <div className="tools-end">
        {filtered && <p className="matches num">{formatCount(fleet.matching, 'tenant matches', 'tenants match')}</p>}
        <ButtonLink href={`/tenants/export${params === '' ? '' : `?${params}`}`} variant="quiet" download>
          <Download className="i" aria-hidden />
          CSV
        </ButtonLink>
      </div>
    </div>
  )
}

/** What of the address a form does not ask for itself. */
function KeptFields({ query }: { query: FleetQuery }) {
  return [...fleetParams({ ...query, page: 1 })].map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ))
}

function Filters({ fleet, query }: { fleet: Fleet; query: FleetQuery }) {
  const kept = { search: query.search, sort: query.sort, page: 1, state: 'all', customer: query.customer } as const
  return (
    <details className="pop" key={fleetHref(query, {})}>
      <summary className="chip chip-add">
        <Plus className="i i-sm" aria-hidden />
        Filter
      </summary>
      <Form action="/" className="pop-card filters" aria-label="Filters" scroll={false}>
        <KeptFields query={kept} />
        <Choice name="state" label="State" value={query.state === 'all' ? '' : query.state}>
          {fleetStates.map((state) => [state, stateWords[state]])}
        </Choice>
        <Choice name="workload" label="Workload" value={query.workload}>
          {workloads.map((key) => [key, conditionName(`Workload:${key}`)])}
        </Choice>
        <Choice name="tag" label="Tag" value={query.tag}>
          {fleet.tags.map(({ tag, count }) => [tag, `${tag} (${count})`])}
        </Choice>
        <Choice name="expiry" label="Certificate ends" value={query.expiry}>
          {Object.entries(expiryWords)}
        </Choice>
        <Choice name="proved" label="Last proved" value={query.proved}>
          {Object.entries(provedWords)}
        </Choice>
        <Button type="submit" variant="primary" size="sm">
          Show
        </Button>
      </Form>
    </details>
  )
}

interface ChoiceProps {
  name: string
  label: string
  value: string | undefined
  children: readonly (readonly [string, string])[]
}

function Choice({ name, label, value = '', children }: ChoiceProps) {
  return (
    <label className="choice-line">
      <span>{label}</span>
      <select name={name} className="input" defaultValue={value}>
        <option value="">any</option>
        {children.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Nothing matches: says what was searched, and the way out. */
export function NothingMatches({ fleet, query }: { fleet: Fleet; query: FleetQuery }) {
  const what = query.search === '' ? 'No tenant passes these filters' : `Nothing matches “${query.search}”`
  return (
    <div className="empty nothing">
      <h3>{what}</h3>
      <p>{formatCount(fleet.total, 'tenant was', 'tenants were')} searched by customer, domain, id and thumbprint.</p>
      <Link className="btn" href={fleetHref(query, noFilter)}>
        Clear search and filter
      </Link>
    </div>
  )
}
