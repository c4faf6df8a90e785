import type { TenantView } from '@/lib/tenants/tenant-views'
import { CopyButton } from '../../../../_ui/copy-button'

/** What a backup server needs to know: ids and addresses, no secret. */
export function BackupServerFacts({ facts }: { facts: TenantView['facts'] }) {
  if (facts.length === 0) return null
  const all = facts.map(({ label, value }) => `${label}: ${value}`).join('\n')
  return (
    <section className="card" aria-labelledby="backup-server-title" id="backup-server">
      <div className="card-head">
        <h2 id="backup-server-title">For the backup server</h2>
        <span className="right">
          <CopyButton value={all} label="Copy all" what="All facts" variant="quiet" />
        </span>
      </div>
      <dl className="card-body facts">
        {facts.map(({ label, value, copy }) => (
          <div key={label} className="fact">
            <dt>{label}</dt>
            <dd>
              <span>{value}</span>
              {copy && <CopyButton value={value} what={label} />}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
