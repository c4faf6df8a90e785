import type { BatchView } from '@/lib/tenants/batches'
import { ActForm } from '../../../../_parts/act-form'
import { formatCount } from '../../../../_parts/formats'
import { mendListed, startListed } from '../../../connect/many/actions'
import { LookAgain } from './look-again'

/** How far it is, or that nobody works on it any more. */
export function BatchProgress({ batch, live }: { batch: BatchView; live: boolean }) {
  const { id, counts, rows, stopped } = batch
  if (stopped) {
    return (
      <p className="batch-progress">
        The portal was stopped while it worked. What is done stays; give the rest once more.
      </p>
    )
  }
  if (!live) return null
  return (
    <div className="batch-progress">
      <progress
        className="track"
        max={Math.max(1, rows.length)}
        value={rows.length - counts.todo - counts.doing}
        aria-label="Tenants done"
      />
      <LookAgain seconds={1} />
      <noscript>
        <a href={`/tenants/batches/${id}`}>Look again</a>
      </noscript>
    </div>
  )
}

interface BatchNextProps {
  batch: BatchView
  live: boolean
  next: BatchView['rows'][number] | undefined
}

/** The one next thing for a person: the next sign-in of the list, or the questions that were cut off. */
export function BatchNext({ batch, live, next }: BatchNextProps) {
  if (batch.kind !== 'connect') return null
  if (batch.stopped) {
    return (
      <div className="batch-next">
        <ActForm action={mendListed} fields={{ batchId: batch.id }} label="Check the rest again" />
      </div>
    )
  }
  if (live || next === undefined) return null
  return (
    <div className="batch-next">
      <p>
        {formatCount(batch.counts.waiting, 'tenant waits', 'tenants wait')} for a sign-in, one after the other. Next:{' '}
        <b>{next.customer}</b>, {next.domain}.
      </p>
      <ActForm
        action={startListed}
        fields={{ batchId: batch.id, position: String(next.position) }}
        label="Go on with the next sign-in"
        variant="primary"
      />
    </div>
  )
}
