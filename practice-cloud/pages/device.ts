import type { Cloud } from '../cloud'
import type { Person } from '../data/people'
import { clientName } from '../entra/clients'
import type { ConsentFor } from '../entra/consent'
import type { DeviceFlow } from '../entra/flows'
import { approve, checkFlow, decline, findPerson, UNKNOWN_CODE } from '../entra/sign-in'
import type { Shown } from '../entra/sign-in'
import type { Answer, Message } from '../http/message'
import { html, NOTHING, page } from './html'
import { consentCard, consentOf, personCard, secondFactorCard } from './person'

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
    case '/device/consent':
      return finish(cloud, form, consentOf(form))
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

function personPage(cloud: Cloud, flow: DeviceFlow, step: string): Answer {
  const content = personCard(cloud, flow, { step, action: '/device/person', back: DEVICE_BACK })
  return page('Pick an account', 'narrow', content)
}

const DEVICE_BACK = html`<a class="button plain" href="/device">Back</a>`

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
  const content = secondFactorCard(going.person, { step: going.step, action: '/device/second-factor' })
  return page('Approve the sign-in', 'narrow', content)
}

async function finish(cloud: Cloud, form: URLSearchParams, consent?: ConsentFor | 'declined'): Promise<Answer> {
  const going = underway(cloud, form)
  if ('status' in going) return going
  if (going.person === undefined) return personPage(cloud, going.flow, going.step)
  const shown = approve(cloud, going.flow, going.person, consent)
  if ('mayAll' in shown) {
    const card = consentCard(cloud, going.flow, going.person, shown, { step: going.step, action: '/device/consent' })
    return page('Permissions requested', 'narrow', card)
  }
  cloud.flows.closeStep(going.step)
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
