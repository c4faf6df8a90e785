import { AppError } from '../errors'
import { runtime } from '../runtime'
import { reaches, type Actor } from '../staff/actor'

/**
 * A machine that was given some customers connects tenants of these and no others. Asked before Microsoft is, by the
 * customer's name, so that the refusal is the same whether that customer exists or not.
 */
export async function requireOwnCustomer(actor: Actor, customer: string): Promise<void> {
  if (actor.reach === 'all') return
  const found = await runtime().db.customer.findUnique({ where: { name: customer }, select: { id: true } })
  const own = found !== null && ((actor.customers ?? []).includes(found.id) || (await hasTenantOf(actor, found.id)))
  if (!own) throw beyond(actor)
}

/** Once the tenant is known: one that stands here already has to be within reach, and a new one takes a whole customer. */
export async function requireConnectable(actor: Actor, tenant: { cloud: string; entraTenantId: string }) {
  if (actor.reach === 'all') return
  const known = await runtime().db.tenant.findUnique({
    where: { cloud_entraTenantId_purpose: { ...tenant, purpose: 'backup' } },
    select: { id: true },
  })
  const may = known === null ? (actor.customers ?? []).length > 0 : reaches(actor, known.id)
  if (!may) throw beyond(actor)
}

async function hasTenantOf({ reach }: Actor, customerId: string): Promise<boolean> {
  const ids = reach === 'all' ? [] : [...reach]
  return (await runtime().db.tenant.count({ where: { customerId, id: { in: ids } } })) > 0
}

function beyond(actor: Actor): AppError {
  return new AppError('not_allowed', `${actor.id} connects beyond its reach`, {
    say: 'This client may connect tenants of its own customers only.',
  })
}
