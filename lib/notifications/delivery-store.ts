import { z } from 'zod'
import type { Channel, Delivery, Event } from '../../prisma/generated/client'
import { runtime } from '../runtime'

/** One try as the log shows it. */
const answersSchema = z.array(z.object({ at: z.string(), answer: z.string(), milliseconds: z.number() }))
export type TryAnswer = z.output<typeof answersSchema>[number]

export type DeliveryState = 'waiting' | 'sent' | 'failed' | 'skipped'

export type ClaimedDelivery = Delivery & { event: Event; channel: Channel }

const keptAnswers = 10
const keptPerChannel = 500
/** What a process needs beyond the deadline of a try, to look up a name and to write down what came. */
const leaseGraceMs = 15_000

export function readAnswers(value: unknown): readonly TryAnswer[] {
  const parsed = answersSchema.safeParse(value)
  return parsed.success ? parsed.data : []
}

/**
 * What is due, oldest first, taken for this process until its lease ends. Within one thread a channel hears in order: a
 * message waits until the one before it is settled, so that nothing is closed before it was opened.
 */
export async function claimDeliveries(limit: number): Promise<readonly string[]> {
  const { db, clock } = runtime()
  if (limit <= 0) return []
  const now = clock.now()
  const { ownerId, leaseUntil } = newLease()
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE "Delivery" SET "ownerId" = ${ownerId}, "leaseUntil" = ${leaseUntil}
    FROM (
      SELECT "id" FROM "Delivery" AS mine
      WHERE "state" = 'waiting' AND "nextAt" <= ${now} AND ("leaseUntil" IS NULL OR "leaseUntil" < ${now})
        AND NOT EXISTS (
          SELECT 1 FROM "Delivery" AS earlier
          WHERE earlier."channelId" = mine."channelId" AND earlier."thread" = mine."thread"
            AND earlier."state" = 'waiting' AND earlier."position" < mine."position"
        )
      ORDER BY "nextAt", "position" LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ) AS due
    WHERE "Delivery"."id" = due."id"
    RETURNING "Delivery"."id"`
  return rows.map(({ id }) => id)
}

export function findClaimed(id: string): Promise<ClaimedDelivery | null> {
  return runtime().db.delivery.findUnique({ where: { id }, include: { event: true, channel: true } })
}

export interface Settlement {
  state: DeliveryState
  tries: number
  /** Null keeps it: it counts only while the state is `waiting`. */
  nextAt: Date | null
  answer: TryAnswer | null
}

/** Writes nothing when another process has taken the delivery meanwhile. */
export async function settleDelivery(delivery: Delivery, { state, tries, nextAt, answer }: Settlement): Promise<void> {
  const { db, clock, processId } = runtime()
  const answers = [...readAnswers(delivery.answers), ...(answer === null ? [] : [answer])].slice(-keptAnswers)
  await db.delivery.updateMany({
    where: { id: delivery.id, ownerId: processId, state: 'waiting' },
    data: {
      state,
      tries,
      answers,
      ...(nextAt !== null && { nextAt }),
      settledAt: state === 'waiting' ? null : clock.now(),
      ownerId: null,
      leaseUntil: null,
    },
  })
}

/** This process’s from now on, until long enough for one try. */
export function newLease(): { ownerId: string; leaseUntil: Date } {
  const { clock, processId, settings } = runtime()
  const leaseMs = settings.NOTIFY_TIMEOUT_SECONDS * 1000 + leaseGraceMs
  return { ownerId: processId, leaseUntil: new Date(clock.now().getTime() + leaseMs) }
}

/** Taken for this process with all its tries before it. False when it waits already or is not of this channel. */
export async function reclaimDelivery(channelId: string, id: string): Promise<boolean> {
  const { db, clock } = runtime()
  const { count } = await db.delivery.updateMany({
    where: { id, channelId, state: { not: 'waiting' } },
    data: { state: 'waiting', tries: 0, nextAt: clock.now(), settledAt: null, ...newLease() },
  })
  return count === 1
}

/** The log keeps the newest of each channel; what waits is never thrown away. */
export async function forgetOldDeliveries(): Promise<void> {
  await runtime().db.$executeRaw`
    DELETE FROM "Delivery" USING (
      SELECT "id", row_number() OVER (PARTITION BY "channelId" ORDER BY "position" DESC) AS place FROM "Delivery"
    ) AS numbered
    WHERE "Delivery"."id" = numbered."id" AND numbered.place > ${keptPerChannel} AND "Delivery"."state" <> 'waiting'`
}
