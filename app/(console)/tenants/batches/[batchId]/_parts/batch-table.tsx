import Link from 'next/link'
import { rowWords, type BatchView } from '@/lib/tenants/batches'
import { StateIcon } from '../../../../../_ui/state-icon'
import { formatClock, formatExact } from '../../../../_parts/formats'
import { markOfRow } from './batch-words'
import { RowActs } from './row-acts'

/** One line per tenant, in the order that was asked for; what failed says why in the same place. */
export function BatchTable({ batch, mayChange }: { batch: BatchView; mayChange: boolean }) {
  const acts = mayChange && (batch.kind === 'connect' || batch.kind === 'reconfigure')
  return (
    <div className="tbl-wrap fleet-wrap">
      <table className="batch-table tbl">
        <caption className="sr">Result per tenant</caption>
        <thead>
          <tr>
            <th scope="col">Customer</th>
            <th scope="col">Tenant</th>
            <th scope="col">Result</th>
            <th scope="col">What came of it</th>
            <th scope="col">When, UTC</th>
            {acts && (
              <th scope="col">
                <span className="sr">What to do</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {batch.rows.map((row) => (
            <tr key={row.position}>
              <th scope="row">
                <RowName row={row} />
              </th>
              <td className="domain">{row.domain}</td>
              <td>
                <span className="st">
                  <StateIcon mark={markOfRow[row.state]} />
                  <span>{rowWords[row.state]}</span>
                </span>
              </td>
              <td className="outcome">{row.text}</td>
              <td className="when num">
                {row.at !== null && (
                  <time dateTime={row.at} title={formatExact(row.at)}>
                    {formatClock(row.at)}
                  </time>
                )}
              </td>
              {acts && (
                <td className="row-acts">
                  <RowActs batch={batch} row={row} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function RowName({ row }: { row: BatchView['rows'][number] }) {
  if (row.tenantId === null) return <span className="who">{row.customer}</span>
  return <Link href={`/tenants/${row.tenantId}`}>{row.customer}</Link>
}
