import './console.css'
import './fleet.css'
import { ListPlus, Plus } from 'lucide-react'
import { runtime } from '@/lib/runtime'
import { may } from '@/lib/staff/permissions'
import { getFleet } from '@/lib/tenants/fleet'
import { lookAtPracticeFleet } from '@/lib/tenants/practice-fleet/fleet'
import { requireOperator } from '../_edge/session'
import { ButtonLink } from '../_ui/button'
import { actOnTenants } from './_fleet/actions'
import { FleetBody } from './_fleet/fleet-body'
import { readFleetQuery } from './_fleet/fleet-url'
import { Newcomer } from './_fleet/newcomer'
import { PracticeNote } from './_fleet/practice-note'
import { ActForm } from './_parts/act-form'
import { formatCount } from './_parts/formats'
import { PageTitle } from '../_ui/page-title'

interface FleetPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function FleetPage({ searchParams }: FleetPageProps) {
  const query = readFleetQuery(await searchParams)
  const operator = await requireOperator()
  const fleet = await getFleet(operator, query)
  const practice = await lookAtPracticeFleet(operator)
  const mayChange = may(operator, 'tenants.change')
  const isEmpty = fleet.total === 0
  return (
    <>
      <PageTitle>Fleet</PageTitle>
      <div className="page-head">
        <div>
          <h1>Fleet</h1>
          {!isEmpty && (
            <p className="num">
              {formatCount(fleet.total, 'tenant')} of {formatCount(fleet.customers, 'customer')}
            </p>
          )}
        </div>
        {!isEmpty && mayChange && <FleetActions />}
      </div>
      {isEmpty ? (
        <Newcomer practice={practice.offered} mayConnect={mayChange} />
      ) : (
        <FleetBody fleet={fleet} query={query} now={runtime().clock.now()} mayChange={mayChange} />
      )}
      {!isEmpty && mayChange && <PracticeNote practice={practice} />}
    </>
  )
}

function FleetActions() {
  return (
    <div className="actions">
      <ActForm action={actOnTenants} fields={{ deed: 'check', all: '1', query: '' }} label="Check all now" />
      <ButtonLink href="/tenants/connect/many">
        <ListPlus className="i" aria-hidden />
        Connect many
      </ButtonLink>
      <ButtonLink href="/tenants/connect" variant="primary">
        <Plus className="i" aria-hidden />
        Connect a tenant
      </ButtonLink>
    </div>
  )
}
