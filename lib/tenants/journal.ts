import type { Records } from '../reconcile/desired'
import type { Step } from '../reconcile/plan'
import { runtime } from '../runtime'
import { throughOutage } from './outage'
import type { TenantRow } from './tenant-store'

/**
 * Writes down what the kernel knows, before each call (the intent: what is about to be sent counts as “maybe there” from
 * now on, even if the answer is lost and this process dies) and after it (ids, accepted keys, assignments, removals).
 */
export async function writeRecords(tenant: TenantRow, records: Records, steps: readonly Step[]): Promise<void> {
  const { db, clock } = runtime()
  const now = clock.now()
  const sent = records.keys.filter((key) => key.sent).map((key) => key.keyId)
  const confirmed = records.keys.filter((key) => key.confirmed).map((key) => key.keyId)
  // a clear refusal takes the intent back, and nothing stands on an application that was deleted for good
  const unsent = records.keys.filter((key) => !key.sent).map((key) => key.keyId)
  const unknownIds = records.keys.filter((key) => !key.keyIdKnown).map((key) => key.keyId)
  const isOneOf = { OR: records.grants.map(({ resourceAppId, roleId }) => ({ resourceAppId, roleId })) }
  const writes = () => [
    db.tenant.update({
      where: { id: tenant.id },
      data: {
        objectId: records.application?.objectId ?? null,
        appId: records.application?.appId ?? null,
        servicePrincipalObjectId: records.servicePrincipalObjectId,
      },
    }),
    db.certificate.updateMany({ where: { id: { in: sent }, sentAt: null }, data: { sentAt: now } }),
    db.certificate.updateMany({ where: { id: { in: confirmed }, confirmedAt: null }, data: { confirmedAt: now } }),
    db.certificate.updateMany({ where: { id: { in: unsent } }, data: { sentAt: null, confirmedAt: null } }),
    db.certificate.updateMany({ where: { id: { in: unknownIds } }, data: { keyIdKnown: false } }),
    ...records.keys.flatMap(({ keyId, standsAs }) =>
      typeof standsAs === 'string' ? [db.certificate.updateMany({ where: { id: keyId }, data: { standsAs } })] : [],
    ),
    ...records.grants.map((grant) => grantWrite(tenant.id, grant, steps)),
    db.grant.updateMany({
      where: { tenantId: tenant.id, removedAt: null, ...(records.grants.length === 0 ? {} : { NOT: isOneOf }) },
      data: { removedAt: now },
    }),
  ]
  await throughOutage(() => db.$transaction(writes()))
}

function grantWrite(tenantId: string, grant: Records['grants'][number], steps: readonly Step[]) {
  const { resourceAppId, roleId, assignmentId = null } = grant
  const step = steps.find((one) => one.kind === 'grantAppRole' && one.roleId === roleId)
  const role = step?.kind === 'grantAppRole' ? step.role : roleId
  return runtime().db.grant.upsert({
    where: { tenantId_resourceAppId_roleId: { tenantId, resourceAppId, roleId } },
    create: { tenantId, resourceAppId, roleId, role, assignmentId },
    update: { assignmentId, removedAt: null },
  })
}
