import type { Answer } from '../http/message'

/** Markup that is already safe. */
export interface Html {
  readonly markup: string
}

type Part = Html | string | number | readonly Html[]

/** Joins markup; whatever is not markup already is escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.reduce((sofar, text, index) => sofar + show(parts[index - 1]) + text) }
}

export const NOTHING: Html = { markup: '' }

function show(part: Part | undefined): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part))
  return 'markup' in part ? part.markup : part.map((each) => each.markup).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/** Where a page leads beside this cloud; a redirect after a form counts for the browser as the form's target. */
export interface Exits {
  /** An origin, or a scheme with its colon. */
  formTarget: string
  /** `sha256-…` of the one inline script. */
  scriptHash?: string
}

/** A whole page: no script, one stylesheet, nothing from elsewhere, framed by nobody, unless it leads back to an application. */
export function page(title: string, width: 'narrow' | 'wide', content: Html, status = 200, exits?: Exits): Answer {
  const formTarget = exits === undefined ? '' : ` ${exits.formTarget}`
  const script = exits?.scriptHash === undefined ? '' : `; script-src '${exits.scriptHash}'`
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Practice cloud</title>
        <link rel="stylesheet" href="/practice.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <header class="notice">
          <strong>Practice cloud, not Microsoft.</strong> Nothing here is real; no password is asked for.
        </header>
        <main class="${width}">${content}</main>
      </body>
    </html>`
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; form-action 'self'${formTarget}; base-uri 'none'; frame-ancestors 'none'${script}`,
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    },
    body: markup,
  }
}
