import type { BatchView } from '@/lib/tenants/batches'
import { ButtonLink } from '../../../../../_ui/button'
import { ActForm } from '../../../../_parts/act-form'
import { mendListed, startListed } from '../../../connect/many/actions'

type Row = BatchView['rows'][number]

/** What a person can do about one row of a list of sign-ins. */
export function RowActs({ batch, row }: { batch: BatchView; row: Row }) {
  const fields = { batchId: batch.id, position: String(row.position) }
  if (batch.kind === 'reconfigure') {
    if (row.tenantId === null || row.state === 'done' || row.state === 'refused') return null
    return (
      <ButtonLink href={`/tenants/${row.tenantId}/reconfigure`} size="sm">
        Reconfigure…
      </ButtonLink>
    )
  }
  if (batch.kind !== 'connect') return null
  if (row.state === 'doing' && row.runId !== null && row.tenantId !== null) {
    return (
      <ButtonLink href={`/tenants/${row.tenantId}/runs/${row.runId}`} size="sm">
        Open the run
      </ButtonLink>
    )
  }
  if (row.state === 'waiting' || row.state === 'failed') {
    const label = row.state === 'waiting' ? 'Sign in' : 'Sign in again'
    return <ActForm action={startListed} fields={fields} label={label} ariaLabel={`${label}: ${row.customer}`} />
  }
  return row.state === 'refused' ? <Mend row={row} fields={fields} /> : null
}

function Mend({ row, fields }: { row: Row; fields: Readonly<Record<string, string>> }) {
  return (
    <details className="pop row-menu" name="mend">
      <summary className="btn btn-sm">Correct…</summary>
      <div className="pop-card mend-card">
        <ActForm action={mendListed} fields={fields} label="Check again" ariaLabel={`Check again: ${row.customer}`}>
          <label className="choice-line">
            <span>Customer</span>
            <span className="input">
              <input name="customer" defaultValue={row.customer} maxLength={120} />
            </span>
          </label>
          <label className="choice-line">
            <span>Domain</span>
            <span className="input">
              <input name="domain" defaultValue={row.domain} maxLength={253} />
            </span>
          </label>
        </ActForm>
      </div>
    </details>
  )
}
