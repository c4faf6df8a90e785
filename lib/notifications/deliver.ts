import { log } from '../log'
import { runtime } from '../runtime'
import { isPracticeOn } from '../tenants/practice'
import { readRow, switchChannel, type ChannelRow } from './channel-store'
import { findClaimed, settleDelivery, type ClaimedDelivery } from './delivery-store'
import { readMessage } from './message-store'
import { tryAgain, type Outcome } from './outcome'
import { nextTryAt } from './retries'
import { sendOver } from './send'

/**
 * One try of a delivery that this process has claimed. The receiver is asked first and the row is written afterwards: a
 * process that dies in between leaves the row to the next, which sends the same event with the same id once more.
 */
export async function deliver(id: string, tryOnce = false): Promise<Outcome | null> {
  const delivery = await findClaimed(id)
  if (delivery === null) return null
  const channel = readRow(delivery.channel)
  const message = await readMessage(delivery.event)
  const isHidden = message.tenant?.practice === true && !(await isPracticeOn())
  if (isHidden || channel.disabledAt !== null) {
    await settleDelivery(delivery, { state: 'skipped', tries: delivery.tries, nextAt: null, answer: null })
    return null
  }
  const { clock } = runtime()
  const at = clock.now()
  const outcome = await sendOver(channel, message).catch((error: unknown) => {
    log.report(error)
    return tryAgain('a fault of our own; it was recorded')
  })
  const milliseconds = clock.now().getTime() - at.getTime()
  await settle(delivery, channel, outcome, { at: at.toISOString(), answer: outcome.answer, milliseconds }, tryOnce)
  return outcome
}

async function settle(
  delivery: ClaimedDelivery,
  channel: ChannelRow,
  outcome: Outcome,
  answer: { at: string; answer: string; milliseconds: number },
  tryOnce: boolean,
): Promise<void> {
  const tries = delivery.tries + 1
  if (outcome.status === 'accepted') {
    await settleDelivery(delivery, { state: 'sent', tries, nextAt: null, answer })
    return
  }
  const asked = outcome.status === 'again' ? outcome.askedSeconds : null
  const isLast = tryOnce || outcome.status === 'gone'
  const nextAt = isLast ? null : nextTryAt(tries, runtime().clock.now(), asked, delivery.id)
  await settleDelivery(delivery, { state: nextAt === null ? 'failed' : 'waiting', tries, nextAt, answer })
  if (outcome.status === 'gone') {
    await switchChannel(null, channel, 'The receiver answered that it is gone for good (410).')
  }
}
