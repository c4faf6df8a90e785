import '../../../console.css'
import '../../../fleet.css'
import { Download } from 'lucide-react'
import { runtime } from '@/lib/runtime'
import { may } from '@/lib/staff/permissions'
import { getBatch } from '@/lib/tenants/batches'
import { requireOperator } from '../../../../_edge/session'
import { ButtonLink } from '../../../../_ui/button'
import { formatMoment } from '../../../_parts/formats'
import { orNotFound } from '../../../_parts/or-not-found'
import { BatchTable } from './_parts/batch-table'
import { batchSentence, isAtWork, kindNames } from './_parts/batch-words'
import { BatchNext, BatchProgress } from './_parts/batch-progress'
import { PageTitle } from '../../../../_ui/page-title'

interface BatchPageProps {
  params: Promise<{ batchId: string }>
}

/** What was given for many tenants at once: how far it is, and what came of each. The page stays. */
export default async function BatchPage({ params }: BatchPageProps) {
  const { batchId } = await params
  const operator = await requireOperator()
  const batch = await orNotFound(getBatch(operator, batchId))
  const mayChange = may(operator, 'tenants.change')
  const next = batch.kind === 'connect' ? batch.rows.find(({ state }) => state === 'waiting') : undefined
  const { rows, startedBy, startedAt } = batch
  const live = isAtWork(batch)
  return (
    <>
      <PageTitle>Results</PageTitle>
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
          <ButtonLink href="/" {...(live || next !== undefined ? {} : { variant: 'primary' })}>
            Open the fleet
          </ButtonLink>
        </div>
      </div>
      <BatchProgress batch={batch} live={live} />
      {mayChange && <BatchNext batch={batch} live={live} next={next} />}
      <section className="card" aria-label="Result per tenant">
        <BatchTable batch={batch} mayChange={mayChange} />
      </section>
    </>
  )
}
