import type { BatchPlace } from '@/lib/tenants/batches'
import { ButtonLink } from '../../../../../_ui/button'
import { ActForm } from '../../../../_parts/act-form'
import { startListed } from '../../../connect/many/actions'

/** Carries the operator from one sign-in of a list to the next. */
export function NextSignIn({ place }: { place: BatchPlace }) {
  const { batchId, done, size, next } = place
  return (
    <aside className="next-sign-in" aria-label="List of sign-ins">
      <span className="num">
        {done} of {size} of this list are connected.
      </span>
      <ButtonLink href={`/tenants/batches/${batchId}`} size="sm">
        Back to the list
      </ButtonLink>
      {next !== null && (
        <ActForm
          action={startListed}
          fields={{ batchId, position: String(next.position) }}
          label={`Next: ${next.customer}`}
        />
      )}
    </aside>
  )
}
