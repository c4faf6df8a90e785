import '../../console.css'
import '../[tenantId]/changes.css'
import Link from 'next/link'
import { listFormerTenants } from '@/lib/tenants/decommissioning'
import { requireOperator } from '../../../_edge/session'
import { ButtonLink } from '../../../_ui/button'
import { formatDay } from '../../_parts/formats'
import { PageTitle } from '../../../_ui/page-title'

/** Tenants that were decommissioned: their history and receipts stay. */
export default async function FormerPage() {
  const tenants = await listFormerTenants(await requireOperator())
  return (
    <div className="column column-wide stack">
      <PageTitle>Taken back</PageTitle>
      <h1>Tenants that were taken back</h1>
      {tenants.length === 0 ? (
        <p>None. A tenant is taken back from its own page, under Decommission.</p>
      ) : (
        <section className="card">
          <ul className="card-body former" aria-label="Tenants that were taken back">
            {tenants.map((tenant) => (
              <li key={tenant.id}>
                <Link href={`/tenants/${tenant.id}`}>{tenant.customer}</Link>
                {tenant.practice && <span className="tag">practice</span>}
                <small>
                  {tenant.domain}, on {formatDay(tenant.at)}
                  {tenant.receiptRunId !== null && (
                    <>
                      {', '}
                      <Link href={`/tenants/${tenant.id}/runs/${tenant.receiptRunId}`}>
                        receipt<span className="sr"> of {tenant.customer}</span>
                      </Link>
                    </>
                  )}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div>
        <ButtonLink href="/">Back to the fleet</ButtonLink>
      </div>
    </div>
  )
}
