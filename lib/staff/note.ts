import { record, type AuditTransaction } from '../audit/audit'
import type { AuditDetail } from '../audit/detail'

/** An entry about a member of staff. `by` is who did it: the person themself when they only signed in or out. */
export function note(
  tx: AuditTransaction,
  action: string,
  { by, about, detail = {} }: { by: string; about: string; detail?: AuditDetail },
): Promise<void> {
  return record(tx, {
    actor: `operator:${by}`,
    action,
    subject: `operator:${about}`,
    detail: { ...detail, operatorId: about },
  })
}
