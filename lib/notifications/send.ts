import type { ChannelRow } from './channel-store'
import { openSecrets } from './channel-secrets'
import { sendMail } from './mail'
import type { Message } from './message'
import type { Outcome } from './outcome'
import { sendTeams } from './teams'
import { sendWebhook } from './webhook'

/** One try over whatever kind of channel it is. Throws only for faults of our own. */
export async function sendOver(channel: ChannelRow, message: Message): Promise<Outcome> {
  switch (channel.kind) {
    case 'webhook':
      return sendWebhook(await openSecrets(channel), message)
    case 'teams':
      return sendTeams(await openSecrets(channel), message)
    case 'mail':
      return sendMail(channel, message)
  }
}
