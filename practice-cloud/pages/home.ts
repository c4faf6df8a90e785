import { z } from 'zod'
import type { Cloud } from '../cloud'
import type { Control, TenantSummary } from '../control/control'
import { ControlMistake } from '../control/mistake'
import type { ActiveFault } from '../faults/box'
import { FAULT_NAMES, FAULTS, faultSchema } from '../faults/catalogue'
import type { LogEntry } from '../http/log'
import type { Answer, Message } from '../http/message'
import { html, NOTHING, page } from './html'
import type { Html } from './html'

const LOG_ROWS = 40

/** The control page: tenants, people, faults, clock and the recent log, by plain forms. */
export async function serveHomePage(cloud: Cloud, control: Control, message: Message): Promise<Answer | undefined> {
  if (message.path === '/' && message.method === 'GET') return homePage(cloud, control)
  if (!message.path.startsWith('/control/') || message.method !== 'POST') return undefined
  const form = new URLSearchParams(message.body)
  if (form.get('csrf') !== cloud.csrf) return homePage(cloud, control, 'This page was too old. Please try again.')
  try {
    const done = await act(cloud, control, message.path.slice('/control/'.length), form)
    if (!done) return undefined
    return { status: 303, headers: { location: '/', 'cache-control': 'no-store' }, body: '' }
  } catch (error) {
    return homePage(cloud, control, complaint(error))
  }
}

function complaint(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error)
  if (error instanceof ControlMistake || error instanceof SyntaxError) return error.message
  throw error
}

async function act(cloud: Cloud, control: Control, what: string, form: URLSearchParams): Promise<boolean> {
  const text = (name: string) => form.get(name)?.trim() ?? ''
  switch (what) {
    case 'fault':
      await control.fault(text('tenant'), readFault(text('name'), text('details'), text('times')))
      return true
    case 'drop-fault':
      cloud.faults.drop(text('id'))
      return true
    case 'clear-faults':
      await control.clearFaults()
      return true
    case 'clock':
      await control.advanceClock(Number(text('seconds')))
      return true
    case 'tenant':
      await control.createTenant({ domain: text('domain'), displayName: text('displayName') })
      return true
    case 'reset':
      await control.reset()
      return true
    default:
      return false
  }
}

function readFault(name: string, details: string, times: string) {
  const known = FAULT_NAMES.find((each) => each === name)
  const given: unknown = details === '' ? (known === undefined ? {} : FAULTS[known].details) : JSON.parse(details)
  return faultSchema.parse({ name, ...Object(given), ...(times === '' ? {} : { times: Number(times) }) })
}

async function homePage(cloud: Cloud, control: Control, trouble?: string): Promise<Answer> {
  const [tenants, faults, log] = await Promise.all([control.tenants(), control.faults(), control.log()])
  const alert = trouble === undefined ? NOTHING : html`<p class="alert" role="alert">${trouble}</p>`
  const content = html`<h1>Practice cloud</h1>
    <p class="soft">
      Stands in for Microsoft Entra ID and Microsoft Graph. Programs are sent to
      <a href="/device">the device page</a> to sign somebody in; applications of one's own are made at
      <a href="/app-registrations">App registrations</a>, and a customer's
      <a href="/certificate-authority">certificate authority</a> answers signing requests.
    </p>
    ${alert} ${tenantsCard(cloud, tenants)} ${faultsCard(cloud, faults, tenants)} ${clockCard(cloud)}
    ${logCard(log, tenants)}`
  return page('Control', 'wide', content, trouble === undefined ? 200 : 400)
}

function token(cloud: Cloud): Html {
  return html`<input type="hidden" name="csrf" value="${cloud.csrf}" />`
}

function tenantsCard(cloud: Cloud, tenants: readonly TenantSummary[]): Html {
  const one = (tenant: TenantSummary) =>
    html`<details>
      <summary>${tenant.displayName} · ${tenant.domain}</summary>
      <div>
        <dl>
          <dt>Tenant id</dt>
          <dd><code>${tenant.tenantId}</code></dd>
          <dt>Generation</dt>
          <dd>${tenant.generation}</dd>
          <dt>Licences</dt>
          <dd>${tenant.licences.length === 0 ? 'none' : tenant.licences.join(', ')}</dd>
        </dl>
        <div class="scroll" tabindex="0" role="group" aria-label="People">
          <table>
            <thead>
              <tr>
                <th scope="col">Person</th>
                <th scope="col">Kind</th>
              </tr>
            </thead>
            <tbody>
              ${tenant.people.map(
                (person) =>
                  html`<tr>
                    <td>${person.upn}</td>
                    <td>${person.kind.replaceAll('-', ' ')}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </div>
    </details>`
  return html`<section class="card" aria-labelledby="tenants">
    <h2 id="tenants">Tenants</h2>
    ${tenants.slice(0, 60).map(one)}
    <details>
      <summary>Make another tenant</summary>
      <form method="post" action="/control/tenant">
        ${token(cloud)}
        <div class="row">
          <label class="field"><span>Domain</span><input name="domain" required placeholder="contoso.example" /></label>
          <label class="field"><span>Name</span><input name="displayName" required placeholder="Contoso" /></label>
          <button>Make</button>
        </div>
      </form>
    </details>
  </section>`
}

function faultsCard(cloud: Cloud, faults: readonly ActiveFault[], tenants: readonly TenantSummary[]): Html {
  const named = (id: string) => tenants.find((tenant) => tenant.tenantId === id)?.displayName ?? 'all tenants'
  return html`<section class="card" aria-labelledby="faults">
    <h2 id="faults">Faults</h2>
    ${faults.length === 0 ? html`<p class="soft">Everything works as it should.</p>` : activeFaults(cloud, faults, named)}
    ${faultForm(cloud, tenants)}
  </section>`
}

function activeFaults(cloud: Cloud, faults: readonly ActiveFault[], named: (id: string) => string): Html {
  const one = (active: ActiveFault) =>
    html`<li>
      <span
        ><strong>${active.fault.name}</strong> · ${named(active.tenant)} · applied ${active.applied} times<br /><span
          class="soft"
          >${FAULTS[active.fault.name].say}</span
        ></span
      >
      <form method="post" action="/control/drop-fault">
        ${token(cloud)}<input type="hidden" name="id" value="${active.id}" />
        <button class="plain" aria-label="Switch off ${active.fault.name}">Switch off</button>
      </form>
    </li>`
  return html`<ul class="plain-list">
      ${faults.map(one)}
    </ul>
    <form method="post" action="/control/clear-faults">
      ${token(cloud)}
      <p><button class="plain">Switch all off</button></p>
    </form>`
}

function faultForm(cloud: Cloud, tenants: readonly TenantSummary[]): Html {
  const tenant = ({ tenantId, displayName }: TenantSummary) => html`<option value="${tenantId}">${displayName}</option>`
  return html`<form method="post" action="/control/fault">
    ${token(cloud)}
    <div class="row">
      <label class="field"
        ><span>Tenant</span
        ><select name="tenant">
          <option value="*">All tenants</option>
          ${tenants.slice(0, 200).map(tenant)}
        </select></label
      >
      <label class="field"
        ><span>Fault</span
        ><select name="name">
          ${FAULT_NAMES.map((name) => html`<option value="${name}">${name}: ${FAULTS[name].say}</option>`)}
        </select></label
      >
      <label class="field"
        ><span>How often</span><input name="times" inputmode="numeric" placeholder="until switched off"
      /></label>
      <label class="field"><span>Details, as JSON</span><input name="details" placeholder='{"seconds": 30}' /></label>
      <button>Switch on</button>
    </div>
  </form>`
}

function clockCard(cloud: Cloud): Html {
  return html`<section class="card" aria-labelledby="clock">
    <h2 id="clock">Clock</h2>
    <p>
      It is ${new Date(cloud.state.clock.now()).toUTCString()} here, ${cloud.state.clock.offsetSeconds()} seconds from
      the machine's time.
    </p>
    <form method="post" action="/control/clock">
      ${token(cloud)}
      <div class="row">
        <label class="field"
          ><span>Move by</span
          ><select name="seconds">
            <option value="60">one minute</option>
            <option value="3600">one hour</option>
            <option value="86400">one day</option>
            <option value="2592000">30 days</option>
            <option value="31536000">one year</option>
          </select></label
        >
        <button>Move the clock</button>
      </div>
    </form>
    <details>
      <summary>Begin again</summary>
      <form method="post" action="/control/reset">
        ${token(cloud)}
        <p>Forgets every application, tenant and fault, and makes the two first tenants again.</p>
        <button>Forget everything</button>
      </form>
    </details>
  </section>`
}

function logCard(log: readonly LogEntry[], tenants: readonly TenantSummary[]): Html {
  const named = (id: string | null) => tenants.find((tenant) => tenant.tenantId === id)?.displayName ?? ''
  const one = (entry: LogEntry) =>
    html`<tr>
      <td>${entry.at.slice(11, 19)}</td>
      <td>${named(entry.tenant)}</td>
      <td>${entry.operation}</td>
      <td class="path">${entry.method} ${entry.path}</td>
      <td>${entry.status === 0 ? 'reset' : entry.status} ${entry.codes.join(' ')}</td>
    </tr>`
  const recent = log.slice(-LOG_ROWS).toReversed()
  const table = html`<div class="scroll" tabindex="0" role="group" aria-label="Requests">
    <table>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Tenant</th>
          <th scope="col">Operation</th>
          <th scope="col">Request</th>
          <th scope="col">Answer</th>
        </tr>
      </thead>
      <tbody>
        ${recent.map(one)}
      </tbody>
    </table>
  </div>`
  return html`<section class="card" aria-labelledby="log">
    <h2 id="log">Recent requests</h2>
    ${recent.length === 0 ? html`<p class="soft">Nobody has called yet.</p>` : table}
  </section>`
}
