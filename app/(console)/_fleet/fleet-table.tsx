import { ArrowDown, FlaskConical } from 'lucide-react'
import Link from 'next/link'
import { Fragment, type ReactNode } from 'react'
import type { Fleet, FleetQuery, FleetRow } from '@/lib/tenants/fleet-views'
import { LifeLine } from '../../_ui/life-line'
import { StateIcon } from '../../_ui/state-icon'
import { formatAgo, formatExact } from '../_parts/formats'
import { markOf, stateNames } from '../_parts/state-words'
import { AbsentIcon, WorkloadIcon } from '../_parts/workload-icon'
import { SelectPage } from './bulk-form'
import { fleetHref } from './fleet-url'
import { RowMenu } from './row-menu'

const slots = ['exchange', 'sharepoint', 'teams', 'groups'] as const

const slotNames: Readonly<Record<(typeof slots)[number], string>> = {
  exchange: 'Exchange Online',
  sharepoint: 'SharePoint and OneDrive',
  teams: 'Teams',
  groups: 'Groups',
}

interface FleetTableProps {
  fleet: Fleet
  query: FleetQuery
  now: Date
  mayChange: boolean
}

/** All tenants of this page. On a phone the same table shows three lines per row. */
export function FleetTable({ fleet, query, now, mayChange }: FleetTableProps) {
  return (
    <div className="tbl-wrap fleet-wrap">
      <table className="fleet-table tbl">
        <caption className="sr">Tenants</caption>
        <thead>
          <tr>
            {mayChange && (
              <th scope="col" className="tick">
                <SelectPage />
              </th>
            )}
            <SortHead query={query} sort="customer" label="Customer" />
            <th scope="col">Tenant</th>
            <SortHead query={query} sort="state" label="State, worst first" />
            <th scope="col">Workloads</th>
            <SortHead query={query} sort="expiry" label="Certificate" />
            <SortHead query={query} sort="proved" label="Last proved" />
            <th scope="col">Tags</th>
            <th scope="col">
              <span className="sr">More</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {fleet.rows.map((row) => (
            <Row key={row.id} row={row} query={query} now={now} mayChange={mayChange} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function SortHead({ query, sort, label }: { query: FleetQuery; sort: FleetQuery['sort']; label: string }) {
  const sorted = query.sort === sort
  return (
    <th scope="col" aria-sort={sorted ? 'ascending' : undefined}>
      <Link href={fleetHref(query, { sort })}>
        {label}
        {sorted && <ArrowDown className="i i-sm" aria-hidden />}
      </Link>
    </th>
  )
}

interface RowProps {
  row: FleetRow
  query: FleetQuery
  now: Date
  mayChange: boolean
}

function Row({ row, query, now, mayChange }: RowProps) {
  const href = row.runId === null ? `/tenants/${row.id}` : `/tenants/${row.id}/runs/${row.runId}`
  return (
    <tr>
      {mayChange && (
        <td className="tick">
          <input
            type="checkbox"
            className="cb"
            name="tenantId"
            value={row.id}
            aria-label={`Select ${row.customer}, ${row.domain}`}
          />
        </td>
      )}
      <th scope="row">
        <Link href={`/tenants/${row.id}`} title={row.customer}>
          {row.customer}
        </Link>
        {row.practice && (
          <span className="practice-mark" title="A practice tenant, on this machine only">
            <FlaskConical className="i i-sm" aria-hidden />
            <span className="sr">, practice</span>
          </span>
        )}
      </th>
      <td className="domain" title={row.domain}>
        {breakAtDots(row.domain)}
      </td>
      <td className="statecell">
        <span className="st">
          <StateIcon mark={row.working ? 'run' : markOf[row.state]} />
          <span>
            <span className="sr">{stateNames[row.state]}: </span>
            {row.runId === null ? row.stateText : <Link href={href}>{row.stateText}</Link>}
          </span>
        </span>
      </td>
      <td className="slots">
        <WorkloadSlots workloads={row.workloads} />
      </td>
      <td className="expiry">
        {row.certificate === null ? 'none yet' : <LifeLine certificate={row.certificate} now={now} />}
      </td>
      <td className="proved num">
        {row.provedAt === null ? (
          'never'
        ) : (
          <time dateTime={row.provedAt} title={formatExact(row.provedAt)}>
            {formatAgo(row.provedAt, now)}
          </time>
        )}
      </td>
      <td className="tags">
        {row.tags.map((tag) => (
          <Link key={tag} className="tag" href={fleetHref(query, { tag })} title={tag}>
            {tag}
          </Link>
        ))}
      </td>
      <td className="more">
        <RowMenu row={row} query={query} mayChange={mayChange} />
      </td>
    </tr>
  )
}

/** A domain that does not fit in one line goes on after a dot, not in the middle of a name. */
function breakAtDots(domain: string): ReactNode {
  return domain.split('.').map((label, index) => (
    <Fragment key={index}>
      {index > 0 && '.'}
      {index > 0 && <wbr />}
      {label}
    </Fragment>
  ))
}

function WorkloadSlots({ workloads }: { workloads: FleetRow['workloads'] }) {
  return (
    <span className="workload-slots">
      {slots.map((slot) => {
        const status = workloads.find(({ key }) => key === slot)?.status ?? 'absent'
        const words = `${slotNames[slot]}: ${slotWords[status]}`
        return (
          <span key={slot} className={`slot-${status}`} title={words}>
            {status === 'absent' ? <AbsentIcon /> : <WorkloadIcon workload={slot} />}
            <span className="sr">{words}. </span>
          </span>
        )
      })}
    </span>
  )
}

const slotWords: Readonly<Record<FleetRow['workloads'][number]['status'], string>> = {
  ok: 'proved',
  warning: 'warning',
  failing: 'failing',
  unknown: 'could not check',
  absent: 'not connected',
}
