import './console.css'
import type { Metadata } from 'next'
import { Plus } from 'lucide-react'
import { runtime } from '@/lib/runtime'
import { may } from '@/lib/staff/permissions'
import { getFleet } from '@/lib/tenants/fleet'
import { lookAtPracticeFleet } from '@/lib/tenants/practice-fleet/fleet'
import type { Fleet, FleetQuery } from '@/lib/tenants/views'
import { requireOperator } from '../_edge/session'
import { ButtonLink } from '../_ui/button'
import { ExpiryChart } from './_fleet/expiry-chart'
import { countByMonth } from './_fleet/expiry-months'
import { FleetTable } from './_fleet/fleet-table'
import { FleetTools, NothingMatches } from './_fleet/fleet-tools'
import { readFleetQuery } from './_fleet/fleet-url'
import { Health } from './_fleet/health'
import { Needs } from './_fleet/needs'
import { Newcomer } from './_fleet/newcomer'
import { Pager } from './_fleet/pager'
import { PracticeNote } from './_fleet/practice-note'
import { formatCount } from './_parts/formats'

export const metadata: Metadata = { title: 'Fleet' }

interface FleetPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function FleetPage({ searchParams }: FleetPageProps) {
  const query = readFleetQuery(await searchParams)
  const operator = await requireOperator()
  const fleet = await getFleet(operator, query)
  const practice = await lookAtPracticeFleet(operator)
  const mayConnect = may(operator, 'tenants.change')
  const { clock } = runtime()
  return (
    <>
      <div className="page-head">
        <div>
          <h1>Fleet</h1>
          {fleet.total > 0 && (
            <p className="num">
              {formatCount(fleet.total, 'tenant')} of {formatCount(fleet.customers, 'customer')}
            </p>
          )}
        </div>
        {fleet.total > 0 && mayConnect && (
          <div className="actions">
            <ButtonLink href="/tenants/connect" variant="primary">
              <Plus className="i" aria-hidden />
              Connect a tenant
            </ButtonLink>
          </div>
        )}
      </div>
      {fleet.total === 0 ? (
        <Newcomer practice={practice.offered} mayConnect={mayConnect} />
      ) : (
        <FleetBody fleet={fleet} query={query} now={clock.now()} />
      )}
      {fleet.total > 0 && mayConnect && <PracticeNote practice={practice} />}
    </>
  )
}

function FleetBody({ fleet, query, now }: { fleet: Fleet; query: FleetQuery; now: Date }) {
  const { certificates } = fleet
  const chart = certificates.length > 0
  const needs = fleet.needs.length > 0
  const beside = chart && fleet.needs.length > 1 // one need beside the chart leaves half a card empty
  return (
    <>
      <Health fleet={fleet} query={query} />
      {needs && (
        <div className={beside ? 'two' : 'stack alone'}>
          <Needs needs={fleet.needs} />
          {beside && <ExpiryChart months={countByMonth(certificates, now)} />}
        </div>
      )}
      <section className="card" aria-label="All tenants" id="tenants">
        <FleetTools fleet={fleet} query={query} />
        {fleet.rows.length === 0 ? (
          <NothingMatches fleet={fleet} query={query} />
        ) : (
          <>
            <FleetTable fleet={fleet} query={query} now={now} />
            <Pager fleet={fleet} query={query} />
          </>
        )}
      </section>
      {chart && !beside && (
        <div className="expiry-below">
          <ExpiryChart months={countByMonth(certificates, now)} />
        </div>
      )}
    </>
  )
}
