import type { ExpiryLevels } from '@/lib/tenants/expiry-levels'
import { Button } from '../../../../_ui/button'
import { ActForm } from '../../../_parts/act-form'
import { Field } from '../../../../_ui/field'
import { revokeKey, rotateKey, saveTenantLevels } from '../key-actions'

/** What can be done about the key by hand: usually nothing, because it renews itself. */
export function KeyActs({ tenantId, levels }: { tenantId: string; levels: ExpiryLevels }) {
  const own = levels.from === 'tenant'
  return (
    <div className="key-acts">
      <ActForm action={rotateKey} fields={{ tenantId }} label="Renew now" />
      <Button variant="danger" popoverTarget="revoke-key">
        Revoke now…
      </Button>
      <div
        id="revoke-key"
        popover="auto"
        role="alertdialog"
        aria-labelledby="revoke-title"
        aria-describedby="revoke-why"
        className="dialog"
      >
        <h2 id="revoke-title">Replace this key at once?</h2>
        <p id="revoke-why" className="dialog-body">
          For a key that you believe stolen. A new key is made and proved once, then the old one is taken off the
          application and destroyed, without the usual overlap. A backup that uses the old key outside of Latchkey stops
          working. Tokens that it got before stay valid for about an hour.
        </p>
        <ActForm action={revokeKey} fields={{ tenantId }} label="Revoke the key" variant="danger">
          <Field name="reason" id="revoke-reason" label="Why" hint="Kept in the history." required maxLength={300} />
        </ActForm>
        <div className="dialog-buttons">
          <Button variant="quiet" popoverTarget="revoke-key" popoverTargetAction="hide">
            Keep it
          </Button>
        </div>
      </div>
      <details className="raw">
        <summary>
          Notices {levels.levels.join(', ')} days before the end, only when somebody is needed
          {own ? ' (chosen for this tenant)' : ''}
        </summary>
        <ActForm action={saveTenantLevels} fields={{ tenantId }} label="Save">
          <Field
            name="levels"
            label="Days before the end"
            hint="Whole days with commas. Empty: as for all tenants."
            defaultValue={own ? levels.levels.join(', ') : ''}
            placeholder={levels.levels.join(', ')}
            maxLength={100}
          />
        </ActForm>
      </details>
    </div>
  )
}
