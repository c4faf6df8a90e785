import type { Event, Prisma } from '../../prisma/generated/client'
import type { EventSeverity } from '../events/events'
import { runtime } from '../runtime'
import { readRow, type ChannelRow } from './channel-store'
import { wants } from './wants'

const atOnce = 100
/** Any number that no other room takes for an advisory lock of PostgreSQL. */
const dispatchLock = 4_711_004

/**
 * Hands the oldest events that nobody has heard of yet to every channel that wants them: a delivery each, in the one
 * transaction that marks the event. One process at a time, so that deliveries stand in the order of the events. Answers
 * how many events it handed on.
 */
export async function dispatchEvents(hidesPractice: boolean): Promise<number> {
  const { db, clock } = runtime()
  if ((await db.event.findFirst({ where: { dispatchedAt: null }, select: { id: true } })) === null) return 0
  return db.$transaction(async (tx) => {
    const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`SELECT pg_try_advisory_xact_lock(${dispatchLock}) AS mine`
    if (lock?.mine !== true) return 0
    const events = await tx.event.findMany({ where: { dispatchedAt: null }, orderBy: { at: 'asc' }, take: atOnce })
    if (events.length === 0) return 0
    const channels = (await tx.channel.findMany()).map(readRow)
    for (const event of events) await handOn(tx, event, channels, hidesPractice)
    const ids = events.map(({ id }) => id)
    await tx.event.updateMany({ where: { id: { in: ids } }, data: { dispatchedAt: clock.now() } })
    return events.length
  })
}

async function handOn(
  tx: Prisma.TransactionClient,
  event: Event,
  channels: readonly ChannelRow[],
  hidesPractice: boolean,
): Promise<void> {
  const tenant =
    event.tenantId === null
      ? null
      : await tx.tenant.findUnique({ where: { id: event.tenantId }, select: { customerId: true, practice: true } })
  if (tenant?.practice === true && hidesPractice) return
  const open = event.severity === 'resolved' ? await openChannels(tx, event.thread) : new Set<string>()
  const severity = event.severity as EventSeverity
  const heard = { kind: event.kind, severity, customerId: tenant?.customerId ?? null }
  const takers = channels.filter((channel) => wants(channel, { ...heard, isOpenHere: open.has(channel.id) }))
  const nextAt = runtime().clock.now()
  await tx.delivery.createMany({
    data: takers.map(({ id }) => ({ eventId: event.id, channelId: id, thread: event.thread, nextAt })),
    skipDuplicates: true,
  })
}

/** Channels whose last message of this thread did not close it. */
async function openChannels(tx: Prisma.TransactionClient, thread: string): Promise<ReadonlySet<string>> {
  const last = await tx.delivery.findMany({
    where: { thread },
    orderBy: { position: 'desc' },
    distinct: ['channelId'],
    select: { channelId: true, event: { select: { severity: true } } },
  })
  return new Set(last.filter(({ event }) => event.severity !== 'resolved').map(({ channelId }) => channelId))
}
