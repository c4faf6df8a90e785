import type { Cloud } from '../cloud'
import type { Control } from '../control/control'
import type { Answer, Message } from '../http/message'
import { serveAuthorityPage } from './authority'
import { serveDevicePage } from './device'
import { serveHomePage } from './home'
import { html, page } from './html'
import { serveRegistrations } from './registrations'
import { serveSignInPage } from './sign-in'
import { STYLE } from './style'

/** What people see: the device page, the sign-in page, app registrations, a customer's certificate authority and the control page. Absent for other paths. */
export async function servePages(cloud: Cloud, control: Control, message: Message): Promise<Answer | undefined> {
  if (message.path === '/practice.css' && message.method === 'GET') return stylesheet()
  const isPage =
    message.path === '/' ||
    /^\/(?:device|sign-in|app-registrations|certificate-authority|control)(?:\/|$)/.test(message.path)
  if (!isPage) return undefined
  if (message.method === 'POST' && !isSameOrigin(cloud, message)) return foreignPage()
  for (const serve of PAGES) {
    const answer = await serve(cloud, control, message)
    if (answer !== undefined) return answer
  }
  return undefined
}

type Serve = (cloud: Cloud, control: Control, message: Message) => Promise<Answer | undefined>
const PAGES: readonly Serve[] = [
  (cloud, _control, message) => serveDevicePage(cloud, message),
  (cloud, _control, message) => serveSignInPage(cloud, message),
  serveRegistrations,
  serveAuthorityPage,
  serveHomePage,
]

/** A form of a foreign page may not sign anybody in or switch a fault on. */
function isSameOrigin(cloud: Cloud, message: Message): boolean {
  const site = message.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  const origin = message.headers['origin']
  if (origin === undefined) return true
  return URL.canParse(origin) && cloud.hosts.has(new URL(origin).host)
}

function foreignPage(): Answer {
  return page(
    'Refused',
    'narrow',
    html`<div class="card">
      <h1>Refused</h1>
      <p>This form was sent by another site.</p>
    </div>`,
    403,
  )
}

function stylesheet(): Answer {
  return {
    status: 200,
    headers: {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    },
    body: STYLE,
  }
}
