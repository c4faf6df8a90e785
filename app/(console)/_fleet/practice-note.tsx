import type { PracticeFleetView } from '@/lib/tenants/practice-fleet/fleet'
import { ActForm } from '../_parts/act-form'
import { givePractice } from './actions'

/** The practice fleet comes and goes at one click; nothing of it is at Microsoft. */
export function PracticeNote({ practice: { offered, present, size } }: { practice: PracticeFleetView }) {
  if (!offered) return null
  return (
    <aside className="practice-note" aria-label="Practice fleet">
      <p>{sayPresent(present, size)}</p>
      {present < size && (
        <ActForm
          action={givePractice}
          fields={{ deed: 'fill' }}
          label={present === 0 ? 'Fill with a practice fleet' : 'Fill what is missing'}
        />
      )}
      {present > 0 && (
        <ActForm action={givePractice} fields={{ deed: 'remove' }} label="Remove the practice fleet" variant="quiet" />
      )}
    </aside>
  )
}

function sayPresent(present: number, size: number): string {
  if (present === 0) return `A practice fleet of ${size} tenants in every state shows what this page is for.`
  if (present === 1) return 'One of these tenants belongs to the practice fleet. It lives on this machine only.'
  return `${present} of these tenants are the practice fleet. They live on this machine only.`
}
