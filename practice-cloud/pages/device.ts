import type { Cloud } from '../cloud'
import type { Person } from '../data/people'
import { DIRECTORY_ROLES } from '../data/roles'
import type { DeviceFlow } from '../entra/flows'
import { approve, checkFlow, decline, findPerson, peopleFor, UNKNOWN_CODE } from '../entra/sign-in'
import type { Shown } from '../entra/sign-in'
import { clientName } from '../entra/tokens'
import type { Answer, Message } from '../http/message'
import { html, NOTHING, page } from './html'
import type { Html } from './html'

/** The device page: code → person → “are you trying to sign in?” → second factor for administrators → done. */
export async function serveDevicePage(cloud: Cloud, message: Message): Promise<Answer | undefined> {
  if (message.path === '/device' && message.method === 'GET') return codePage()
  if (message.method !== 'POST') return undefined
  const form = new URLSearchParams(message.body)
  switch (message.path) {
    case '/device':
      return takeCode(cloud, form)
    case '/device/person':
      return takePerson(cloud, form)
    case '/device/confirm':
      return takeAnswer(cloud, form)
    case '/device/second-factor':
      return finish(cloud, form)
    default:
      return undefined
  }
}

function codePage(complaint?: Shown): Answer {
  const alert =
    complaint === undefined
      ? NOTHING
      : html`<p class="alert" role="alert"><strong>${complaint.title}.</strong> ${complaint.text}</p>`
  const content = html`<div class="card">
    <h1>Enter the code</h1>
    <p class="soft">A program showed you a code and asked you to bring it here.</p>
    ${alert}
    <form method="post" action="/device">
      <label class="field"
        ><span>Code</span
        ><input
          class="code"
          name="code"
          required
          autofocus
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          maxlength="24"
      /></label>
      <div class="actions"><button>Next</button></div>
    </form>
  </div>`
  return page('Enter the code', 'narrow', content)
}

function takeCode(cloud: Cloud, form: URLSearchParams): Answer {
  const flow = cloud.flows.byUserCode(form.get('code') ?? '')
  const refused = checkFlow(cloud, flow)
  if (flow === undefined || refused !== undefined) return codePage(refused ?? UNKNOWN_CODE)
  return personPage(cloud, flow, cloud.flows.openStep(flow, cloud.state.clock.now()))
}

function where(cloud: Cloud, flow: DeviceFlow): string {
  const tenant = flow.tenantId === undefined ? undefined : cloud.state.tenants.get(flow.tenantId)
  return tenant === undefined ? 'any organisation' : `${tenant.facts.displayName} (${tenant.facts.domain})`
}

function rolesOf(person: Person): string {
  const names = DIRECTORY_ROLES.filter((role) => person.roles.includes(role.templateId)).map((role) => role.displayName)
  return names.length === 0 ? 'No administrator role' : names.join(', ')
}

const KINDS: Readonly<Record<string, string>> = {
  'gdap-technician': 'Technician of the provider, through GDAP',
  guest: 'Guest',
  'another-tenant': 'Administrator of another tenant',
  'personal-account': 'Personal account',
}

function choice(person: Person): Html {
  const kind = KINDS[person.kind]
  const role = kind === undefined ? rolesOf(person) : `${kind} · ${rolesOf(person)}`
  return html`<label class="person"
    ><input type="radio" name="person" value="${person.upn}" required /><span
      >${person.displayName}<small>${person.upn}</small><small>${role}</small></span
    ></label
  >`
}

function personPage(cloud: Cloud, flow: DeviceFlow, step: string): Answer {
  const { here, others } = peopleFor(cloud, flow.tenantId)
  const group = (title: string, people: readonly Person[]) =>
    people.length === 0
      ? NOTHING
      : html`<fieldset>
          <legend>${title}</legend>
          ${people.map(choice)}
        </fieldset>`
  const content = html`<div class="card">
    <h1>Pick an account</h1>
    <dl>
      <dt>Program</dt>
      <dd>${clientName(cloud, flow.clientId)}</dd>
      <dt>Tenant</dt>
      <dd>${where(cloud, flow)}</dd>
    </dl>
    <form method="post" action="/device/person">
      <input type="hidden" name="step" value="${step}" />
      ${group('People of this tenant', here)} ${group('People of elsewhere', others)}
      <div class="actions"><button>Next</button><a class="button plain" href="/device">Back</a></div>
    </form>
  </div>`
  return page('Pick an account', 'narrow', content)
}

interface Underway {
  flow: DeviceFlow
  step: string
  person: Person | undefined
}

/** The sign-in that a form belongs to, or the page that says why it cannot go on. */
function underway(cloud: Cloud, form: URLSearchParams): Underway | Answer {
  const step = form.get('step') ?? ''
  const found = cloud.flows.step(step)
  const refused = checkFlow(cloud, found?.flow)
  if (found === undefined || refused !== undefined) return resultPage(refused ?? UNKNOWN_CODE)
  const upn = found.upn ?? form.get('person') ?? ''
  return { flow: found.flow, step, person: findPerson(cloud, found.flow.tenantId, upn) }
}

function takePerson(cloud: Cloud, form: URLSearchParams): Answer {
  const going = underway(cloud, form)
  if ('status' in going) return going
  const { flow, step, person } = going
  if (person === undefined) return personPage(cloud, flow, step)
  cloud.flows.choose(step, person.upn)
  const name = clientName(cloud, flow.clientId)
  const content = html`<div class="card">
    <p class="soft">${person.upn}</p>
    <h1>Are you trying to sign in to ${name}?</h1>
    <p>Only continue if you started this yourself and trust who gave you the code.</p>
    <form method="post" action="/device/confirm">
      <input type="hidden" name="step" value="${step}" />
      <div class="actions">
        <button name="answer" value="continue">Continue</button
        ><button class="plain" name="answer" value="cancel">Cancel</button>
      </div>
    </form>
  </div>`
  return page(`Sign in to ${name}`, 'narrow', content)
}

async function takeAnswer(cloud: Cloud, form: URLSearchParams): Promise<Answer> {
  const going = underway(cloud, form)
  if ('status' in going) return going
  if (form.get('answer') !== 'continue') {
    cloud.flows.closeStep(going.step)
    return resultPage(decline(going.flow))
  }
  if (going.person === undefined || going.person.roles.length === 0) return finish(cloud, form)
  const content = html`<div class="card">
    <p class="soft">${going.person.upn}</p>
    <h1>Approve the sign-in</h1>
    <p>Administrators confirm with a second factor. Here one button stands for the telephone.</p>
    <form method="post" action="/device/second-factor">
      <input type="hidden" name="step" value="${going.step}" />
      <div class="actions"><button>Approve on my phone</button></div>
    </form>
  </div>`
  return page('Approve the sign-in', 'narrow', content)
}

async function finish(cloud: Cloud, form: URLSearchParams): Promise<Answer> {
  const going = underway(cloud, form)
  if ('status' in going) return going
  if (going.person === undefined) return personPage(cloud, going.flow, going.step)
  cloud.flows.closeStep(going.step)
  const shown = approve(cloud, going.flow, going.person)
  await cloud.file.save()
  return resultPage(shown)
}

function resultPage(shown: Shown): Answer {
  const isFine = shown.outcome === 'done' || shown.outcome === 'declined'
  const number = shown.code === undefined ? NOTHING : html`<p class="soft">Error code: ${shown.code}</p>`
  const again = isFine
    ? NOTHING
    : html`<div class="actions"><a class="button plain" href="/device">Enter another code</a></div>`
  const content = html`<div class="card">
    <h1>${shown.title}</h1>
    <p ${{ markup: isFine ? 'role="status"' : 'class="alert" role="alert"' }}>${shown.text}</p>
    ${number} ${again}
  </div>`
  return page(shown.title, 'narrow', content)
}
