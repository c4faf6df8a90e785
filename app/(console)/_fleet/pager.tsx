import { ChevronLeft, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { Fleet, FleetQuery } from '@/lib/tenants/fleet-views'
import { fleetHref, pageNumbers } from './fleet-url'

/** “1 to 25 of 198 that match, 214 in all”, and links to the other pages when there are any. */
export function Pager({ fleet, query }: { fleet: Fleet; query: FleetQuery }) {
  return (
    <div className="pager">
      <span className="num">{describeRange(fleet)}</span>
      {fleet.pages > 1 && (
        <nav className="end" aria-label="Pages of the fleet">
          {fleet.page > 1 && (
            <Link className="pg" href={fleetHref(query, { page: fleet.page - 1 })} aria-label="Previous page">
              <ChevronLeft className="i" aria-hidden />
            </Link>
          )}
          {pageNumbers(fleet.page, fleet.pages).map((page, index) =>
            page === null ? (
              <span key={`gap-${index}`} className="pg" aria-hidden>
                …
              </span>
            ) : (
              <Link
                key={page}
                className="pg"
                href={fleetHref(query, { page })}
                aria-label={`Page ${page}`}
                aria-current={page === fleet.page ? 'page' : undefined}
              >
                {page}
              </Link>
            ),
          )}
          {fleet.page < fleet.pages && (
            <Link className="pg" href={fleetHref(query, { page: fleet.page + 1 })} aria-label="Next page">
              <ChevronRight className="i" aria-hidden />
            </Link>
          )}
        </nav>
      )}
    </div>
  )
}

/** Rows per page follow from the numbers of the fleet itself; the last page is the short one. */
function describeRange({ rows, page, pages, matching, total }: Fleet): string {
  const last = page === pages ? matching : Math.min(matching, page * rows.length)
  const first = Math.max(1, last - rows.length + 1)
  const range = rows.length === matching ? `${matching}` : `${first} to ${last} of ${matching}`
  return matching === total ? `${range} in all` : `${range} that match, ${total} in all`
}
