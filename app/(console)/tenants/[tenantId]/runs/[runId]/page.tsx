import '../../../../console.css'
import '../../../../fleet.css'
import { findPlace } from '@/lib/tenants/batches'
import { getRun } from '@/lib/tenants/run-view'
import { notFound } from 'next/navigation'
import { requireOperator } from '../../../../../_edge/session'
import { orNotFound } from '../../../../_parts/or-not-found'
import { NextSignIn } from '../../../batches/[batchId]/_parts/next-sign-in'
import { toRunMessage } from './_parts/qr'
import { RunLive } from './_parts/run-live'
import { isLive } from './_parts/run-words'

interface RunPageProps {
  params: Promise<{ tenantId: string; runId: string }>
}

/** Whole on the server; where scripts do not run, a live run is loaded again every five seconds. */
export default async function RunPage({ params }: RunPageProps) {
  const { tenantId, runId } = await params
  const operator = await requireOperator()
  const view = await orNotFound(getRun(operator, runId))
  if (view.tenantId !== tenantId) notFound()
  const place = await findPlace(operator, runId)
  const refresh = isLive(view) && !['by-hand', 'certificate', 'waiting'].includes(view.phase)
  return (
    <div className="journey">
      {refresh && (
        <noscript>
          <meta httpEquiv="refresh" content="5" />
        </noscript>
      )}
      <RunLive first={toRunMessage(view)} />
      {place !== null && <NextSignIn place={place} />}
    </div>
  )
}
