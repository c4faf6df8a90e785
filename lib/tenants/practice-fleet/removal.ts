import { runtime } from '../../runtime'
import type { Actor } from '../../staff/actor'
import type { RowChange } from '../batch-store'
import { cancelRun } from '../connecting'
import { practiceControl } from './control'

/** The tenant there, and every trace of it here; its private keys are destroyed first. */
export async function removeMember(actor: Actor, tenant: { id: string; domain: string }): Promise<RowChange> {
  const { db, custodian } = runtime()
  const control = practiceControl()
  const open = await db.run.findFirst({ where: { tenantId: tenant.id, endedAt: null }, select: { id: true } })
  if (open !== null) await cancelRun(actor, open.id)
  const keys = [
    ...(await db.certificate.findMany({ where: { tenantId: tenant.id }, select: { keyRef: true } })),
    ...(await db.certificateRequest.findMany({ where: { tenantId: tenant.id }, select: { keyRef: true } })),
  ]
  for (const { keyRef } of keys) await custodian.destroy(keyRef)
  await forget(tenant.id)
  const isThere = (await control.listTenants()).some(({ domain }) => domain === tenant.domain)
  if (isThere) await control.deleteTenant(tenant.domain)
  return { state: 'done', text: 'Removed, there and here.' }
}

async function forget(tenantId: string): Promise<void> {
  const { db } = runtime()
  const where = { tenantId }
  await db.$transaction(async (tx) => {
    const { customerId } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { customerId: true } })
    await tx.runStep.deleteMany({ where: { run: { tenantId } } })
    await tx.run.deleteMany({ where })
    await tx.condition.deleteMany({ where })
    await tx.grant.deleteMany({ where })
    await tx.certificate.deleteMany({ where })
    await tx.certificateRequest.deleteMany({ where })
    await tx.event.deleteMany({ where })
    await tx.tenant.delete({ where: { id: tenantId } })
    await tx.customer.deleteMany({ where: { id: customerId, tenants: { none: {} } } })
  })
}
