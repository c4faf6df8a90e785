import { createHash } from 'node:crypto'
import type { Cloud } from '../cloud'
import type { Person } from '../data/people'
import type { AuthorizationRequest, SignInStep } from '../entra/authorizations'
import { beginAuthorization, locationOf } from '../entra/authorize'
import type { Return } from '../entra/authorize'
import { approveInBrowser, cancelInBrowser } from '../entra/browser-sign-in'
import type { Landing } from '../entra/browser-sign-in'
import type { ConsentFor } from '../entra/consent'
import { refuseMissingTenant } from '../entra/entrance'
import { EntraRefusal } from '../entra/refusals'
import { findPerson } from '../entra/sign-in'
import type { Answer, Message } from '../http/message'
import type { Tenant } from '../state/tenant'
import { html, NOTHING, page } from './html'
import type { Exits, Html } from './html'
import { consentCard, consentOf, personCard, secondFactorCard } from './person'

/** `GET …/authorize`: the account picker, the way back with an error, or, without a trusted address, a page that says why. */
export function authorizePage(
  cloud: Cloud,
  authority: string,
  tenant: Tenant | undefined,
  query: URLSearchParams,
): Answer {
  try {
    refuseMissingTenant(cloud, { authority, tenant })
  } catch (error) {
    if (error instanceof EntraRefusal) return errorPage(error)
    throw error
  }
  const begun = beginAuthorization(cloud, authority, tenant, query)
  switch (begun.kind) {
    case 'page':
      return errorPage(begun.refusal)
    case 'return':
      return sendBack(begun.back)
    case 'sign-in':
      return picker(cloud, begun.request, cloud.authorizations.open(begun.request, cloud.state.clock.now()))
  }
}

/** The forms of the picker: person → second factor for administrators → consent → back to the application. */
export async function serveSignInPage(cloud: Cloud, message: Message): Promise<Answer | undefined> {
  if (!message.path.startsWith('/sign-in/') || message.method !== 'POST') return undefined
  const form = new URLSearchParams(message.body)
  const step = form.get('step') ?? ''
  const going = cloud.authorizations.step(step)
  if (going === undefined) return lostPage()
  switch (message.path) {
    case '/sign-in/cancel':
      return land(cloud, going.request, step, cancelInBrowser(going.request))
    case '/sign-in/person':
      return takePerson(cloud, going, step, form.get('person') ?? '')
    case '/sign-in/second-factor':
      return finish(cloud, going, step)
    case '/sign-in/consent':
      return finish(cloud, going, step, consentOf(form))
    default:
      return undefined
  }
}

function picker(cloud: Cloud, request: AuthorizationRequest, step: string): Answer {
  const back = html`<button class="plain" formaction="/sign-in/cancel" formnovalidate>Cancel</button>`
  const { loginHint: hint, domainHint } = request
  const card = personCard(cloud, request, {
    step,
    action: '/sign-in/person',
    back,
    hint,
    isWorkOnly: domainHint !== undefined && domainHint !== 'consumers',
  })
  return page('Pick an account', 'narrow', card, 200, exitsOf(request.redirectUri))
}

/** Chromium holds a redirect after a form against the policy of the page with the form. */
function exitsOf(redirectUri: string): Exits {
  const { protocol, origin } = new URL(redirectUri)
  return { formTarget: protocol === 'http:' || protocol === 'https:' ? origin : protocol }
}

function takePerson(cloud: Cloud, going: SignInStep, step: string, upn: string): Promise<Answer> | Answer {
  const person = findPerson(cloud, going.request.tenantId, upn)
  if (person === undefined) return picker(cloud, going.request, step)
  cloud.authorizations.choose(step, person.upn)
  if (person.roles.length === 0) return finish(cloud, { ...going, upn: person.upn }, step)
  const card = secondFactorCard(person, { step, action: '/sign-in/second-factor' })
  return page('Approve the sign-in', 'narrow', card, 200, exitsOf(going.request.redirectUri))
}

async function finish(
  cloud: Cloud,
  { request, upn }: SignInStep,
  step: string,
  consent?: ConsentFor | 'declined',
): Promise<Answer> {
  const person = findPerson(cloud, request.tenantId, upn ?? '')
  if (person === undefined) return picker(cloud, request, step)
  const landing = approveInBrowser(cloud, request, person, consent)
  await cloud.file.save()
  return land(cloud, request, step, landing, person)
}

function land(cloud: Cloud, request: AuthorizationRequest, step: string, landing: Landing, person?: Person): Answer {
  if (landing.kind === 'consent' && person !== undefined) {
    const card = consentCard(cloud, request, person, landing.question, { step, action: '/sign-in/consent' })
    return page('Permissions requested', 'narrow', card, 200, exitsOf(request.redirectUri))
  }
  cloud.authorizations.close(step)
  if (landing.kind === 'stop') return stopPage(landing)
  return landing.kind === 'return' ? sendBack(landing.back) : lostPage()
}

function sendBack(back: Return): Answer {
  if (back.responseMode === 'form_post') return postBack(back)
  return { status: 302, headers: { location: locationOf(back), 'cache-control': 'no-store' }, body: '' }
}

const SUBMIT = 'document.forms[0].submit()'
const SUBMIT_SCRIPT: Html = { markup: `<script>${SUBMIT}</script>` }
const SUBMIT_HASH = `sha256-${createHash('sha256').update(SUBMIT).digest('base64')}`

function hiddenFields(fields: Readonly<Record<string, string>>): Html[] {
  return Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)
}

/** OAuth 2.0 Form Post Response Mode §2: the browser posts by itself, or by the button without scripts. */
function postBack({ redirectUri, fields }: Return): Answer {
  const content = html`<div class="card">
    <h1>Back to the program</h1>
    <form method="post" action="${redirectUri}">
      ${hiddenFields(fields)}
      <div class="actions"><button>Continue</button></div>
    </form>
    ${SUBMIT_SCRIPT}
  </div>`
  return page('Back to the program', 'narrow', content, 200, { ...exitsOf(redirectUri), scriptHash: SUBMIT_HASH })
}

function wayBack(back: Return): Html {
  if (back.responseMode === 'form_post')
    return html`<form method="post" action="${back.redirectUri}">
      ${hiddenFields(back.fields)}<button class="plain">Return to the application</button>
    </form>`
  return html`<a class="button plain" href="${locationOf(back)}">Return to the application</a>`
}

function stopPage({ shown, back }: Extract<Landing, { kind: 'stop' }>): Answer {
  const number = shown.code === undefined ? NOTHING : html`<p class="soft">Error code: ${shown.code}</p>`
  const content = html`<div class="card">
    <h1>${shown.title}</h1>
    <p class="alert" role="alert">${shown.text}</p>
    ${number}
    <div class="actions">${wayBack(back)}</div>
  </div>`
  return page(shown.title, 'narrow', content, 200, exitsOf(back.redirectUri))
}

/** No way back: an address that nobody registered is not to be trusted. */
function errorPage(refusal: EntraRefusal): Answer {
  const content = html`<div class="card">
    <h1>Sorry, but we are having trouble signing you in</h1>
    <p class="alert" role="alert">AADSTS${refusal.number}: ${refusal.message}</p>
  </div>`
  return page('Sign in', 'narrow', content, 400)
}

function lostPage(): Answer {
  const content = html`<div class="card">
    <h1>This sign-in is over</h1>
    <p class="alert" role="alert">Begin again where you came from.</p>
  </div>`
  return page('Sign in', 'narrow', content, 400)
}
