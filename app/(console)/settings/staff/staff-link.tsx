import { may } from '@/lib/staff/permissions'
import { requireOperator } from '../../../_edge/session'
import { ButtonLink } from '../../../_ui/button'

/** The way to the people, from the page of settings. */
export async function StaffLink() {
  if (!may(await requireOperator(), 'staff.read')) return null
  return (
    <section className="card" aria-labelledby="staff-title">
      <div className="card-head">
        <h2 id="staff-title">Staff</h2>
      </div>
      <div className="card-body stack">
        <p className="soft">Who signs in here, with which role, invitations and the second factor.</p>
        <div>
          <ButtonLink href="/settings/staff">Open staff</ButtonLink>
        </div>
      </div>
    </section>
  )
}
