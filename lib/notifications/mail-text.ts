import { headline, threadMark, type Message } from './message'

/** The key in brackets is the same from the first mail of a conversation to the one that closes it. */
export function subjectOf(message: Message): string {
  return oneLine(`[Latchkey #${threadMark(message)}] ${headline(message)}`)
}

/** Names come from tenants: no control character of theirs gets into a head or a line of ours. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
}

export function plainMail(message: Message): string {
  const { facts, link } = message
  const rows = rowsOf(message).map(([name, value]) => `${name}: ${oneLine(value)}`)
  const parts = [headline(message), facts.message, rows.join('\n'), link, closing(message)]
  return `${parts.filter((part) => part !== null && part !== '').join('\n\n')}\n`
}

/** One column, no picture, nothing from elsewhere: it looks the same in every client and tells nobody that it was opened. */
export function htmlMail(message: Message): string {
  const { facts, link, severity } = message
  const rows = rowsOf(message).map(
    ([name, value]) =>
      `<tr><td style="padding:4px 16px 4px 0;color:#57606a;vertical-align:top;white-space:nowrap">${escapeHtml(name)}</td>` +
      `<td style="padding:4px 0">${escapeHtml(value)}</td></tr>`,
  )
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<title>${escapeHtml(subjectOf(message))}</title></head>`,
    '<body style="margin:0;padding:24px;font:15px/22px system-ui,-apple-system,\'Segoe UI\',sans-serif;color:#1c2128">',
    `<div style="max-width:560px;border-left:4px solid ${colours[severity]};padding-left:16px">`,
    `<h1 style="font-size:18px;line-height:26px;margin:0 0 8px">${escapeHtml(headline(message))}</h1>`,
    `<p style="margin:0 0 12px">${escapeHtml(facts.message)}</p>`,
    rows.length === 0 ? '' : `<table role="presentation" style="border-collapse:collapse">${rows.join('')}</table>`,
    link === null ? '' : `<p style="margin:16px 0 0"><a href="${escapeHtml(link)}">Open in Latchkey</a></p>`,
    `</div><p style="margin:24px 0 0;font-size:13px;color:#57606a">${escapeHtml(closing(message))}</p>`,
    '</body></html>',
  ].join('')
}

const colours = { info: '#57606a', warning: '#9a6700', failing: '#cf222e', resolved: '#1a7f37' } as const

function rowsOf({ facts, tenant }: Message): [name: string, value: string][] {
  const rows: [string, string | null | undefined][] = [
    ['Who has to act', facts.who],
    ['What to do', facts.remedy],
    ['Until', facts.until?.slice(0, 10)],
    ['Customer', tenant?.customer],
    ['Tenant', tenant === null ? null : `${tenant.displayName} (${tenant.domain})`],
    ['Reference', facts.reason],
  ]
  return rows.flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []))
}

function closing(message: Message): string {
  const { severity, tenant } = message
  const practice = tenant?.practice === true ? 'This is a practice tenant: nothing real is affected. ' : ''
  const state = severity === 'resolved' ? 'This is settled; nobody has to do anything.' : 'Sent by Latchkey.'
  return `${practice}${state}`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
