import '../../../console.css'
import '../changes.css'
import { redirect } from 'next/navigation'
import { may } from '@/lib/staff/permissions'
import { listBaselines, listWorkloads } from '@/lib/tenants/baselines'
import { getReconfigure } from '@/lib/tenants/reconfiguring'
import { requireOperator } from '../../../../_edge/session'
import { Stepper } from '../../../../_ui/stepper'
import { OnlyLooking } from '../../../_parts/only-looking'
import { orNotFound } from '../../../_parts/or-not-found'
import { ReconfigureSheet } from './_parts/reconfigure-sheet'
import { PageTitle } from '../../../../_ui/page-title'

interface ReconfigurePageProps {
  params: Promise<{ tenantId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** `?baseline=` and `?workloads=` are the choice that is previewed; without them it is what the tenant has. */
export default async function ReconfigurePage({ params, searchParams }: ReconfigurePageProps) {
  const operator = await requireOperator()
  const { tenantId } = await params
  if (!may(operator, 'tenants.change')) {
    return (
      <>
        <PageTitle>Reconfigure</PageTitle>
        <OnlyLooking role={operator.role} what="this tenant" />
      </>
    )
  }
  const view = await orNotFound(getReconfigure(operator, tenantId, readChoice(await searchParams)))
  if (!view.connected) redirect(`/tenants/connect?tenant=${tenantId}`)
  return (
    <div className="journey">
      <PageTitle>Reconfigure</PageTitle>
      <div className="win">
        <header className="win-head">
          <span className="whose">
            {view.customer}
            {view.practice && <span className="tag">practice</span>}
          </span>
          <Stepper steps={['Choose', 'Sign in', 'Set up', 'Finished']} current={1} />
        </header>
        <ReconfigureSheet
          key={[view.chosen.baseline, ...view.chosen.workloads].join(' ')}
          view={view}
          baselines={listBaselines()}
          workloads={listWorkloads()}
        />
      </div>
    </div>
  )
}

function readChoice(params: Record<string, string | string[] | undefined>) {
  const { baseline, workloads } = params
  if (typeof baseline !== 'string') return null
  return { baseline: baseline.slice(0, 60), workloads: [workloads ?? []].flat().slice(0, 50) }
}
