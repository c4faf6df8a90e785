import type { PersonView } from '@/lib/staff/views'
import { ActForm } from '../../../_parts/act-form'
import { actOnPerson } from '../actions'

/** What can be done to somebody's account, each with what it means. Nothing stands here that would be refused. */
export function Deeds({ person, mayRule }: { person: PersonView; mayRule: boolean }) {
  if (!person.mayManage) {
    return <p className="fine">Your role lets you look at this account, not change it.</p>
  }
  const { id: personId, disabledAt, sessions, hasSecondFactor, isLastOwner } = person
  return (
    <section className="card" aria-labelledby="deeds-title">
      <div className="card-head">
        <h2 id="deeds-title">This account</h2>
      </div>
      <ul className="card-body staff-list">
        {sessions.length > 0 && (
          <Deed
            title="Signed in somewhere they should not be?"
            text="Their open pages end now. They can sign in again."
            act={<ActForm action={actOnPerson} fields={{ personId, deed: 'end-sessions' }} label="End all sessions" />}
          />
        )}
        {hasSecondFactor && mayRule && (
          <Deed
            title="Phone and recovery codes lost?"
            text="Ask them by another way first. Their sessions end, and the password alone opens the account until they set up a new one."
            act={
              <ActForm
                action={actOnPerson}
                fields={{ personId, deed: 'reset-second-factor' }}
                label="Reset the second factor"
              />
            }
          />
        )}
        <Access personId={personId} isDisabled={disabledAt !== null} isLastOwner={isLastOwner} />
      </ul>
    </section>
  )
}

function Access({
  personId,
  isDisabled,
  isLastOwner,
}: {
  personId: string
  isDisabled: boolean
  isLastOwner: boolean
}) {
  if (isLastOwner) {
    return <Deed title="The last owner stays" text="Make somebody else an owner before you disable this account." />
  }
  if (isDisabled) {
    return (
      <Deed
        title="Let them in again"
        text="With the role, the password and the second factor of before."
        act={<ActForm action={actOnPerson} fields={{ personId, deed: 'enable' }} label="Enable this account" />}
      />
    )
  }
  return (
    <Deed
      title="No longer works here?"
      text="Every session and open page of theirs ends at once. What they did stays in the audit, and you can enable the account again."
      act={
        <ActForm
          action={actOnPerson}
          fields={{ personId, deed: 'disable' }}
          label="Disable this account"
          variant="danger"
        />
      }
    />
  )
}

function Deed({ title, text, act }: { title: string; text: string; act?: React.ReactNode }) {
  return (
    <li>
      <div>
        <b>{title}</b>
        <small>{text}</small>
      </div>
      {act}
    </li>
  )
}
