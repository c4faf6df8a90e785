import type { Role } from '@/lib/staff/actor'
import type { PersonView } from '@/lib/staff/views'
import { ActForm } from '../../../_parts/act-form'
import { giveRole } from '../actions'
import { RoleChoice } from '../role-choice'

interface RoleFormProps {
  person: PersonView
  mayGive: readonly Role[]
  provider: string
}

/** Another role, or why it cannot be changed here. It counts from the person's next request on. */
export function RoleForm({ person, mayGive, provider }: RoleFormProps) {
  return (
    <section className="card" aria-labelledby="role-title">
      <div className="card-head">
        <h2 id="role-title">Role</h2>
      </div>
      <div className="card-body">
        {person.roleFromProvider ? (
          <p className="soft">It comes from {provider} at each sign-in. Change it there.</p>
        ) : person.isLastOwner ? (
          <p className="soft">This is the last owner. Make somebody else an owner first.</p>
        ) : (
          <ActForm action={giveRole} fields={{ personId: person.id }} label="Change the role">
            <RoleChoice roles={mayGive} chosen={person.role} legend="What they may do" />
          </ActForm>
        )}
      </div>
    </section>
  )
}
