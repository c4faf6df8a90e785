import type { ConditionView } from '@/lib/tenants/condition-views'
import type { Snooze } from '@/lib/tenants/snoozes'
import { Field } from '../../../../_ui/field'
import { ActForm } from '../../../_parts/act-form'
import { formatDay } from '../../../_parts/formats'
import { snoozeCondition, unsnoozeCondition } from '../key-actions'

/** Somebody knows: until when, and why. Or the form that says so. */
export function SnoozeLine({
  tenantId,
  condition,
  snoozed,
  mayChange,
}: {
  tenantId: string
  condition: ConditionView
  snoozed: Snooze | undefined
  mayChange: boolean
}) {
  const { type, name } = condition
  if (snoozed !== undefined)
    return (
      <div className="snoozed">
        <p className="fine">
          Snoozed until {formatDay(snoozed.until.toISOString())} by {snoozed.owner}: {snoozed.reason}
        </p>
        {mayChange && (
          <ActForm
            action={unsnoozeCondition}
            fields={{ tenantId, type }}
            label="End the snooze"
            variant="quiet"
            ariaLabel={`End the snooze of ${name}`}
          />
        )}
      </div>
    )
  if (!mayChange || (condition.status !== 'warning' && condition.status !== 'failing')) return null
  return (
    <details className="raw">
      <summary>Snooze…</summary>
      <ActForm action={snoozeCondition} fields={{ tenantId, type }} label="Snooze" ariaLabel={`Snooze ${name}`}>
        <Field name="until" id={`until-${type}`} type="date" label="Until" required />
        <Field
          name="reason"
          id={`reason-${type}`}
          label="Why"
          hint="Nobody is told before that day. The end of a certificate is told all the same."
          required
          maxLength={300}
        />
      </ActForm>
    </details>
  )
}
