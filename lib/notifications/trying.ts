import { randomUUID } from 'node:crypto'
import { AppError } from '../errors'
import { runtime } from '../runtime'
import type { Actor } from '../staff/actor'
import { requireMay } from '../staff/permissions'
import { readChannel } from './channels'
import { deliver } from './deliver'
import { reclaimDelivery } from './delivery-store'
import { insertTest } from './test-store'

export interface Tried {
  taken: boolean
  /** What the receiver answered, as the log keeps it. */
  answer: string
}

/** A message of its own, sent at once and once: it stands in the log like any other, and is not tried again. */
export async function testChannel(actor: Actor, channelId: string): Promise<Tried> {
  requireMay(actor, 'settings.change')
  const channel = await readChannel(channelId)
  if (channel.disabledAt !== null) {
    throw new AppError('conflict', `channel ${channelId} is off`, { say: 'This channel is off. Switch it on first.' })
  }
  const deliveryId = await insertTest(actor, channel, randomUUID(), runtime().clock.now())
  return sendNow(deliveryId)
}

/** The same event with the same id once more, now; when that fails too it is tried again by the usual pauses. */
export async function sendAgain(actor: Actor, channelId: string, deliveryId: string): Promise<Tried> {
  requireMay(actor, 'settings.change')
  const channel = await readChannel(channelId)
  if (channel.disabledAt !== null) {
    throw new AppError('conflict', `channel ${channelId} is off`, { say: 'This channel is off. Switch it on first.' })
  }
  if (!(await reclaimDelivery(channelId, deliveryId))) {
    throw new AppError('conflict', `delivery ${deliveryId} waits`, {
      say: 'This message is waiting to be sent already.',
    })
  }
  return sendNow(deliveryId, false)
}

async function sendNow(deliveryId: string, tryOnce = true): Promise<Tried> {
  const outcome = await deliver(deliveryId, tryOnce)
  return outcome === null
    ? { taken: false, answer: 'not sent: practice tenants are no longer shown' }
    : { taken: outcome.status === 'accepted', answer: outcome.answer }
}
