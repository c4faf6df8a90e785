import Link from 'next/link'
import type { RunLine, TenantView } from '@/lib/tenants/tenant-views'
import { StateIcon, type Mark } from '../../../../_ui/state-icon'
import { formatExact, formatMoment } from '../../../_parts/formats'
import { markOf } from '../../../_parts/state-words'

function markOfRun({ status }: RunLine): Mark {
  return status === 'running' ? 'run' : markOf[status]
}

/** Runs, newest first; each leads to its page. */
export function Runs({ tenantId, runs, now }: { tenantId: string; runs: readonly RunLine[]; now: Date }) {
  if (runs.length === 0) return null
  return (
    <section className="card" aria-labelledby="runs-title">
      <div className="card-head">
        <h2 id="runs-title">Runs</h2>
      </div>
      <ol className="card-body timeline">
        {runs.map((run) => (
          <li key={run.id}>
            <StateIcon mark={markOfRun(run)} />
            <div>
              <Link href={`/tenants/${tenantId}/runs/${run.id}`}>{run.title}</Link>
              <small>
                <time dateTime={run.at} title={formatExact(run.at)}>
                  {formatMoment(run.at, now)}
                </time>
                {run.note !== '' && `, ${run.note}`}
              </small>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Who did what, newest first. */
export function Audit({ audit, now }: { audit: TenantView['audit']; now: Date }) {
  if (audit.length === 0) return null
  return (
    <section className="card" aria-labelledby="audit-title">
      <div className="card-head">
        <h2 id="audit-title">Audit</h2>
      </div>
      <ul className="card-body audit-lines">
        {audit.map(({ at, text }, index) => (
          <li key={`${at} ${index}`}>
            <time dateTime={at} title={formatExact(at)}>
              {formatMoment(at, now)}
            </time>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
