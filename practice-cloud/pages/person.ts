import type { Cloud } from '../cloud'
import type { Person } from '../data/people'
import { DIRECTORY_ROLES, GRAPH_SCOPES } from '../data/roles'
import { clientName } from '../entra/clients'
import type { ConsentFor, ConsentQuestion, Wanted } from '../entra/consent'
import { peopleFor } from '../entra/sign-in'
import { html, NOTHING } from './html'
import type { Html } from './html'

/** The sign-in that a form goes on with, and where it is sent. */
export interface Going {
  step: string
  action: string
}

function where(cloud: Cloud, { tenantId }: Wanted): string {
  const tenant = tenantId === undefined ? undefined : cloud.state.tenants.get(tenantId)
  return tenant === undefined ? 'any organisation' : `${tenant.facts.displayName} (${tenant.facts.domain})`
}

function rolesOf(person: Person): string {
  const names = DIRECTORY_ROLES.filter((role) => person.roles.includes(role.templateId)).map((role) => role.displayName)
  return names.length === 0 ? 'No administrator role' : names.join(', ')
}

const KINDS: Readonly<Record<string, string>> = {
  'gdap-technician': 'Technician of the provider, through GDAP',
  'gdap-technician-without-role': 'Technician of the provider, through GDAP',
  guest: 'Guest',
  'another-tenant': 'Administrator of another tenant',
  'personal-account': 'Personal account',
}

const CHECKED: Html = { markup: 'checked' }

function choice(person: Person, chosen: boolean): Html {
  const kind = KINDS[person.kind]
  const role = kind === undefined ? rolesOf(person) : `${kind} · ${rolesOf(person)}`
  return html`<label class="person"
    ><input type="radio" name="person" value="${person.upn}" required ${chosen ? CHECKED : NOTHING} /><span
      >${person.displayName}<small>${person.upn}</small><small>${role}</small></span
    ></label
  >`
}

/** “Pick an account”: everybody who could sit here. `hint` is chosen already; `isWorkOnly` leaves personal accounts out. */
export function personCard(
  cloud: Cloud,
  wanted: Wanted,
  { step, action, back, hint, isWorkOnly }: Going & { back: Html; hint?: string | undefined; isWorkOnly?: boolean },
): Html {
  const { here, others } = peopleFor(cloud, wanted.tenantId)
  const group = (title: string, people: readonly Person[]) =>
    people.length === 0
      ? NOTHING
      : html`<fieldset>
          <legend>${title}</legend>
          ${people.map((person) => choice(person, person.upn === hint?.toLowerCase()))}
        </fieldset>`
  const elsewhere = others.filter((person) => isWorkOnly !== true || person.kind !== 'personal-account')
  return html`<div class="card">
    <h1>Pick an account</h1>
    <dl>
      <dt>Program</dt>
      <dd>${clientName(cloud, wanted.clientId)}</dd>
      <dt>Tenant</dt>
      <dd>${where(cloud, wanted)}</dd>
    </dl>
    <form method="post" action="${action}">
      <input type="hidden" name="step" value="${step}" />
      ${group('People of this tenant', here)} ${group('People of elsewhere', elsewhere)}
      <div class="actions"><button>Next</button>${back}</div>
    </form>
  </div>`
}

export function secondFactorCard(person: Person, { step, action }: Going): Html {
  return html`<div class="card">
    <p class="soft">${person.upn}</p>
    <h1>Approve the sign-in</h1>
    <p>Administrators confirm with a second factor. Here one button stands for the telephone.</p>
    <form method="post" action="${action}">
      <input type="hidden" name="step" value="${step}" />
      <div class="actions"><button>Approve on my phone</button></div>
    </form>
  </div>`
}

const PROTOCOL_WORDS: Readonly<Record<string, string>> = {
  openid: 'Sign users in',
  profile: "View users' basic profile",
  email: "View users' email address",
  offline_access: 'Maintain access to data you have given it access to',
}

/** “Permissions requested”: what the program asks for, and, for administrators, whether all are to have it. */
export function consentCard(
  cloud: Cloud,
  wanted: Wanted,
  person: Person,
  { scopes, mayAll }: ConsentQuestion,
  { step, action }: Going,
): Html {
  const words = (scope: string) =>
    GRAPH_SCOPES.find((each) => each.value === scope)?.displayName ?? PROTOCOL_WORDS[scope] ?? scope
  const box = mayAll
    ? html`<label class="tick"
        ><input type="checkbox" name="organization" value="yes" /> Consent on behalf of your organization</label
      >`
    : NOTHING
  return html`<div class="card">
    <p class="soft">${person.upn}</p>
    <h1>Permissions requested</h1>
    <p><strong>${clientName(cloud, wanted.clientId)}</strong> would like to:</p>
    <ul>
      ${scopes.map((scope) => html`<li>${words(scope)} <code>${scope}</code></li>`)}
    </ul>
    <form method="post" action="${action}">
      <input type="hidden" name="step" value="${step}" />
      ${box}
      <div class="actions">
        <button name="answer" value="accept">Accept</button
        ><button class="plain" name="answer" value="cancel">Cancel</button>
      </div>
    </form>
  </div>`
}

/** What the form of `consentCard` says. */
export function consentOf(form: URLSearchParams): ConsentFor | 'declined' {
  if (form.get('answer') !== 'accept') return 'declined'
  return form.get('organization') === 'yes' ? 'organization' : 'person'
}
