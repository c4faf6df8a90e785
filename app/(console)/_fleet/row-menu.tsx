import { Ellipsis } from 'lucide-react'
import Link from 'next/link'
import type { FleetQuery, FleetRow } from '@/lib/tenants/fleet-views'
import { fleetHref } from './fleet-url'

/** What can be done with one tenant without leaving the list. */
export function RowMenu({ row, query, mayChange }: { row: FleetRow; query: FleetQuery; mayChange: boolean }) {
  const connected = row.state !== 'setting-up'
  return (
    <details className="pop row-menu" name="row-menu">
      <summary className="btn btn-quiet btn-sm btn-icon" aria-label={`More for ${row.customer}, ${row.domain}`}>
        <Ellipsis className="i" aria-hidden />
      </summary>
      <ul className="pop-card menu-list">
        <li>
          <Link href={`/tenants/${row.id}`}>Open</Link>
        </li>
        {row.runId !== null && (
          <li>
            <Link href={`/tenants/${row.id}/runs/${row.runId}`}>Open the run</Link>
          </li>
        )}
        {mayChange && connected && (
          <>
            <li>
              <button type="submit" name="one" value={`check:${row.id}`}>
                Check now
              </button>
            </li>
            <li>
              <Link href={`/tenants/${row.id}/reconfigure`}>Reconfigure…</Link>
            </li>
          </>
        )}
        <li>
          <Link href={fleetHref(query, { customer: row.customer })}>Tenants of this customer</Link>
        </li>
      </ul>
    </details>
  )
}
