import type { Database } from '../db/client'
import type { Prisma } from '@/prisma/generated/client'

export type EventSeverity = 'info' | 'warning' | 'failing' | 'resolved'

/** What people are told about. The words are made where the thing happens; channels only render them. */
export interface NewEvent {
  /** `condition.opened`, `certificate.rotated`, …: what receivers filter by. */
  kind: EventKind
  /** The same happening has the same key however often it is told: it is kept, and sent, once. */
  key: string
  /** What belongs to one conversation: `tenant:<id>:<condition>`. `resolved` closes it. */
  thread: string
  tenantId: string | null
  severity: EventSeverity
  facts: EventFacts
}

/** For people: plain sentences, no codes but in `reason`, never a secret and never a user code. */
export interface EventFacts {
  title: string
  message: string
  who?: string | null
  remedy?: string | null
  /** ISO 8601: until when somebody has time. */
  until?: string | null
  /** Machine reason of a condition. */
  reason?: string | null
}

export type EventKind =
  | 'condition.opened'
  | 'condition.changed'
  | 'condition.resolved'
  | 'certificate.expiring'
  | 'certificate.expired'
  | 'certificate.rotated'
  | 'certificate.revoked'
  | 'tenant.connected'
  | 'tenant.reconfigured'
  | 'tenant.adopted'
  | 'tenant.decommissioned'
  | 'restore.opened'
  | 'restore.closed'
  | 'restore.used'
  | 'token.reused'
  | 'channel.test'

/** Writes it in the transaction that makes the change, so that neither is without the other; a key that is known is not written again. */
export async function emit(tx: Pick<Database, 'event'>, event: NewEvent, at: Date): Promise<void> {
  const { facts, ...rest } = event
  await tx.event.createMany({
    data: [{ ...rest, at, facts: JSON.parse(JSON.stringify(facts)) as Prisma.InputJsonValue }],
    skipDuplicates: true,
  })
}
