import type { DoorView } from '@/lib/restore/door-keeping'
import { Field } from '../../../../_ui/field'
import { ActForm } from '../../../_parts/act-form'
import { formatCount, formatMoment } from '../../../_parts/formats'
import { openRestoreDoor, shutRestoreDoor } from '../door-actions'

/** Whether restore software may sign in to Latchkey for this tenant. Off until an owner opens it. */
export function DoorCard({ door, now }: { door: DoorView; now: Date }) {
  return (
    <section className="card" id="restore-door" aria-labelledby="door-title">
      <div className="card-head">
        <h2 id="door-title">Restore sign-in for software</h2>
        <span className="note">{door.open === null ? 'off' : 'open'}</span>
      </div>
      <div className="card-body restore">
        <Body door={door} now={now} />
      </div>
    </section>
  )
}

function Body({ door: { tenantId, mayOpen, open, choices }, now }: { door: DoorView; now: Date }) {
  if (open !== null) {
    return (
      <>
        <p>
          Software that speaks Veeam’s sign-in gets tokens here for <b>{open.organizationName}</b>, when Microsoft
          confirms one of these roles: {open.roles.join(', ')}.
        </p>
        <p className="hint">
          Opened by {open.by}, {formatMoment(open.since, now)}. {formatCount(open.sessions, 'sign-in')} with living
          tokens.
        </p>
        {mayOpen && (
          <ActForm
            action={shutRestoreDoor}
            fields={{ tenantId }}
            label="Shut it, and end its tokens"
            variant="danger"
          />
        )}
      </>
    )
  }
  return (
    <>
      <p>
        Restore software can sign in to Latchkey the way it signs in to a Veeam server. It is off; nobody gets a token
        for this tenant that way.
      </p>
      {mayOpen ? <Open tenantId={tenantId} choices={choices} /> : <p className="hint">An owner can open it.</p>}
    </>
  )
}

function Open({ tenantId, choices }: Pick<DoorView, 'tenantId' | 'choices'>) {
  return (
    <details className="raw">
      <summary>Open it…</summary>
      <ActForm action={openRestoreDoor} fields={{ tenantId }} label="Open restore sign-in">
        <fieldset className="options">
          <legend className="label">For accounts with one of these roles</legend>
          {choices.map(({ id, name }) => (
            <label key={id} className="wopt">
              <input type="checkbox" className="cb" name="roles" value={id} defaultChecked /> {name}
            </label>
          ))}
        </fieldset>
        <Field
          id="organization-name"
          name="organizationName"
          label="Organization name"
          hint="Ends in .onmicrosoft.com. Left empty, Latchkey reads it."
          maxLength={300}
          autoComplete="off"
        />
      </ActForm>
    </details>
  )
}
