import { log } from '../log'
import type { Directory } from '../microsoft/directory'
import type { DesiredAbsent } from '../reconcile/desired'
import type { Journal } from '../reconcile/mandate'
import { reconcile } from '../reconcile/reconcile'
import { runtime } from '../runtime'
import type { ConditionDraft } from './condition-course'
import { readRecords } from './desire'
import { writeRecords } from './journal'
import type { RunContext } from './run-context'
import { readTenant, restoreTenantOf, type TenantRow } from './tenant-store'
import { administratorOnly, applyMandate } from './mandates'

/** The condition on the tenant’s page. */
export const restoreCondition = 'Restore'

/** What a closed restore application has left in the tenant; null where nothing is left. */
export async function describeLeft(row: TenantRow, keysLeft: number): Promise<ConditionDraft | null> {
  const grants = await runtime().db.grant.count({ where: { tenantId: row.id, removedAt: null } })
  if (grants === 0 && keysLeft === 0) return null
  const common = { type: restoreCondition, evidence: [] }
  const named = grants === 1 ? 'Its one permission stays' : `Its ${grants} permissions stay`
  return keysLeft > 0
    ? {
        ...common,
        status: 'warning',
        reason: 'RestoreKeyLeft',
        message: `The restore application is closed and its private key destroyed, but Microsoft still lists the certificate. ${named} there.`,
        remedy: 'Reconfigure the tenant: the next sign-in takes both away.',
        who: 'An administrator of the tenant, at the next sign-in',
      }
    : {
        ...common,
        status: 'ok',
        reason: 'RestoreGrantsLeft',
        message: `The restore application is closed: no key is on it. ${named} there, powerless, until the next sign-in of an administrator.`,
        remedy: 'Nothing is urgent. The next run with a sign-in takes them away.',
        who: 'An administrator of the tenant, at the next sign-in',
      }
}

/** The same for a check, which judges all conditions anew. */
export async function restoreDrafts(tenantId: string): Promise<readonly ConditionDraft[]> {
  const tenant = await readTenant(tenantId)
  const row = tenant.state === 'decommissioned' ? null : await restoreTenantOf(tenant)
  if (row?.state !== 'closed') return []
  const { db } = runtime()
  const keys = await db.certificate.count({ where: { tenantId: row.id, removedAt: null, sentAt: { not: null } } })
  const draft = await describeLeft(row, keys)
  return draft === null ? [] : [draft]
}

/**
 * An administrator is here for something else: what a closed restore application left goes along. It never stops the
 * run that it rides with; what fails now goes with the next.
 */
export async function sweepRestore({ tenant, signal }: RunContext, directory: Directory): Promise<void> {
  const row = tenant.purpose === 'backup' ? await restoreTenantOf(tenant) : null
  if (row?.state !== 'closed') return
  const records = await readRecords(row)
  if (records.grants.length === 0 && !records.keys.some((key) => key.sent)) return
  const { db, clock, settings } = runtime()
  const desired: DesiredAbsent = { state: 'absent', uniqueName: row.uniqueName, records, leave: true }
  const mandate = applyMandate({
    authorities: ['administrator'],
    mayTouchExisting: true,
    lastLook: 'caller',
    maxRounds: 6,
    deadlineMs: settings.SPREAD_DEADLINE_SECONDS * 500,
  })
  const hands = administratorOnly(directory)
  try {
    await reconcile({ desired, hands, mandate, clock, journal: quietJournal(row), signal })
  } catch (error) {
    if (signal.aborted) throw error
    log.report(error)
    return
  }
  const left = await db.grant.count({ where: { tenantId: row.id, removedAt: null } })
  if (left === 0) await db.condition.deleteMany({ where: { tenantId: tenant.id, type: restoreCondition } })
}

function quietJournal(row: TenantRow): Journal {
  return {
    looked: (_, __, records) => writeRecords(row, records, []),
    before: (steps, records) => writeRecords(row, records, steps),
    after: (steps, _, records) => writeRecords(row, records, steps),
    waiting: () => undefined,
  }
}
