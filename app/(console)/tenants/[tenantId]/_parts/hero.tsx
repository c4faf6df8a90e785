import { Pencil } from 'lucide-react'
import Link from 'next/link'
import type { Role } from '@/lib/staff/actor'
import { may } from '@/lib/staff/permissions'
import type { TenantView } from '@/lib/tenants/tenant-views'
import { ButtonLink } from '../../../../_ui/button'
import { Pill } from '../../../../_ui/pill'
import { OnlyLooking } from '../../../_parts/only-looking'
import { markOf, stateNames } from '../../../_parts/state-words'
import { CheckButton } from './check-button'

/** State, one true sentence, what it means, and what can be done: reconfigure, or follow the run that is open. */
export function Hero({ tenant, role }: { tenant: TenantView; role: Role }) {
  const connected = tenant.connectedAt !== null
  const mayChange = may({ role }, 'tenants.change')
  return (
    <div className="hero">
      <div>
        <div className="hero-id">
          <Pill mark={markOf[tenant.state]}>{stateNames[tenant.state]}</Pill>
          <b>{tenant.customer}</b>
          <span>{tenant.domain}</span>
          {tenant.practice && <span className="tag">practice</span>}
          <span className="tag">
            {tenant.baseline.name}, version {tenant.baseline.version}
          </span>
        </div>
        <h1>{tenant.sentence}</h1>
        <p className="hero-why">{tenant.explanation}</p>
      </div>
      <div className="hero-acts">
        <div>
          {connected && <CheckButton tenantId={tenant.id} />}
          {tenant.openRunId === null && mayChange && (
            <ButtonLink
              href={connected ? `/tenants/${tenant.id}/reconfigure` : `/tenants/connect?tenant=${tenant.id}`}
              variant="primary"
            >
              <Pencil className="i" aria-hidden />
              {connected ? 'Reconfigure…' : 'Connect…'}
            </ButtonLink>
          )}
          {tenant.openRunId !== null && (
            <ButtonLink href={`/tenants/${tenant.id}/runs/${tenant.openRunId}`} variant="primary">
              Go to the open run
            </ButtonLink>
          )}
        </div>
        {tenant.openRunId === null && mayChange && (
          <p>Needs an administrator of {tenant.domain} for about 3 minutes.</p>
        )}
        {!tenant.decommissioned && tenant.openRunId === null && mayChange && (
          <p>
            <Link href={`/tenants/${tenant.id}/decommission`}>Decommission…</Link>
          </p>
        )}
        {!mayChange && <OnlyLooking role={role} what="this tenant" />}
      </div>
    </div>
  )
}
