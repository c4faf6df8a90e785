import '../../../../console.css'
import '../../../../fleet.css'
import type { Metadata } from 'next'
import { cache } from 'react'
import { findPlace } from '@/lib/tenants/batches'
import { getRun } from '@/lib/tenants/run-view'
import { notFound } from 'next/navigation'
import { requireOperator } from '../../../../../_edge/session'
import { orNotFound } from '../../../../_parts/or-not-found'
import { NextSignIn } from '../../../batches/[batchId]/_parts/next-sign-in'
import { toRunMessage } from './_parts/qr'
import { RunLive } from './_parts/run-live'
import { isLive, titleOf } from './_parts/run-words'

interface RunPageProps {
  params: Promise<{ tenantId: string; runId: string }>
}

const findRun = cache(async (tenantId: string, runId: string) => {
  const view = await orNotFound(getRun(await requireOperator(), runId))
  if (view.tenantId !== tenantId) notFound()
  return view
})

export async function generateMetadata({ params }: RunPageProps): Promise<Metadata> {
  const { tenantId, runId } = await params
  return { title: titleOf(await findRun(tenantId, runId)) }
}

/** Whole on the server; where scripts do not run, a live run is loaded again every five seconds. */
export default async function RunPage({ params }: RunPageProps) {
  const { tenantId, runId } = await params
  const view = await findRun(tenantId, runId)
  const place = await findPlace(await requireOperator(), runId)
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
