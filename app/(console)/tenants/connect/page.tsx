import '../../console.css'
import type { Role } from '@/lib/staff/actor'
import { readConnectDefaults } from '@/lib/tenants/connecting'
import { may } from '@/lib/staff/permissions'
import { listBaselines, listWorkloads } from '@/lib/tenants/baselines'
import { listCustomers } from '@/lib/tenants/fleet'
import { requireOperator } from '../../../_edge/session'
import { ButtonLink } from '../../../_ui/button'
import { Stepper } from '../../../_ui/stepper'
import { orNotFound } from '../../_parts/or-not-found'
import { OnlyLooking } from '../../_parts/only-looking'
import { chosenBy } from './choices'
import { ConnectForm } from './connect-form'
import type { ConnectValues } from './connect-state'
import { PageTitle } from '../../../_ui/page-title'

interface ConnectPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** `?domain=` and `?customer=` fill the form, `?tenant=` reconfigures one that is known. */
export default async function ConnectPage({ searchParams }: ConnectPageProps) {
  const operator = await requireOperator()
  const params = await searchParams
  const tenantId = typeof params['tenant'] === 'string' ? params['tenant'] : null
  const domain = readText(params['domain'], 253)
  const customer = readText(params['customer'], 120)
  if (!may(operator, 'tenants.change')) return <NotForAuditors role={operator.role} />
  const customers = await listCustomers(operator)
  const known = tenantId === null ? null : await orNotFound(readConnectDefaults(operator, tenantId))
  return (
    <div className="journey">
      <PageTitle>Connect a tenant</PageTitle>
      <div className="win">
        <header className="win-head">
          <span className="nowrap">{known?.customer ?? 'Connect a tenant'}</span>
          <Stepper steps={['Choose', 'Sign in', 'Set up', 'Finished']} current={1} />
        </header>
        <ConnectForm
          key={`${tenantId ?? ''} ${domain}`}
          initial={known === null ? firstValues(customer, domain) : { ...known, existing: '' }}
          baselines={listBaselines()}
          workloads={listWorkloads()}
          customers={customers.map(({ name }) => name)}
          reconfigure={known !== null}
        />
      </div>
    </div>
  )
}

function NotForAuditors({ role }: { role: Role }) {
  return (
    <div className="column stack">
      <PageTitle>Connect a tenant</PageTitle>
      <h1>Connecting a tenant is for others</h1>
      <OnlyLooking role={role} what="every tenant" />
      <div>
        <ButtonLink href="/">Back to the fleet</ButtonLink>
      </div>
    </div>
  )
}

function readText(value: string | string[] | undefined, longest: number): string {
  return typeof value === 'string' ? value.slice(0, longest) : ''
}

function firstValues(customer: string, domain: string): ConnectValues {
  const baseline = listBaselines()[0]
  return {
    customer,
    domain,
    baseline: baseline?.key ?? '',
    workloads: [...chosenBy(baseline, listWorkloads())],
    existing: '',
  }
}
