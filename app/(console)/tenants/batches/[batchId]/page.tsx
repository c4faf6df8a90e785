import '../../../console.css'
import type { Metadata } from 'next'
import { Download } from 'lucide-react'
import { runtime } from '@/lib/runtime'
import { getBatch } from '@/lib/tenants/batches'
import { requireOperator } from '../../../../_edge/session'
import { ButtonLink } from '../../../../_ui/button'
import { formatMoment } from '../../../_parts/formats'
import { orNotFound } from '../../../_parts/or-not-found'
import { BatchTable } from './_parts/batch-table'
import { batchSentence, kindNames } from './_parts/batch-words'
import { LookAgain } from './_parts/look-again'

export const metadata: Metadata = { title: 'Results' }

interface BatchPageProps {
  params: Promise<{ batchId: string }>
}

/** What was given for many tenants at once: how far it is, and what came of each. The page stays. */
export default async function BatchPage({ params }: BatchPageProps) {
  const { batchId } = await params
  const batch = await orNotFound(getBatch(await requireOperator(), batchId))
  const { counts, rows, startedBy, startedAt } = batch
  const live = batch.endedAt === null && !batch.stopped && counts.todo + counts.doing > 0
  const finished = counts.done + counts.failed + counts.refused
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{batchSentence(batch)}</h1>
          <p>
            {kindNames[batch.kind]}, begun by {startedBy}, {formatMoment(startedAt, runtime().clock.now())} UTC
          </p>
        </div>
        <div className="actions">
          {rows.length > 0 && (
            <ButtonLink href={`/tenants/batches/${batch.id}/results`} download>
              <Download className="i" aria-hidden />
              Results as CSV
            </ButtonLink>
          )}
          <ButtonLink href="/" {...(live ? {} : { variant: 'primary' })}>
            Open the fleet
          </ButtonLink>
        </div>
      </div>
      {live && (
        <div className="batch-progress">
          <progress className="track" max={Math.max(1, rows.length)} value={finished} aria-label="Tenants done" />
          <LookAgain seconds={1} />
          <noscript>
            <a href={`/tenants/batches/${batch.id}`}>Look again</a>
          </noscript>
        </div>
      )}
      {batch.stopped && (
        <p className="batch-progress">
          The portal was stopped while it worked. What is done stays; give the rest once more.
        </p>
      )}
      <section className="card" aria-label="Result per tenant">
        <BatchTable batch={batch} />
      </section>
    </>
  )
}
