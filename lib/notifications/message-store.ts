import type { Event } from '../../prisma/generated/client'
import type { EventFacts, EventSeverity } from '../events/events'
import { runtime } from '../runtime'
import type { Message, MessageTenant } from './message'

/** The event with everything that a channel says about it. Tenants that are gone leave the event’s own words. */
export async function readMessage(event: Event): Promise<Message> {
  const { settings } = runtime()
  const tenant = event.tenantId === null ? null : await findTenant(event.tenantId)
  return {
    id: event.id,
    kind: event.kind,
    at: event.at,
    severity: event.severity as EventSeverity,
    facts: event.facts as unknown as EventFacts,
    thread: event.thread,
    openedBy: await findOpening(event),
    tenant,
    link:
      tenant === null || settings.PUBLIC_URL === undefined
        ? null
        : `${settings.PUBLIC_URL.replace(/\/+$/, '')}/tenants/${tenant.id}`,
  }
}

async function findTenant(id: string): Promise<MessageTenant | null> {
  const row = await runtime().db.tenant.findUnique({ where: { id }, include: { customer: true } })
  if (row === null) return null
  const { entraTenantId, domain, displayName, practice, customer } = row
  return { id, entraTenantId, domain, displayName, practice, customer: customer.name }
}

/** A conversation goes from the first event after the last `resolved` to the next one, that included. */
async function findOpening({ id, thread, at }: Event): Promise<string> {
  const { db } = runtime()
  const before = { thread, at: { lt: at }, id: { not: id } }
  const closing = await db.event.findFirst({
    where: { ...before, severity: 'resolved' },
    orderBy: { at: 'desc' },
    select: { at: true },
  })
  const first = await db.event.findFirst({
    where: { ...before, at: { lt: at, ...(closing === null ? {} : { gt: closing.at }) } },
    orderBy: { at: 'asc' },
    select: { id: true },
  })
  return first?.id ?? id
}
