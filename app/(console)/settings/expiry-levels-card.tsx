import type { ExpiryLevels } from '@/lib/tenants/expiry-levels'
import { Field } from '../../_ui/field'
import { ActForm } from '../_parts/act-form'
import { saveExpiryLevels } from './actions'

/** When somebody is told that a certificate nears its end and cannot renew itself. */
export function ExpiryLevelsCard({ levels, mayChange }: { levels: ExpiryLevels; mayChange: boolean }) {
  return (
    <section className="card" aria-labelledby="levels-title">
      <div className="card-head">
        <h2 id="levels-title">Notices before a certificate ends</h2>
      </div>
      <div className="card-body stack">
        <p className="soft">
          Certificates renew themselves at two thirds of their life. Only where that does not work is somebody told:{' '}
          {levels.levels.join(', ')} days before the end, and at the end. Each tenant may have days of its own.
        </p>
        {mayChange ? (
          <ActForm action={saveExpiryLevels} fields={{}} label="Save days">
            <Field
              name="levels"
              label="Days before the end"
              hint="Whole days with commas. Empty: 90, 60, 30, 14, 7, 3, 1."
              defaultValue={levels.from === 'provider' ? levels.levels.join(', ') : ''}
              placeholder="90, 60, 30, 14, 7, 3, 1"
              maxLength={100}
            />
          </ActForm>
        ) : (
          <p className="fine">Only an owner may change this.</p>
        )}
      </div>
    </section>
  )
}
