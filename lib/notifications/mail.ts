import type { ChannelRow } from './channel-store'
import { threadMark, type Message } from './message'
import { findMailSender } from './mail-store'
import { sendByGraph } from './mail-graph'
import { sendBySmtp } from './mail-smtp'
import { htmlMail, plainMail, subjectOf } from './mail-text'
import { tryAgain, type Outcome } from './outcome'

/** A mail as nodemailer takes it: plain data, so that both ways send the same. */
export interface Mail {
  from: { name: string; address: string }
  to: string[]
  subject: string
  text: string
  html: string
  messageId: string
  date: Date
  inReplyTo?: string
  references?: string[]
  headers: Record<string, string>
}

export async function sendMail(channel: ChannelRow, message: Message): Promise<Outcome> {
  const sender = await findMailSender()
  if (sender === null) return tryAgain('not sent: nobody has set up yet how mail leaves')
  const mail = composeMail(sender.sender, channel, message)
  switch (sender.way) {
    case 'smtp':
      return sendBySmtp(sender, mail)
    case 'graph':
      return sendByGraph(sender.sender, mail)
  }
}

/**
 * Every mail of a conversation answers its first one (RFC 5322 §3.6.4) and carries the same key in its subject, so that
 * mail programs show one thread and ticket systems one ticket, which the closing mail closes.
 */
export function composeMail(sender: string, channel: ChannelRow, message: Message): Mail {
  const idOf = (eventId: string) => `<${eventId}.${channel.id}@${sender.split('@')[1] ?? 'latchkey.invalid'}>`
  const opening = idOf(message.openedBy)
  return {
    from: { name: 'Latchkey', address: sender },
    to: [...(channel.shown.to ?? [])],
    subject: subjectOf(message),
    text: plainMail(message),
    html: htmlMail(message),
    messageId: idOf(message.id),
    date: message.at,
    ...(message.openedBy === message.id ? {} : { inReplyTo: opening, references: [opening] }),
    headers: {
      'Auto-Submitted': 'auto-generated', // RFC 3834: no holiday note comes back
      'X-Auto-Response-Suppress': 'All',
      'X-Latchkey-Event': message.id,
      'X-Latchkey-Thread': threadMark(message),
      'X-Latchkey-State': message.severity === 'resolved' ? 'closed' : 'open',
    },
  }
}
