import type { Cloud } from '../cloud'
import type { Control, NewApplication } from '../control/control'
import { ControlMistake } from '../control/mistake'
import { GRAPH_SCOPES } from '../data/roles'
import { PARTNER_TENANT } from '../data/well-known'
import { isMultiTenant, knownClient } from '../entra/clients'
import type { Answer, Message } from '../http/message'
import { nameOf } from '../state/records'
import type { ApplicationRecord } from '../state/records'
import type { Tenant } from '../state/tenant'
import { html, NOTHING, page } from './html'
import type { Html } from './html'

const PATH = '/app-registrations'
const SCOPES = GRAPH_SCOPES.filter((scope) => /^[A-Z]/.test(scope.value)).map((scope) => scope.value)

/** “App registrations”: makes an application by form, as its owner would in the portal, and shows its ids. */
export async function serveRegistrations(
  cloud: Cloud,
  control: Control,
  message: Message,
): Promise<Answer | undefined> {
  if (message.path !== PATH) return undefined
  if (message.method === 'GET') return registrationsPage(cloud, { made: message.query.get('made') ?? '' })
  if (message.method !== 'POST') return undefined
  const form = await readForm(message)
  if (form.get('csrf') !== cloud.csrf)
    return registrationsPage(cloud, { trouble: 'This page was too old. Please try again.' })
  try {
    const { appId } = await control.registerApplication(await readApplication(form))
    return { status: 303, headers: { location: `${PATH}?made=${appId}`, 'cache-control': 'no-store' }, body: '' }
  } catch (error) {
    if (error instanceof ControlMistake) return registrationsPage(cloud, { trouble: error.message, form })
    throw error
  }
}

/** The certificate may come as a file, so the form is multipart (RFC 7578). */
async function readForm(message: Message): Promise<FormData> {
  try {
    const headers = { 'content-type': message.headers['content-type'] ?? '' }
    return await new Response(message.body, { headers }).formData()
  } catch {
    return new FormData()
  }
}

function textOf(form: FormData | undefined, name: string): string {
  const value = form?.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

async function readApplication(form: FormData): Promise<NewApplication> {
  const platform = (['web', 'spa', 'publicClient'] as const).find((known) => known === textOf(form, 'platform'))
  const address = textOf(form, 'redirectUri')
  const certificatePem = await readCertificate(form)
  const displayName = textOf(form, 'displayName')
  if (displayName === '') throw new ControlMistake('An application needs a name.')
  return {
    tenantId: textOf(form, 'tenant'),
    displayName,
    signInAudience: form.get('multiTenant') === 'yes' ? 'AzureADMultipleOrgs' : 'AzureADMyOrg',
    redirectUris: address === '' ? {} : { [platform ?? 'web']: [address] },
    requiredScopes: form.getAll('scope').filter((scope) => typeof scope === 'string'),
    ...(form.get('publicFlows') === 'yes' ? { isFallbackPublicClient: true } : {}),
    ...(certificatePem === '' ? {} : { certificatePem }),
  }
}

async function readCertificate(form: FormData): Promise<string> {
  const file = form.get('certificateFile')
  const uploaded = file === null || typeof file === 'string' ? '' : (await file.text()).trim()
  return uploaded === '' ? textOf(form, 'certificate') : uploaded
}

interface Shown {
  made?: string
  trouble?: string
  /** What was typed stays typed. */
  form?: FormData
}

function registrationsPage(cloud: Cloud, { made = '', trouble, form }: Shown): Answer {
  const alert = trouble === undefined ? NOTHING : html`<p class="alert" role="alert">${trouble}</p>`
  const content = html`<p><a href="/">Control page</a></p>
    <h1>App registrations</h1>
    <p class="soft">
      Where the owner of an application registers it. A provider's own application lives in the provider's tenant and
      signs people of its customers in.
    </p>
    ${alert} ${madeCard(cloud, made)} ${formCard(cloud, form)} ${listCard(cloud)}`
  return page('App registrations', 'wide', content, trouble === undefined ? 200 : 400)
}

function madeCard(cloud: Cloud, appId: string): Html {
  const client = knownClient(cloud, appId)
  if (client?.home === undefined) return NOTHING
  const { tenant, application } = client.home
  return html`<section class="card" role="status" aria-labelledby="made">
    <h2 id="made">${client.displayName} is registered</h2>
    ${idList(tenant, application)}
  </section>`
}

function idList(tenant: Tenant, application: ApplicationRecord): Html {
  const client = [application.appId, application.objectId, tenant.facts.tenantId] as const
  return html`<dl>
    <dt>Application (client) ID</dt>
    <dd><code>${client[0]}</code></dd>
    <dt>Object ID</dt>
    <dd><code>${client[1]}</code></dd>
    <dt>Directory (tenant) ID</dt>
    <dd><code>${client[2]}</code></dd>
    <dt>Accounts</dt>
    <dd>${isMultiTenant(application) ? 'any organization' : 'this organization only'}</dd>
    <dt>Certificates</dt>
    <dd>${application.keys.length === 0 ? 'none' : application.keys.map((key) => key.sha1).join(', ')}</dd>
  </dl>`
}

function formCard(cloud: Cloud, form: FormData | undefined): Html {
  const tenants = [...cloud.state.tenants.values()].slice(0, 60)
  const asked = new Set(form?.getAll('scope'))
  const chosen = textOf(form, 'tenant') === '' ? PARTNER_TENANT : textOf(form, 'tenant')
  const isMulti = form === undefined || form.get('multiTenant') === 'yes'
  return html`<section class="card" aria-labelledby="new">
    <h2 id="new">New registration</h2>
    <form method="post" action="${PATH}" enctype="multipart/form-data">
      <input type="hidden" name="csrf" value="${cloud.csrf}" />
      <div class="row spaced">
        <label class="field"
          ><span>Name</span><input name="displayName" required maxlength="120" value="${textOf(form, 'displayName')}"
        /></label>
        <label class="field"
          ><span>Tenant of the owner</span
          ><select name="tenant">
            ${tenants.map(({ facts }) => option(facts.tenantId, facts.displayName, facts.tenantId === chosen))}
          </select></label
        >
      </div>
      <label class="tick"
        ><input type="checkbox" name="multiTenant" value="yes" ${flag('checked', isMulti)} /> Accounts in any
        organization may sign in (multi-tenant)</label
      >
      ${addressFields(form)} ${certificateFields(form)}
      <details>
        <summary>Delegated Microsoft Graph permissions</summary>
        <fieldset class="columns">
          <legend>What the application lists in its registration</legend>
          ${SCOPES.map((scope) => scopeBox(scope, asked.has(scope)))}
        </fieldset>
      </details>
      <p><button>Register</button></p>
    </form>
  </section>`
}

function flag(name: 'checked' | 'selected', isOn: boolean): Html {
  return isOn ? { markup: name } : NOTHING
}

function option(value: string, text: string, isChosen: boolean): Html {
  return html`<option value="${value}" ${flag('selected', isChosen)}>${text}</option>`
}

function scopeBox(scope: string, isOn: boolean): Html {
  return html`<label class="tick"
    ><input type="checkbox" name="scope" value="${scope}" ${flag('checked', isOn)} /><code>${scope}</code></label
  >`
}

function addressFields(form: FormData | undefined): Html {
  const platform = textOf(form, 'platform')
  return html`<div class="row spaced">
      <label class="field"
        ><span>Platform</span
        ><select name="platform">
          ${option('web', 'Web', platform === 'web')} ${option('spa', 'Single-page application', platform === 'spa')}
          ${option('publicClient', 'Mobile and desktop', platform === 'publicClient')}
        </select></label
      >
      <label class="field"
        ><span>Redirect address</span
        ><input
          name="redirectUri"
          inputmode="url"
          placeholder="https://portal.example/return"
          value="${textOf(form, 'redirectUri')}"
      /></label>
    </div>
    <label class="tick"
      ><input type="checkbox" name="publicFlows" value="yes" ${flag('checked', form?.get('publicFlows') === 'yes')} />
      Allow public client flows</label
    >`
}

function certificateFields(form: FormData | undefined): Html {
  return html`<div class="row spaced">
    <label class="field"
      ><span>Certificate, as a file (PEM)</span><input type="file" name="certificateFile" accept=".pem,.cer,.crt"
    /></label>
    <label class="field"
      ><span>or pasted</span
      ><textarea name="certificate" rows="3" spellcheck="false" placeholder="-----BEGIN CERTIFICATE-----">
${textOf(form, 'certificate')}</textarea>
    </label>
  </div>`
}

function listCard(cloud: Cloud): Html {
  const rows = [...cloud.state.tenants.values()].flatMap((tenant) =>
    tenant.applications
      .list()
      .filter((application) => application.deletedAt === null)
      .map((application) => ({ tenant, application })),
  )
  const one = ({ tenant, application }: (typeof rows)[number]) =>
    html`<details>
      <summary>${nameOf(application, application.appId)} · ${tenant.facts.displayName}</summary>
      <div>${idList(tenant, application)}</div>
    </details>`
  return html`<section class="card" aria-labelledby="registered">
    <h2 id="registered">Registered</h2>
    ${rows.length === 0 ? html`<p class="soft">Nothing yet.</p>` : rows.slice(-100).toReversed().map(one)}
  </section>`
}
