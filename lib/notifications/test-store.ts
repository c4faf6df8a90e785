import { record } from '../audit/audit'
import { runtime } from '../runtime'
import { labelOf, type Actor } from '../staff/actor'
import type { ChannelRow } from './channel-store'
import { newLease } from './delivery-store'

/** A test is an event for one channel only: it counts as handed on from the start, and is taken by this process. Answers the delivery’s id. */
export async function insertTest(
  actor: Actor,
  channel: Pick<ChannelRow, 'id' | 'name'>,
  key: string,
  at: Date,
): Promise<string> {
  const thread = `channel:${channel.id}:${key}`
  const facts = {
    title: `Test of the channel ${channel.name}`,
    message: `${actor.name} pressed the test button. When this arrives, the channel works.`,
  }
  return runtime().db.$transaction(async (tx) => {
    const event = await tx.event.create({
      data: { kind: 'channel.test', key: thread, thread, severity: 'info', facts, at, dispatchedAt: at },
    })
    const delivery = await tx.delivery.create({
      data: { eventId: event.id, channelId: channel.id, thread, nextAt: at, ...newLease() },
    })
    await record(tx, {
      actor: labelOf(actor),
      action: 'channel.tested',
      subject: `channel:${channel.id}`,
      detail: { name: channel.name, operator: actor.name },
    })
    return delivery.id
  })
}
