import type { RestoreView } from '@/lib/tenants/change-views'
import { ButtonLink } from '../../../../_ui/button'
import { CopyButton } from '../../../../_ui/copy-button'
import { Field } from '../../../../_ui/field'
import { SelectField } from '../../../../_ui/select-field'
import { StateIcon } from '../../../../_ui/state-icon'
import { ActForm } from '../../../_parts/act-form'
import { formatCount, formatExact, formatMoment } from '../../../_parts/formats'
import { closeRestoreNow, openRestoreFor } from '../restore-actions'

/** The application that puts data back: for hours, with a reason, and then without a key. */
export function RestoreCard({ restore, mayChange, now }: { restore: RestoreView; mayChange: boolean; now: Date }) {
  return (
    <section className="card" id="restore" aria-labelledby="restore-title">
      <div className="card-head">
        <h2 id="restore-title">Restore application</h2>
        <span className="note">{words[restore.state]}</span>
      </div>
      <div className="card-body restore">
        <Body restore={restore} mayChange={mayChange} now={now} />
      </div>
    </section>
  )
}

const words: Readonly<Record<RestoreView['state'], string>> = {
  none: 'none',
  asked: 'waits for a sign-in',
  open: 'open',
  closed: 'closed',
}

function Body({ restore, mayChange, now }: { restore: RestoreView; mayChange: boolean; now: Date }) {
  if (restore.state === 'open') return <Open restore={restore} mayChange={mayChange} now={now} />
  if (restore.state === 'asked' && restore.run !== null) {
    return (
      <>
        <p>Asked for: {restore.reason}. An administrator signs in, then it is open.</p>
        <div>
          <ButtonLink href={`/tenants/${restore.run.tenantId}/runs/${restore.run.id}`}>Go to its run</ButtonLink>
        </div>
      </>
    )
  }
  return (
    <>
      <p>
        Backing up only reads. To put something back, a second application is opened for some hours; its key is then
        taken off and destroyed by itself.
      </p>
      {restore.grantsLeft > 0 && (
        <p className="hint">
          {formatCount(restore.grantsLeft, 'permission')} of the last time still{' '}
          {restore.grantsLeft === 1 ? 'stands' : 'stand'} there, powerless without a key, until the next sign-in of an
          administrator.
        </p>
      )}
      {mayChange && <Ask restore={restore} />}
    </>
  )
}

function Open({ restore, mayChange, now }: { restore: RestoreView; mayChange: boolean; now: Date }) {
  const { tenantId, until, reason, askedBy, appId } = restore
  return (
    <>
      <div className="panel panel-warn panel-line">
        <StateIcon mark="warn" />
        <p>
          Open
          {until !== null && (
            <>
              {' until '}
              <time dateTime={until} title={formatExact(until)}>
                {formatMoment(until, now).replace('Today', 'today')}
              </time>
            </>
          )}
          . It can write.
        </p>
      </div>
      <p>
        {reason}, asked for by {askedBy}.
      </p>
      {appId !== null && (
        <p>
          <code>{appId}</code> <CopyButton value={appId} what="Application id" />
        </p>
      )}
      {mayChange && <ActForm action={closeRestoreNow} fields={{ tenantId }} label="Close now" variant="danger" />}
    </>
  )
}

function Ask({ restore: { tenantId, choices, hours } }: { restore: RestoreView }) {
  if (choices.length === 0) return null
  return (
    <details className="raw">
      <summary>Open one…</summary>
      <ActForm action={openRestoreFor} fields={{ tenantId }} label="Get a sign-in code">
        <fieldset className="options">
          <legend className="label">Restore to</legend>
          {choices.map(({ key, name }) => (
            <label key={key} className="wopt">
              <input type="checkbox" className="cb" name="workloads" value={key} /> {name.replace('Restore to ', '')}
            </label>
          ))}
        </fieldset>
        <Field id="restore-reason" name="reason" label="Reason" required minLength={3} maxLength={300} />
        <SelectField
          id="restore-hours"
          name="hours"
          label="For how long"
          defaultValue="4"
          options={hours.map((hour) => [String(hour), formatCount(hour, 'hour')])}
        />
      </ActForm>
    </details>
  )
}
