import { randomUUID } from 'node:crypto'
import { emit, type NewEvent } from '@/lib/events/events'
import { runtime } from '@/lib/runtime'
import { chooseBaseline } from '@/lib/tenants/baselines'
import { ensureTenant } from '@/lib/tenants/tenant-store'
import type { House } from './tenants'

/** A row of a tenant of the practice cloud, without a connection. */
export async function newTenantRow(house: House, customer = `Customer ${randomUUID().slice(0, 8)}`): Promise<string> {
  const { domain, tenantId } = await house.newTenant()
  const cloud = runtime().clouds.find(({ name }) => name === 'practice')
  if (cloud === undefined) throw new Error('no practice cloud')
  const baseline = chooseBaseline('custom', ['exchange'])
  return (await ensureTenant({ customer, cloud, entraTenantId: tenantId, domain, baseline })).id
}

let turn = 0

/** Something happens: written to the outbox as the rooms do. Each call is a little later than the one before. */
export async function happen(tenantId: string | null, wanted: Partial<NewEvent> = {}): Promise<string> {
  const key = wanted.key ?? randomUUID()
  const event: NewEvent = {
    kind: 'condition.opened',
    thread: `tenant:${tenantId ?? 'none'}:Certificate`,
    tenantId,
    severity: 'warning',
    ...wanted,
    key,
    facts: {
      title: 'The certificate ends in 14 days',
      message: 'Latchkey cannot renew it by itself, because the tenant forbids it.',
      who: 'An administrator of the customer',
      remedy: 'Open the tenant and choose Reconfigure.',
      until: '2026-12-06T00:00:00.000Z',
      reason: 'RenewalRefused',
      ...wanted.facts,
    },
  }
  await emit(runtime().db, event, new Date(Date.now() - 60_000 + turn++))
  const row = await runtime().db.event.findUniqueOrThrow({ where: { key } })
  return row.id
}
