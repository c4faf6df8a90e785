import { headline, threadMark, type Message } from './message'
import type { ChannelSecrets } from './channel-secrets'
import type { Outcome } from './outcome'
import { postJson } from './webhook'

const colours = { info: 'Default', warning: 'Warning', failing: 'Attention', resolved: 'Good' } as const

/** To a Workflows webhook of Microsoft Teams (“When a Teams webhook request is received”): a message with one card. */
export function sendTeams({ url }: ChannelSecrets, message: Message): Promise<Outcome> {
  return postJson(url, JSON.stringify(messageOf(message)))
}

function messageOf(message: Message) {
  const contentType = 'application/vnd.microsoft.card.adaptive'
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content: cardOf(message) }] }
}

/** Adaptive Card 1.4, which every Teams client draws. */
function cardOf(message: Message) {
  const { facts, severity, link } = message
  const rows = factsOf(message)
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      {
        type: 'TextBlock',
        text: plain(headline(message)),
        weight: 'Bolder',
        size: 'Medium',
        wrap: true,
        color: colours[severity],
      },
      { type: 'TextBlock', text: plain(facts.message), wrap: true },
      ...(rows.length === 0 ? [] : [{ type: 'FactSet', facts: rows }]),
    ],
    actions: link === null ? [] : [{ type: 'Action.OpenUrl', title: 'Open in Latchkey', url: link }],
  }
}

function factsOf(message: Message): { title: string; value: string }[] {
  const { facts, tenant } = message
  const rows: [string, string | null | undefined][] = [
    ['Tenant', tenant === null ? null : `${tenant.displayName} (${tenant.domain})`],
    ['Who', facts.who],
    ['What to do', facts.remedy],
    ['Until', facts.until?.slice(0, 10)],
    ['Reference', threadMark(message)],
  ]
  return rows.flatMap(([title, value]) => (value ? [{ title, value: plain(value) }] : []))
}

/** Cards read Markdown: names come from tenants, so that links and emphasis in them must stay text. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~]/g, (mark) => (mark === '<' || mark === '>' ? ' ' : `\\${mark}`))
}
