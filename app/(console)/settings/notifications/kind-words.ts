import type { ChannelKind } from '@/lib/notifications/channel-store'

export const channelKinds = ['mail', 'webhook', 'teams'] as const satisfies readonly ChannelKind[]

interface KindWords {
  name: string
  /** On the button that adds one, and over its form. */
  add: string
  about: string
  leadsTo: string
  hint: string
  placeholder: string
}

export const kindWords: Readonly<Record<ChannelKind, KindWords>> = {
  mail: {
    name: 'Mail',
    add: 'Add mail',
    about:
      'One conversation for each thing that needs attention, and a mail that closes it. Ticket systems that read mail open and close their tickets by the key in the subject.',
    leadsTo: 'Recipients',
    hint: 'Up to 20 mail addresses, with commas or spaces between.',
    placeholder: 'desk@relecloud.com',
  },
  webhook: {
    name: 'Webhook',
    add: 'Add a webhook',
    about:
      'A POST of JSON, signed as Standard Webhooks says. The same happening has the same webhook-id however often it is sent.',
    leadsTo: 'Address',
    hint: 'Begins with https://. It is kept sealed and not shown again.',
    placeholder: 'https://tickets.relecloud.com/hooks/latchkey',
  },
  teams: {
    name: 'Microsoft Teams',
    add: 'Add Teams',
    about:
      'A card in a channel or chat. In Teams, add the workflow “Post to a channel when a webhook request is received” and copy the address that it gives you.',
    leadsTo: 'Address of the workflow',
    hint: 'Who has it can post to that channel: it is kept sealed and not shown again.',
    placeholder: 'https://….logic.azure.com/workflows/…',
  },
}

export const severityWords = {
  info: 'Everything',
  warning: 'Warnings and failures',
  failing: 'Failures only',
} as const

export function isChannelKind(text: string): text is ChannelKind {
  return (channelKinds as readonly string[]).includes(text)
}
