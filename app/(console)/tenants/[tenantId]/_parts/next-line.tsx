import { KeyRound, RefreshCw } from 'lucide-react'
import type { TenantView } from '@/lib/tenants/tenant-views'
import { formatAgo, formatDay, formatDistance, formatExact, formatMoment } from '../../../_parts/formats'

/** What comes next and what was last, as far as it is known. */
export function NextLine({ tenant, now }: { tenant: TenantView; now: Date }) {
  const { certificate, conditions, provedAt, nextCheckAt } = tenant
  if (certificate === null && provedAt === null) return null
  const isStopped = conditions.some(({ type, status }) => type === 'Certificate' && status !== 'ok')
  return (
    <section className="card next-line" aria-label="What happens next">
      {certificate !== null && (
        <div>
          <KeyRound className="i" aria-hidden />
          <span>
            Next: <b>{describeRenewal(certificate.renewAt, now, isStopped)}</b>
            {certificate.whyThisLife !== null && ` (${certificate.whyThisLife})`}
          </span>
        </div>
      )}
      {provedAt !== null && (
        <div>
          <RefreshCw className="i" aria-hidden />
          <span>
            Last proved{' '}
            <time dateTime={provedAt} title={formatExact(provedAt)}>
              <b>{formatAgo(provedAt, now)}</b>
            </time>
            {nextCheckAt !== null && `, next check ${describeCheck(nextCheckAt, now)}`}
          </span>
        </div>
      )}
    </section>
  )
}

function describeCheck(at: string, now: Date): string {
  return Date.parse(at) <= now.getTime() ? 'now' : `${formatMoment(at, now).replace('Today ', '')} UTC`
}

function describeRenewal(renewAt: string, now: Date, isStopped: boolean): string {
  const due = Date.parse(renewAt) <= now.getTime()
  if (isStopped)
    return `the renewal ${due ? 'that was due on' : 'planned for'} ${formatDay(renewAt)} waits for a person`
  return due
    ? `the certificate is being renewed since ${formatDay(renewAt)}`
    : `the certificate renews itself on ${formatDay(renewAt)}, ${formatDistance(renewAt, now)}`
}
